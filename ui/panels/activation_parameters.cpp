// The activation panel's sliders: a function's parameters, which of them learn, and maxout's example.
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/panels/activation.hpp"
#include "ui/panels/learned.hpp"

namespace squash::ui {
namespace {

std::vector<double> stopsBetween(double low, double high, bool whole) {
    std::vector<double> stops;
    for (double at = low; whole && at <= high; ++at) stops.push_back(at);
    if (whole) return stops;
    for (int i = 0; i <= 40; ++i)
        stops.push_back(std::round((low + (high - low) * i / 40) * 1e6) / 1e6);
    return stops;
}

constexpr double kTypedReach =
    3;  // of a typed formula's sliders at least: as far as the value typed last

struct Slider {
    std::string name;
    double minimum, maximum;
    bool whole, always;
};

std::vector<Slider> slidersOf(const Activation& activation, const SliderReach& reach) {
    std::vector<Slider> sliders;
    const std::vector<std::string> names = parameterNames(activation);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto typed = reach.find(names[i]);
        const double most = typed == reach.end() ? kTypedReach : typed->second;
        Slider slider{names[i], -most, most, false, learningOf(activation, i) == Learning::Always};
        if (!activation.formula) {
            const ActivationParameter& known = activation.entry->parameters[i];
            slider.minimum = known.minimum;
            slider.maximum = known.maximum;
            slider.whole = known.whole;
        }
        sliders.push_back(std::move(slider));
    }
    return sliders;
}

std::size_t learnableOf(const Activation& activation) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < parameterNames(activation).size(); ++i)
        count += learningOf(activation, i) != Learning::Never;
    return count;
}

// At the right of the row: what the parameter has come to. Returns what is left of the row.
ImRect drawPresent(const PanelContext& context, const ImRect& row, const std::string& name,
                   std::span<const LearnedValue> values) {
    if (values.empty()) return row;
    Ui& ui = context.ui;
    const std::string value = presentText(values), text = "now " + value;
    const TextStyle style{Font::NumberTiny, ui.colors().text, Align::Right};
    const ImRect box({row.Max.x - ui.fonts.width(style.font, text.c_str()) - 1, row.Min.y},
                     row.Max);
    drawText(ui, box, text, style);
    item(
        ui, box,
        {.label = name + " now",
         .kind = Kind::Text,
         .help = "What training has made of " + name + ":\n" + presentLines(context.driver, values),
         .value = value});
    return {row.Min, {box.Min.x - 8, row.Max.y}};
}

}  // namespace

const Activation& PieceLines::largestOf(std::size_t count) const {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        const double offset = offsets[i];
        text += (i == 0 ? "max(" : ", ") + significant(slopes[i], 4) + "*x";
        if (offset != 0) text += (offset > 0 ? " + " : " - ") + significant(std::abs(offset), 4);
    }
    text += ")";
    if (text != text_) made_ = makeActivation(Formula(text));
    text_ = text;
    return made_;
}

std::vector<StraightLine> ActivationPanel::pieces(const Experiment& experiment) const {
    const std::size_t count = piecesOf(shown(experiment));
    std::vector<StraightLine> lines;
    for (std::size_t i = 0; count > 1 && !formula_.draft() && i < count; ++i)
        lines.push_back({pieces_.slopes[i], pieces_.offsets[i]});
    return lines;
}

// Of sliders and of what stands below them.
std::size_t ActivationPanel::parameterRows(const Activation& activation) {
    const std::size_t pieces = piecesOf(activation);
    return parameterNames(activation).size() + learnableOf(activation) +
           (pieces > 1 ? 1 + pieces : 0);
}

