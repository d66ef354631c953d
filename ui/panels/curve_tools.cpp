// The row of tools above the curve: what to compare with, which derivatives, whose values, and taking it along.
#include <algorithm>
#include <cmath>
#include <string>

#include "squash/core/error.hpp"
#include "squash/io/csv.hpp"
#include "ui/panels/activation.hpp"
#include "ui/panels/curve.hpp"
#include "ui/plot/svg.hpp"

namespace squash::ui {
namespace {

constexpr std::size_t kMostCompared = 5;  // with the chosen one, as many as there are colours

}  // namespace

void CurvePanel::compare(const Activation& activation) {
    const auto there = std::ranges::find_if(
        compared_, [&](const Compared& each) { return each.lines.activation() == activation; });
    if (there != compared_.end()) {
        compared_.erase(there);
        return;
    }
    if (compared_.size() == kMostCompared) return;
    std::size_t color = 1;
    const auto used = [&](std::size_t wanted) {
        return std::ranges::any_of(compared_, [&](const Compared& c) { return c.color == wanted; });
    };
    while (used(color)) ++color;
    compared_.push_back({{}, color});
    compared_.back().lines.follow(activation, view_.x.value_or(kCurveX));
}

bool CurvePanel::compares(const Activation& activation) const {
    return std::ranges::any_of(
        compared_, [&](const Compared& each) { return each.lines.activation() == activation; });
}

// What the list "Compare" has: keeping the chosen one, those beside it that are none of the catalogue's, a race of
// all, and the catalogue.
std::vector<CurvePanel::Choice> CurvePanel::choices() const {
    const Activation& chosen = main_.activation();
    std::vector<Choice> all;
    const auto add = [&](const Activation& activation, const std::string& name) {
        CheckItem row{.text = {.label = "add " + name}, .shown = name};
        row.checked = compares(activation);
        if (row.checked) row.text.label = "remove " + name;
        row.text.enabled = row.checked || compared_.size() < kMostCompared;
        row.text.reason = "There are colours for six. Take another one away first.";
        all.push_back({std::move(row), activation});
    };
    add(chosen, mainName_);
    all[0].row.shown = all[0].row.text.label = "keep " + mainName_;
    all[0].row.text.help = "It stays in the picture when another function is chosen.";
    if (mainName_ != nameOf(chosen)) {
        all[0].row.text.enabled = false;
        all[0].row.text.reason = "This curve is an example: a network learns its own.";
    }

    std::vector<std::string> names;
    names.reserve(compared_.size());
    for (const Compared& each : compared_) names.push_back(nameOf(each.lines.activation()));
    nameApart(names);
    for (std::size_t i = 0; i < compared_.size(); ++i) {
        const Activation& own = compared_[i].lines.activation();
        if (own != chosen && (own.formula || own != makeActivation(*own.entry))) add(own, names[i]);
    }
    CheckItem race{.text = {.label = "race these",
                            .help = "Trains the chosen one and those beside it side by side.",
                            .enabled = !compared_.empty(),
                            .reason = "Choose what to race with first."},
                   .shown = "race these",
                   .closes = true};
    all.push_back({std::move(race), std::nullopt});

    // Those used most come first: the list is longer than the screen.
    const std::size_t first = all.size();
    for (const bool common : {true, false})
        for (const ActivationInfo& entry : activationTable())
            if (entry.common == common && entry.kind != ActivationKind::Pieces)
                add(makeActivation(entry), std::string(entry.name));
    all[first].row.ruled = true;
    for (std::size_t i = first; i < all.size(); ++i) {
        if (all[i].activation != chosen) continue;
        all[i].row.checked = true;
        all[i].row.text = {.label = "add " + all[i].row.shown,
                           .enabled = false,
                           .reason = "The chosen function is always in the picture."};
    }
    return all;
}

void CurvePanel::drawCompare(const PanelContext& context, const ImRect& box) {
    std::vector<Choice> all;
    const auto rows = [&] {
        all = choices();
        std::vector<CheckItem> items;
        items.reserve(all.size());
        for (const Choice& each : all) items.push_back(each.row);
        return items;
    };
    const auto pressed = checkList(context.ui, box,
                                   {.label = "Compare",
                                    .help = "Draws other functions beside the chosen one.",
                                    .enabled = raced_.empty(),
                                    .reason = "In a race its entrants are compared."},
                                   rows);
    if (!pressed) return;
    if (all[*pressed].activation)
        compare(*all[*pressed].activation);
    else
        raceThese(context);
}

// The chosen one and those beside it, in all hidden layers.
void CurvePanel::raceThese(const PanelContext& context) const {
    Race race;
    const auto enter = [&](const Activation& activation) {
        Entrant entrant{nameOf(activation), context.driver.experiment()};
        std::ranges::fill(entrant.experiment.activations, activation);
        race.entrants.push_back(std::move(entrant));
    };
    // In place of what is being typed, and of maxout's example, what is in use.
    enter(context.driver.experiment().activations[shownLayer_]);
    for (const Drawn& each : drawn())
        if (each.lines != &main_ && !each.learned) enter(each.lines->activation());
    if (race.entrants.size() < kFewestEntrants)
        return context.messages.say("A race needs another function beside the chosen one.", false);
    try {
        context.driver.race(race);
    } catch (const Error& error) {
        context.messages.say(error.what(), true);
    }
}

void CurvePanel::drawValuesChoice(const PanelContext& context, const ImRect& box) {
    const auto names = hiddenLayerNames(context.driver.experiment());
    ComboSpec list{
        .text = {.label = "Values",
                 .help = "A layer's real inputs to its activation, over 256 validation "
                         "images, behind the curve."},
        .options = {"no values"},
        .shown = choice_ == Values::None ? "no values" : "values in " + names[shownLayer_],
        .flat = true};
    for (const std::string& name : names) list.options.push_back("values in " + name);
    list.options.emplace_back("zoom to all values");
    list.chosen = choice_ == Values::None ? 0 : 1 + shownLayer_;
    const auto chosen = combo(context.ui, box, list);
    if (!chosen) return;
    if (*chosen == 0) {
        choice_ = Values::None;
    } else if (*chosen <= names.size()) {
        choice_ = Values::Layer;
        layer_ = *chosen - 1;
    } else if (const LayerValues* seen = values(context)) {
        showAll(*seen);
    }
}

void CurvePanel::showAll(const LayerValues& values) {
    if (values.least < values.most) view_.x = padded({values.least, values.most}, 0.05);
}

// How much of the values is saturated, and how much lies outside of the picture.
void CurvePanel::drawValuesNote(const PanelContext& context, const ImRect& row,
                                const LayerValues* values) {
    const Tokens& c = context.ui.colors();
    if (values == nullptr) {
        if (choice_ == Values::None) return;
        const auto& activations = context.driver.experiment().activations;
        const bool pieces = piecesOf(activations[shownLayer_]) > 1;
        const char* why = pieces ? "no values of maxout" : "no values seen yet";
        const float width = context.ui.fonts.width(Font::NumberTiny, why) + 1;
        if (width <= row.GetWidth())
            textItem(context.ui, {row.Min, {row.Min.x + width, row.Max.y}}, "Values note", why,
                     {Font::NumberTiny, c.dim});
        return;
    }
    const auto count = static_cast<double>(values->count);
    const double outside = static_cast<double>(values->below + values->above) / count;
    const Activation& inUse = context.driver.experiment().activations[shownLayer_];
    std::string note = percent(static_cast<double>(values->saturated) / count) + " saturated";
    if (inUse != main_.activation()) note += " by " + nameOf(inUse);
    const auto widthOf = [&](const std::string& text) {
        return context.ui.fonts.width(Font::NumberTiny, text.c_str()) + 1;
    };
    const std::string more = note + ", " + percent(outside) + " beyond";
    const std::string whole = more + " the picture";
    constexpr double kMany = 0.5;
    constexpr float kButton = 76, kGap = 10;
    const float room = row.GetWidth() - (outside >= kMany ? kButton + 2 * kGap : 0);
    if (outside >= 0.0005 && widthOf(whole) <= room)
        note = whole;
    else if (outside >= 0.0005 && widthOf(more) <= row.GetWidth())
        note = more;
    const float end = row.Min.x + widthOf(note);
    if (end > row.Max.x) return;
    textItem(context.ui, {row.Min, {end, row.Max.y}}, "Values note", note,
             {Font::NumberTiny, c.dim});
    const ImRect box(end + kGap, row.GetCenter().y - 13, end + kGap + kButton,
                     row.GetCenter().y + 13);
    if (outside >= kMany && box.Max.x + kGap <= row.Max.x &&
        button(context.ui, box,
               {.label = "Show all",
                .help = "Zooms out until all of the layer's values are in the picture."}))
        showAll(*values);
}

// The functions that are shown with their derivatives, at even steps over what the picture shows.
std::string CurvePanel::table() const {
    std::vector<const CurveLines*> functions;
    for (const Drawn& each : drawn())
        if (view_.shows(each.line())) functions.push_back(each.lines);
    std::string text = "x";
    for (const CurveLines* lines : functions)
        for (const char* mark : {" f", " f'", " f''"})
            text += "," + csvField(toText(lines->activation()) + mark);
    text += "\n";
    const auto put = [&text](double value) {
        text += "," + (std::isfinite(value) ? significant(value, 9) : std::string());
    };
    const Range x = view_.x.value_or(kCurveX);
    constexpr int kRows = 400;
    for (int i = 0; i <= kRows; ++i) {
        const double at = std::lerp(x.low, x.high, static_cast<double>(i) / kRows);
        text += significant(at, 9);
        for (const CurveLines* lines : functions) {
            const ActivationValue value = evaluate(lines->activation(), at);
            put(value.f);
            put(value.df);
            put(lines->curvature(at));
        }
        text += "\n";
    }
    return text;
}

void CurvePanel::drawSave(const PanelContext& context, const ImRect& box, const PlotSpec& spec) {
    const ComboSpec list{.text = {.label = "Take along", .help = "The numbers of what is shown."},
                         .options = {"copy numbers", "save CSV", "save SVG", "save PNG"},
                         .chosen = 4,
                         .shown = "Save",
                         .flat = true};
    const auto chosen = combo(context.ui, box, list);
    if (!chosen) return;
    if (*chosen == 0) {
        context.platform.setClipboard(table());
        context.messages.say("Copied the curve's numbers.", false);
    } else if (*chosen == 1) {
        context.platform.saveText("activation.csv", table());
    } else if (*chosen == 2) {
        context.platform.saveText("activation.svg", svgOf(context.ui,
                                                          {static_cast<float>(picture_.width),
                                                           static_cast<float>(picture_.height)},
                                                          spec, view_));
    } else {
        context.platform.savePicture("activation.png", picture_);
    }
}

void CurvePanel::drawTools(const PanelContext& context, const ImRect& row, const PlotSpec& spec) {
    Ui& ui = context.ui;
    const float top = row.GetCenter().y - 13, bottom = row.GetCenter().y + 13;
    float left = row.Min.x, right = row.Max.x;
    const auto fromLeft = [&](float width) {
        left += width + 8;
        return ImRect(left - width - 8, top, left - 8, bottom);
    };
    drawSave(context, {{right - 60, top}, {right + 6, bottom}}, spec);
    right -= 68;
    drawCompare(context, fromLeft(104));
    const auto toggle = [&](float width, bool& on, const char* label, const char* help) {
        if (right - left < width) return;
        if (checkbox(ui, fromLeft(width), on, {.label = label, .help = help})) on = !on;
    };
    toggle(44, slope_, "f'", "The derivative, on the right axis.");
    toggle(48, curvature_, "f''", "The second derivative, on the right axis.");
    toggle(84, tangent_, "Tangent", "The tangent at the cursor.");
}

// Whose values stand behind the curve and how they lie at the left, the lines' names at the right.
void CurvePanel::drawLegend(const PanelContext& context, const ImRect& row,
                            const std::vector<Series>& lines) {
    constexpr float kChoice = 150, kGap = 8;
    const bool room = row.GetWidth() > 2 * kChoice;
    const float from = room ? row.Min.x + kChoice + kGap : row.Min.x;
    const float end = legend(context.ui, {{from, row.Min.y}, row.Max}, lines, view_);
    if (!room) return;
    drawValuesChoice(context, {row.Min, {row.Min.x + kChoice, row.Max.y}});
    drawValuesNote(context, {{from, row.Min.y}, {end, row.Max.y}}, values(context));
}

}  // namespace squash::ui
