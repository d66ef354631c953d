#include "ui/panels/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <span>
#include <string>

#include "ui/panels/curve.hpp"

namespace squash::ui {
namespace {

constexpr float kLine = 20, kBetween = 24, kGap = 4, kExamples = 288, kSideBySideFrom = 560;
constexpr double kLargestX = 1e6;

std::string exact(double value) { return significant(value, 9); }

// As Keras prints it: the shortest text that is read back as this float32.
std::string single(double value) {
    const auto wanted = static_cast<float>(value);
    std::string text;
    for (int digits = 1; digits <= 9; ++digits) {
        text = significant(static_cast<double>(wanted), digits);
        if (std::strtof(text.c_str(), nullptr) == wanted) break;
    }
    return text;
}

using Pair = NumberTexts::Pair;

// A name at the left and its value at the right.
void drawPair(Ui& ui, const ImRect& row, const Pair& pair, Color ink) {
    const float width = ui.fonts.width(Font::NumberSmall, pair.value.c_str()) + 1;
    drawText(ui, {row.Min, {row.Max.x - width - 12, row.Max.y}}, pair.name,
             {Font::NumberSmall, ui.colors().dim});
    drawText(ui, {{row.Max.x - width, row.Min.y}, row.Max}, pair.value,
             {Font::NumberSmall, ink, Align::Right});
    ui.registry.add(Widget{pair.name, Kind::Text, row, pair.value, true, 0});
}

void drawHeading(Ui& ui, const ImRect& row, const char* text) {
    drawText(ui, row, text, {Font::Small, ui.colors().dim});
    const float y = snapped(ui, row.Max).y - 1;
    ImGui::GetWindowDrawList()->AddRectFilled({row.Min.x, y}, {row.Max.x, y + 1},
                                              ui.colors().line.u32());
}

// sigmoid, tanh and relu of -1, 0 and 1, in float32 as a network has them.
const std::vector<Pair>& examples() {
    static const std::vector<Pair> pairs = [] {
        std::vector<Pair> made;
        for (const char* name : {"sigmoid", "tanh", "relu"})
            for (const int x : {-1, 0, 1})
                made.push_back({std::string(name) + "(" + std::to_string(x) + ")",
                                single(evaluate(makeActivation(name), x).f)});
        return made;
    }();
    return pairs;
}

void drawExamples(Ui& ui, const ImRect& area) {
    Stack rows(area, 0);
    drawHeading(ui, rows.take(kLine), "the article's examples, float32");
    rows.space(kGap);
    for (const Pair& pair : examples()) drawPair(ui, rows.take(kLine), pair, ui.colors().text);
}

}  // namespace

bool NumberTexts::follow(const Activation& activation, double x) {
    if (activation_ == activation && x_ == x) return false;
    activation_ = activation;
    x_ = x;
    const Formula& formula = formulaOf(activation);
    const std::span<const double> parameters(activation.parameters.data(),
                                             formula.parameters().size());
    steps_.clear();
    for (const FormulaStep& step : formula.steps(x, parameters))
        steps_.push_back({step.text, exact(step.value)});
    const ActivationValue value = evaluate(activation, x);
    const std::string at = "(" + compact(x) + ")";
    f_ = {"f" + at, exact(value.f)};
    df_ = {"f'" + at, exact(value.df)};
    derivative_ = "f'(x) = " + formula.derivativeText();
    return true;
}

void NumbersPanel::drawX(const PanelContext& context, const ImRect& row) {
    Ui& ui = context.ui;
    drawText(ui, {row.Min, {row.Min.x + 30, row.Max.y}}, "x =", {Font::Number, ui.colors().text});
    const NumberAnswer answer =
        numberField(ui, {{row.Min.x + 32, row.Min.y}, {row.Min.x + 152, row.Max.y}},
                    {.text = {.label = "x", .help = "Type a number to calculate with."},
                     .value = x_,
                     .minimum = -kLargestX,
                     .maximum = kLargestX,
                     .integer = false,
                     .suggestions = {-1, 0, 1}});
    if (answer.value) x_ = *answer.value;
    if (!answer.problem.empty()) context.messages.say(answer.problem, true);
}

void NumbersPanel::drawSteps(const PanelContext& context, const ImRect& area,
                             const Activation& activation, const std::string& name) {
    Ui& ui = context.ui;
    Stack rows(area, 0);
    drawX(context, rows.take(ui.metrics.row));
    texts_.follow(activation, x_);
    rows.space(6);
    drawHeading(ui, rows.take(kLine), "step by step");
    rows.space(kGap);
    const std::vector<Pair>& steps = texts_.steps();
    // f, f' and its formula stand below; what does not fit between is left out from the start.
    const float room = rows.rest().GetHeight() - 4 * kLine - 2 * kGap;
    const auto fit = static_cast<std::size_t>(std::max(0.0f, room / kLine));
    const std::size_t first = steps.size() > fit ? steps.size() - fit : 0;
    for (std::size_t i = first; i < steps.size(); ++i)
        drawPair(ui, rows.take(kLine), steps[i], ui.colors().text);
    rows.space(kGap);
    drawHeading(ui, rows.take(kLine), name.c_str());
    rows.space(kGap);
    drawPair(ui, rows.take(kLine), texts_.f(), ui.colors().seriesText[0]);
    drawPair(ui, rows.take(kLine), texts_.df(), ui.colors().seriesText[1]);
    const ImRect last = rows.take(kLine);
    drawText(ui, last, texts_.derivative(), {Font::NumberTiny, ui.colors().dim});
    // The pointer shows the whole of a long one.
    item(ui, last,
         {.label = "Derivative by hand",
          .kind = Kind::Text,
          .help = texts_.derivative(),
          .value = texts_.derivative()});
}

void NumbersPanel::draw(const PanelContext& context, const ImRect& area,
                        const Activation& activation, const std::string& name) {
    const bool beside = area.GetWidth() >= kSideBySideFrom;
    const float width = beside ? area.GetWidth() - kExamples - kBetween : area.GetWidth();
    drawSteps(context, {area.Min, {area.Min.x + width, area.Max.y}}, activation, name);
    if (beside) drawExamples(context.ui, {{area.Max.x - kExamples, area.Min.y}, area.Max});
}

}  // namespace squash::ui