void ActivationPanel::drawParameters(const PanelContext& context, Stack& rows) {
    if (!formula_.readable()) return;  // the names may be half-typed ones
    const Activation activation = edited(context.driver.experiment());
    const std::vector<Slider> parameters = slidersOf(activation, reach_);
    Activation next = activation;
    ImGui::PushID("parameters");  // one may be called Batch
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const ImRect row = rows.take(context.ui.metrics.row);
        const std::string& name = parameters[i].name;
        const auto stops =
            stopsBetween(parameters[i].minimum, parameters[i].maximum, parameters[i].whole);
        const float middle = row.Min.x + 104;
        drawText(context.ui, {row.Min, {middle - 8, row.Max.y}}, name,
                 {Font::Small, context.ui.colors().text});
        const ImRect track({middle, row.Min.y}, {row.Max.x - 76, row.Max.y});
        const auto marks = sliderMarks(presentValues(context.driver, activation, layer_, i));
        if (const auto value = slider(
                context.ui, track,
                {.text = {.label = name + " slider",
                          .help = parameters[i].always
                                      ? "What it starts from, in every channel: training changes "
                                        "it."
                                      : "A parameter of the function; training starts again with "
                                        "it."},
                 .stops = stops,
                 .value = activation.parameters[i],
                 .marks = marks}))
            next.parameters[i] = *value;
        const NumberSpec field{.text = {.label = name, .help = "Type a value."},
                               .value = activation.parameters[i],
                               .minimum = parameters[i].whole ? parameters[i].minimum : -1e3,
                               .maximum = parameters[i].whole ? parameters[i].maximum : 1e3,
                               .integer = parameters[i].whole};
        const NumberAnswer answer =
            numberField(context.ui, {{row.Max.x - 68, row.Min.y}, row.Max}, field);
        if (answer.value) {
            next.parameters[i] = *answer.value;
            if (activation.formula) reach_[name] = std::max(kTypedReach, std::abs(*answer.value));
        }
        if (!answer.problem.empty()) context.messages.say(answer.problem, true);
        if (answer.value) context.messages.settle();
    }
    drawLearning(context, rows, next);
    if (piecesOf(activation) > 1) drawPieces(context, rows, piecesOf(activation));
    ImGui::PopID();
    if (next == activation) return;
    if (formula_.typed())
        formula_.setDraft(next);
    else
        choose(context, next);
}

// Of the example in the curve: each piece's slope and offset.
void ActivationPanel::drawPieces(const PanelContext& context, Stack& rows, std::size_t pieces) {
    constexpr double kReach = 3;
    const auto stops = stopsBetween(-kReach, kReach, false);
    constexpr float kName = 60, kGap = 8, kNumber = 38;
    const Tokens& c = context.ui.colors();
    const ImRect heading = rows.take(context.ui.metrics.row);
    const float left = heading.Min.x + kName, width = (heading.Max.x - left - kGap) / 2;
    const auto head = [&](float from, const char* text) {
        drawText(context.ui, {{from, heading.Min.y}, {from + width, heading.Max.y}}, text,
                 {Font::Small, c.dim});
    };
    head(left, "slope");
    head(left + width + kGap, "offset");
    for (std::size_t i = 0; i < pieces; ++i) {
        const ImRect row = rows.take(context.ui.metrics.row);
        const std::string name = "piece " + std::to_string(i + 1);
        drawText(context.ui, {row.Min, {left - 4, row.Max.y}}, name, {Font::Small, c.text});
        const auto line = [&](float from, const char* what, double& value) {
            const SliderSpec spec{
                .text = {.label = name + " " + what,
                         .help = "Of the example in the curve: the network learns its own."},
                .stops = stops,
                .value = value};
            const ImRect track({from, row.Min.y}, {from + width - kNumber, row.Max.y});
            drawText(context.ui, {{track.Max.x, row.Min.y}, {from + width, row.Max.y}},
                     significant(value, 3), {Font::NumberTiny, c.dim, Align::Right});
            if (const auto moved = slider(context.ui, track, spec)) value = *moved;
        };
        line(left, "slope", pieces_.slopes[i]);
        line(left + width + kGap, "offset", pieces_.offsets[i]);
    }
}

// Below the sliders: which of the parameters training may change, and to what it has changed them.
void ActivationPanel::drawLearning(const PanelContext& context, Stack& rows, Activation& next) {
    const Activation now = edited(context.driver.experiment());
    const std::vector<std::string> names = parameterNames(next);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Learning learning = learningOf(next, i);
        if (learning == Learning::Never) continue;
        const ImRect row = drawPresent(context, rows.take(context.ui.metrics.row), names[i],
                                       presentValues(context.driver, now, layer_, i));
        if (learning == Learning::Always) {
            drawText(context.ui, row, "learned", {Font::Small, context.ui.colors().dim});
        } else if (checkbox(
                       context.ui, row, next.learned[i],
                       {.label = "learn " + names[i],
                        .help =
                            "Training changes it as it changes weights, from the value above on, "
                            "in each layer by itself."})) {
            next.learned[i] = !next.learned[i];
        }
    }
}

}  // namespace squash::ui
