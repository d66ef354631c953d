#include "ui/panels/numbers.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <span>
#include <string>

#include "ui/panels/curve.hpp"

namespace squash::ui {
namespace {

constexpr float kLine = 20, kBetween = 24, kExamples = 288, kSideBySideFrom = 560;
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

// A name at the left and its value at the right.
void drawPair(Ui& ui, const ImRect& row, const std::string& name, const std::string& value,
              Color ink) {
    const float width = ui.fonts.width(Font::NumberSmall, value.c_str()) + 1;
    drawText(ui, {row.Min, {row.Max.x - width - 12, row.Max.y}}, name,
             {Font::NumberSmall, ui.colors().dim});
    drawText(ui, {{row.Max.x - width, row.Min.y}, row.Max}, value,
             {Font::NumberSmall, ink, Align::Right});
    ui.registry.add(Widget{name, Kind::Text, row, value, true, 0});
}

void drawHeading(Ui& ui, const ImRect& row, const char* text) {
    drawText(ui, row, text, {Font::Small, ui.colors().dim});
    const float y = snapped(ui, row.Max).y - 1;
    ImGui::GetWindowDrawList()->AddRectFilled({row.Min.x, y}, {row.Max.x, y + 1},
                                              ui.colors().line.u32());
}

// sigmoid, tanh and relu of -1, 0 and 1, in float32 as a network has them.
void drawExamples(Ui& ui, const ImRect& area) {
    Stack rows(area, 0);
    drawHeading(ui, rows.take(kLine), "the article's examples, float32");
    rows.space(4);
    for (const char* name : {"sigmoid", "tanh", "relu"})
        for (const int x : {-1, 0, 1}) {
            const std::string label = std::string(name) + "(" + std::to_string(x) + ")";
            drawPair(ui, rows.take(kLine), label, single(evaluate(makeActivation(name), x).f),
                     ui.colors().text);
        }
}

}  // namespace

void NumbersPanel::drawSteps(const PanelContext& context, const ImRect& area,
                             const Activation& activation) {
    Ui& ui = context.ui;
    Stack rows(area, 0);
    const ImRect top = rows.take(ui.metrics.row);
    drawText(ui, {top.Min, {top.Min.x + 30, top.Max.y}}, "x =", {Font::Number, ui.colors().text});
    const NumberAnswer answer =
        numberField(ui, {{top.Min.x + 32, top.Min.y}, {top.Min.x + 152, top.Max.y}},
                    {.text = {.label = "x", .help = "Type a number to calculate with."},
                     .value = x_,
                     .minimum = -kLargestX,
                     .maximum = kLargestX,
                     .integer = false,
                     .suggestions = {-1, 0, 1}});
    if (answer.value) x_ = *answer.value;
    if (!answer.problem.empty()) context.messages.say(answer.problem, true);
    rows.space(6);
    const Formula& formula = formulaOf(activation);
    const std::span<const double> parameters(activation.parameters.data(),
                                             formula.parameters().size());
    drawHeading(ui, rows.take(kLine), "step by step");
    rows.space(4);
    const auto steps = formula.steps(x_, parameters);
    // f, f' and its formula stand below; what does not fit between is left out from the start.
    const float room = rows.rest().GetHeight() - 4 * kLine;
    const auto fit = static_cast<std::size_t>(std::max(0.0f, room / kLine));
    const std::size_t first = steps.size() > fit ? steps.size() - fit : 0;
    for (std::size_t i = first; i < steps.size(); ++i)
        drawPair(ui, rows.take(kLine), steps[i].text, exact(steps[i].value), ui.colors().text);
    const ActivationValue value = evaluate(activation, x_);
    const std::string at = compact(x_), name = nameOf(activation);
    drawHeading(ui, rows.take(kLine), name.c_str());
    drawPair(ui, rows.take(kLine), "f(" + at + ")", exact(value.f), ui.colors().seriesText[0]);
    drawPair(ui, rows.take(kLine), "f'(" + at + ")", exact(value.df), ui.colors().seriesText[1]);
    drawText(ui, rows.take(kLine), "f'(x) = " + formula.derivativeText(),
             {Font::NumberTiny, ui.colors().dim});
}

void NumbersPanel::draw(const PanelContext& context, const ImRect& area,
                        const Activation& activation) {
    const bool beside = area.GetWidth() >= kSideBySideFrom;
    const float width = beside ? area.GetWidth() - kExamples - kBetween : area.GetWidth();
    drawSteps(context, {area.Min, {area.Min.x + width, area.Max.y}}, activation);
    if (beside) drawExamples(context.ui, {{area.Max.x - kExamples, area.Min.y}, area.Max});
}

}  // namespace squash::ui
