#include "ui/panels/curve.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "ui/panels/activation.hpp"
#include "ui/panels/learned.hpp"

namespace squash::ui {
namespace {

constexpr float kToolsWidth = 190;
constexpr float kStripeGap = 4;

Range including(const Range& a, const Range& b) {
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

}  // namespace

// height: of the picture. Below the lines there is room for the stripes, which stand beneath several functions.
Range CurvePanel::left(float height) const {
    Range f = main_.fRange();
    for (const Compared& each : others()) f = including(f, each.lines.fRange());
    if (learned_) f = including(f, learned_->lines.fRange());
    const std::size_t stripes = drawn().size();
    if (stripes < 2) return f;
    const double share =
        std::min(0.5f, (kStripeStep * static_cast<float>(stripes) + kStripeGap) / height);
    const double lowest = f.low + f.span() * kFitPad / (1 + 2 * kFitPad);
    f.low = std::min(f.low, lowest - (f.high - lowest) * share / (1 - share));
    return f;
}

Range CurvePanel::right(const Range& f) const {
    Range slopes = slope_ ? main_.dfRange() : main_.ddfRange();
    const auto add = [&](const CurveLines& lines) {
        if (slope_) slopes = including(slopes, lines.dfRange());
        if (curvature_) slopes = including(slopes, lines.ddfRange());
    };
    add(main_);
    for (const Compared& each : others()) add(each.lines);
    if (learned_) add(learned_->lines);
    return alignedTo(f, slopes);
}

const LayerValues* CurvePanel::values(const PanelContext& context) const {
    const LayerValues& values = context.driver.snapshot().values;
    const bool wanted = choice_ != Values::None && values.wanted.layer == shownLayer_;
    return wanted && values.count > 0 ? &values : nullptr;
}

void CurvePanel::askForValues(const PanelContext& context, std::size_t layer) const {
    if (choice_ == Values::None) return context.driver.watchValues(std::nullopt);
    const Range x = view_.x.value_or(kCurveX);
    context.driver.watchValues(ValuesWanted{layer, x.low, x.high});
}

void CurvePanel::followRace(const Driver& driver) {
    const bool race = driver.racing() && driver.racedField() == "activation";
    mainColor_ = race ? driver.shownEntrant() : 0;
    std::deque<Compared> before = std::exchange(raced_, {});
    for (std::size_t i = 0; race && i < driver.entrants().size(); ++i) {
        const auto& activations = driver.entrants()[i].experiment.activations;
        const Activation& own = activations[std::min(shownLayer_, activations.size() - 1)];
        // Two that differ in something else have one curve, and one name.
        const auto isOwn = [&](const Compared& c) { return c.lines.activation() == own; };
        if (i == mainColor_ || piecesOf(own) > 1 || own == main_.activation() ||
            std::ranges::any_of(raced_, isOwn))
            continue;
        const auto same = std::ranges::find(before, i, &Compared::color);
        raced_.push_back(same != before.end() ? std::move(*same) : Compared{{}, i});
        raced_.back().lines.follow(own, view_.x.value_or(kCurveX));
    }
}

// Another network may have fewer layers.
void CurvePanel::followLayer(const Driver& driver, const Subject& subject) {
    const std::size_t last = driver.experiment().activations.size() - 1;
    shownLayer_ = std::min(choice_ == Values::Layer ? layer_ : subject.layer, last);
}

std::size_t CurvePanel::freeColor() const {
    std::size_t color = kSeriesDashes.size() - 1;
    const auto used = [this](std::size_t wanted) {
        return wanted == mainColor_ ||
               std::ranges::find(others(), wanted, &Compared::color) != others().end();
    };
    while (color > 0 && used(color)) --color;
    return color;
}

// Not in every frame of a training that changes it in each: a look at a function takes its time.
void CurvePanel::followLearned(const Driver& driver) {
    constexpr double kPause = 0.2;  // seconds
    const Activation& inUse = driver.experiment().activations[shownLayer_];
    const Activation now = withLearned(inUse, shownLayer_, driver.snapshot().learned);
    const std::size_t color = freeColor();
    const bool finite =
        std::ranges::all_of(now.parameters, [](double p) { return std::isfinite(p); });
    if (inUse != main_.activation() || now == inUse || !finite || color == 0)
        return learned_.reset();
    const bool other = !learned_ || learned_->color != color;
    const Range x = view_.x.value_or(kCurveX);
    if (!other && driver.playing() && ImGui::GetTime() - learnedAt_ < kPause) {
        learned_->lines.follow(learned_->lines.activation(), x);  // a zoom is to be seen at once
        return;
    }
    if (other) learned_ = Compared{{}, color};
    learned_->lines.follow(now, x);
    learnedAt_ = ImGui::GetTime();
}

// What is counted is the function in use there, with what it has learned by then: the shading of another one, or of one
// that has learned more since, says nothing of it. While one learns they are of one step only now and then: shading that
// comes and goes would be no more than a flicker.
bool CurvePanel::isCounted(const Driver& driver, const LayerValues* values) const {
    const Activation& inUse = driver.experiment().activations[shownLayer_];
    if (inUse != main_.activation()) return false;
    if (!learns(inUse)) return true;
    if (driver.playing()) return false;
    const Activation now = withLearned(inUse, shownLayer_, driver.snapshot().learned);
    return values != nullptr && values->step == driver.snapshot().step &&
           inForce().activation() == now && inUse.entry->kind != ActivationKind::ChannelSlopes;
}

// prelu's channels have slopes of their own: their mean is none that any of them is shaded by.
const CurveLines& CurvePanel::inForce() const {
    const bool one = main_.activation().entry->kind != ActivationKind::ChannelSlopes;
    return learned_ && one ? learned_->lines : main_;
}

// "beta 1.234": of what is drawn as learned.
std::string CurvePanel::learnedText(const Driver& driver) const {
    const Activation& inUse = driver.experiment().activations[shownLayer_];
    const std::vector<std::string> names = parameterNames(inUse);
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (const auto values = presentValues(driver, inUse, shownLayer_, i); !values.empty())
            text += (text.empty() ? "" : ", ") + names[i] + " " + presentText(values);
    return text;
}

void CurvePanel::drawFacts(const PanelContext& context, const ImRect& area,
                           const Subject& subject) {
    const Tokens& c = context.ui.colors();
    mainName_ = subject.name();
    followLayer(context.driver, subject);
    if (main_.follow(subject.activation, view_.x.value_or(kCurveX))) view_.fit();
    followRace(context.driver);
    followLearned(context.driver);
    std::vector<FactsColumn> columns;
    for (const Drawn& each : drawn())
        columns.push_back({each.name, each.lines, c.seriesText[each.color],
                           each.learned ? learnedText(context.driver) : ""});
    facts_.draw(context, area, columns);
}

void CurvePanel::draw(const PanelContext& context, const ImRect& header, const ImRect& box,
                      const Subject& subject) {
    Ui& ui = context.ui;
    followLayer(context.driver, subject);
    const Range x = view_.x.value_or(kCurveX);
    mainName_ = subject.name();
    if (main_.follow(subject.activation, x)) view_.fit();
    for (Compared& each : compared_) each.lines.follow(each.lines.activation(), x);
    followRace(context.driver);
    followLearned(context.driver);
    askForValues(context, shownLayer_);

    const LayerValues* values = this->values(context);
    same_ = isCounted(context.driver, values);
    Stack rows(box, 4);
    // Beside the tabs where there is room for it.
    const ImRect tools = header.GetWidth() < kToolsWidth ? rows.take(ui.metrics.row) : header;
    const ImRect names = rows.take(ui.metrics.row);
    auto lines = pieceLines(ui.colors(), subject.pieces);
    std::ranges::move(series(ui), std::back_inserter(lines));
    drawLegend(context, names, lines);
    const ImRect area = rows.rest();
    const Range f = left(area.GetHeight() - kPlotTop - kPlotFoot);
    PlotSpec spec{.label = "Activation curve",
                  .series = lines,
                  .spans = saturated(ui, same_ ? values : nullptr),
                  .bars = bars(ui, values, same_),
                  .marks = marks(ui),
                  .fitX = kCurveX,
                  .fitY = f,
                  .fitRight = right(f),
                  .rightAxis = slope_ || curvature_,
                  .xName = "x",
                  .yName = "f",
                  .rightName = slope_       ? "f'"
                               : curvature_ ? "f''"
                                            : "",
                  .zeroLine = true};
    plot(ui, area, spec, view_);
    picture_ = {names.Min.x, names.Min.y, area.GetWidth(), area.Max.y - names.Min.y};
    drawTools(context, tools, spec);  // last: what it changes is seen in the next picture
}

}  // namespace squash::ui
