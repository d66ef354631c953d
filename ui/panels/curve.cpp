#include "ui/panels/curve.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "ui/panels/activation.hpp"

namespace squash::ui {
namespace {

constexpr float kToolsWidth = 190;

Range including(const Range& a, const Range& b) {
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

Series lineOf(const Tokens& c, const std::vector<PlotPoint>& points, std::size_t color) {
    return {.points = points,
            .color = c.series[color],
            .textColor = c.seriesText[color],
            .width = 2.5f,
            .dash = kSeriesDashes[color],
            .places = 5};
}

// Of the values in the span: each bin's belong to the first span that it touches.
std::uint64_t countIn(const LayerValues& values, const ShadedSpan& span, double before) {
    const double width = (values.wanted.to - values.wanted.from) / kValueBins;
    const auto holds = [&span](double x) { return span.from <= x && x <= span.to; };
    std::uint64_t count = holds(values.wanted.from) ? values.saturatedBelow : 0;
    if (holds(values.wanted.to)) count += values.saturatedAbove;
    for (std::size_t i = 0; i < kValueBins; ++i) {
        const double left = values.wanted.from + width * static_cast<double>(i);
        if (left + width > span.from && left <= span.to && left > before)
            count += values.saturatedBins[i];
    }
    return count;
}

}  // namespace

Range CurvePanel::right() const {
    Range f = main_.fRange(), slopes = slope_ ? main_.dfRange() : main_.ddfRange();
    const auto add = [&](const CurveLines& lines) {
        f = including(f, lines.fRange());
        if (slope_) slopes = including(slopes, lines.dfRange());
        if (curvature_) slopes = including(slopes, lines.ddfRange());
    };
    add(main_);
    for (const Compared& each : others()) add(each.lines);
    return alignedTo(f, slopes);
}

// Alone, f' has a colour of its own; beside others each function has one colour and one kind of line.
std::vector<Series> CurvePanel::series(const Ui& ui) const {
    const Tokens& c = ui.colors();
    std::vector<Series> all;
    const auto add = [&](const CurveLines& lines, const std::string& name, std::size_t color) {
        const bool alone =
            std::ranges::all_of(others(), [this](const Compared& each) { return isChosen(each); });
        const std::string line = name + " f(x)";  // of the legend
        all.push_back(lineOf(c, lines.f(), color));
        all.back().name = line;
        all.back().cardName = alone ? "f" : name;
        all.back().shortName = name;
        all.back().main = &lines == &main_;
        all.back().tangent = tangent_ && slope_;
        const auto derivative = [&](const std::vector<PlotPoint>& points, const char* mark,
                                    std::size_t own, Dash dash) {
            Series slopes = lineOf(c, points, alone ? own : color);
            slopes.name = alone ? std::string(mark) + "(x), right axis" : name + " " + mark;
            slopes.shortName = std::string(mark) + "(x)";
            slopes.cardName = alone ? mark : "  " + std::string(mark);
            slopes.group = alone ? "" : line;
            slopes.width = alone ? 2.0f : 1.4f;
            slopes.dash = alone ? dash : slopes.dash;
            slopes.rightAxis = true;
            all.push_back(std::move(slopes));
        };
        if (slope_) derivative(lines.df(), "f'", 1, Dash::Dashed);
        if (curvature_) derivative(lines.ddf(), "f''", 2, Dash::Dotted);
    };
    add(main_, nameOf(main_.activation()), mainColor_);
    for (const Compared& each : others())
        if (!isChosen(each)) add(each.lines, nameOf(each.lines.activation()), each.color);
    return all;
}

std::vector<PlotMark> CurvePanel::marks(const Ui& ui) const {
    const Tokens& c = ui.colors();
    std::vector<PlotMark> all;
    const auto add = [&](const CurveLines& lines, const std::string& name, std::size_t color) {
        for (const Break& at : lines.shape().breaks) {
            const double f = evaluate(lines.activation(), at.x).f;
            PlotMark mark{at.x, f, c.series[color], true, true, name + " f(x)"};
            if (!at.jump) {
                all.push_back(mark);
                continue;
            }
            mark.small = false;
            for (const double side : {at.left, at.right}) {
                mark.y = side;
                mark.hollow = std::abs(side - f) > 1e-6 * (1 + std::abs(f));
                all.push_back(mark);
            }
        }
    };
    add(main_, nameOf(main_.activation()), mainColor_);
    for (const Compared& each : others())
        if (!isChosen(each)) add(each.lines, nameOf(each.lines.activation()), each.color);
    return all;
}

std::vector<ShadedSpan> CurvePanel::saturated(const Ui& ui, const LayerValues* values) const {
    const Tokens& c = ui.colors();
    std::vector<ShadedSpan> spans;
    const double far = 1e4 * kCurveX.span();
    double before = -far;
    for (const Interval& flat : main_.shape().saturated) {
        ShadedSpan span{std::max(flat.from, -far),
                        std::min(flat.to, far),
                        c.bad,
                        c.saturationAlpha,
                        "saturated",
                        c.badText};
        if (values != nullptr)
            span.label += " " + percent(static_cast<double>(countIn(*values, span, before)) /
                                        static_cast<double>(values->count));
        before = span.to;
        spans.push_back(std::move(span));
    }
    return spans;
}

PlotBars CurvePanel::bars(const Ui& ui, const LayerValues* values, bool saturated) const {
    if (values == nullptr) return {};
    const Tokens& c = ui.colors();
    PlotBars bars{.from = values->wanted.from,
                  .to = values->wanted.to,
                  .color = c.histogram,
                  .edge = c.histogramEdge,
                  .markedColor = c.saturated,
                  .markedEdge = c.saturatedEdge};
    const auto most = static_cast<double>(std::ranges::max(values->bins));
    const auto share = [most](std::uint64_t count) {
        return most > 0 ? static_cast<double>(count) / most : 0;
    };
    std::ranges::transform(values->bins, std::back_inserter(bars.heights), share);
    if (saturated)
        std::ranges::transform(values->saturatedBins, std::back_inserter(bars.marked), share);
    return bars;
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

void CurvePanel::drawFacts(const PanelContext& context, const ImRect& area,
                           const Activation& activation) {
    const Tokens& c = context.ui.colors();
    if (main_.follow(activation, view_.x.value_or(kCurveX))) view_.fit();
    followRace(context.driver);
    std::vector<FactsColumn> columns{{nameOf(activation), &main_, c.seriesText[mainColor_]}};
    for (const Compared& each : others())
        columns.push_back({nameOf(each.lines.activation()), &each.lines, c.seriesText[each.color]});
    facts_.draw(context, area, columns);
}

void CurvePanel::draw(const PanelContext& context, const ImRect& header, const ImRect& box,
                      const Activation& activation, std::size_t layer) {
    Ui& ui = context.ui;
    // Another network may have fewer layers.
    const std::size_t last = context.driver.experiment().activations.size() - 1;
    shownLayer_ = std::min(choice_ == Values::Layer ? layer_ : layer, last);
    const Range x = view_.x.value_or(kCurveX);
    if (main_.follow(activation, x)) view_.fit();
    for (Compared& each : compared_) each.lines.follow(each.lines.activation(), x);
    followRace(context.driver);
    askForValues(context, shownLayer_);

    const LayerValues* values = this->values(context);
    // What is counted is the function in use there; another one's shading says nothing of it.
    const bool same = context.driver.experiment().activations[shownLayer_] == activation;
    Stack rows(box, 4);
    // Beside the tabs where there is room for it.
    const ImRect tools = header.GetWidth() < kToolsWidth ? rows.take(ui.metrics.row) : header;
    const ImRect names = rows.take(ui.metrics.row);
    const auto lines = series(ui);
    drawLegend(context, names, lines);
    Range f = main_.fRange();
    for (const Compared& each : others()) f = including(f, each.lines.fRange());
    PlotSpec spec{.label = "Activation curve",
                  .series = lines,
                  .spans = saturated(ui, same ? values : nullptr),
                  .bars = bars(ui, values, same),
                  .marks = marks(ui),
                  .fitX = kCurveX,
                  .fitY = f,
                  .fitRight = right(),
                  .rightAxis = slope_ || curvature_,
                  .xName = "x",
                  .yName = "f",
                  .rightName = slope_       ? "f'"
                               : curvature_ ? "f''"
                                            : "",
                  .zeroLine = true};
    const ImRect area = rows.rest();
    plot(ui, area, spec, view_);
    picture_ = {names.Min.x, names.Min.y, area.GetWidth(), area.Max.y - names.Min.y};
    drawTools(context, tools, spec);  // last: what it changes is seen in the next picture
}

}  // namespace squash::ui
