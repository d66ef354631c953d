#include "ui/panels/facts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "ui/widgets/bars.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

constexpr float kHead = 24, kRow = 24, kName = 128, kLeastColumn = 112;
constexpr std::size_t kMostPlaces = 3;  // of intervals and kinks that are listed

std::string bound(double value) {
    if (std::isinf(value)) return value > 0 ? "\u221e" : "-\u221e";
    if (std::isnan(value)) return "-";
    return significant(std::abs(value) < 1e-9 ? 0.0 : value, 4);
}

std::string rangeText(const FunctionShape& shape) {
    return bound(shape.least) + " to " + bound(shape.most);
}

std::string runningText(const FunctionShape& shape) {
    switch (shape.running) {
        case Running::Rises:
            return "yes, rising";
        case Running::Falls:
            return "yes, falling";
        case Running::Valley:
            return "no, valley at " + bound(shape.turn);
        case Running::Hill:
            return "no, peak at " + bound(shape.turn);
        case Running::Turns:
            return "no";
        case Running::Level:
            return "constant";
    }
    return "";
}

std::string saturatedText(const FunctionShape& shape) {
    if (shape.saturated.empty()) return "nowhere";
    if (shape.saturated.size() > kMostPlaces)
        return std::to_string(shape.saturated.size()) + " places";
    std::string text;
    for (const Interval& flat : shape.saturated) {
        if (!text.empty()) text += ", ";
        if (std::isinf(flat.from) && std::isinf(flat.to))
            text += "everywhere";
        else if (std::isinf(flat.from))
            text += "x < " + significant(flat.to, 3);
        else if (std::isinf(flat.to))
            text += "x > " + significant(flat.from, 3);
        else
            text += significant(flat.from, 3) + ".." + significant(flat.to, 3);
    }
    return text;
}

std::string breaksText(const FunctionShape& shape) {
    if (shape.breaks.empty()) return "none";
    if (shape.breaks.size() > kMostPlaces) return std::to_string(shape.breaks.size()) + " places";
    std::string text;
    for (const Break& at : shape.breaks)
        text += (text.empty() ? "" : ", ") + std::string(at.jump ? "jump at " : "kink at ") +
                significant(at.x, 3);
    return text;
}

std::string costText(const Snapshot& snapshot, const Activation& activation) {
    for (const ActivationCost& cost : snapshot.measured.costs)
        if (cost.entry == activation.entry)
            return fixed(cost.forwardNs + cost.backwardNs, 2) + " ns, " + percent(cost.stepShare);
    return "-";
}

std::string learnsText(const Activation& activation) {
    const std::vector<std::string> names = parameterNames(activation);
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (activation.learned[i]) text += (text.empty() ? "" : ", ") + names[i];
    return text.empty() ? "nothing" : text;
}

struct Fact {
    const char* name;
    const char* help;
    std::function<std::string(const CurveLines&)> text;
};

std::vector<Fact> factsOf(const PanelContext& context) {
    const Snapshot& snapshot = context.driver.snapshot();
    return {
        {"range", "The values that f(x) takes or comes as near to as you like.",
         [](const CurveLines& l) { return rangeText(l.shape()); }},
        {"zero-centred", "The mean of f(x) for x from the standard normal distribution: near 0?",
         [](const CurveLines& l) {
             return std::string(zeroCentred(l.shape()) ? "yes" : "no") + ", mean " +
                    fixed(l.shape().meanOutput, 3);
         }},
        {"monotone", "Does it only rise, or only fall?",
         [](const CurveLines& l) { return runningText(l.shape()); }},
        {"largest gradient", "The largest |f'(x)|, and where.",
         [](const CurveLines& l) {
             return std::isinf(l.shape().steepest) ? std::string("no bound")
                                                   : significant(l.shape().steepest, 4) + " at " +
                                                         significant(l.shape().at, 3);
         }},
        {"saturated", "Where |f'(x)| is below 0.05, so that hardly any gradient comes through.",
         [](const CurveLines& l) { return saturatedText(l.shape()); }},
        {"kinks, jumps", "Where f' jumps, and where f itself does.",
         [](const CurveLines& l) { return breaksText(l.shape()); }},
        {"learns", "The parameters that training changes.",
         [](const CurveLines& l) { return learnsText(l.activation()); }},
        {"cost here",
         "Forward and backward of an element on this machine, and the share of a step.",
         [&snapshot](const CurveLines& l) { return costText(snapshot, l.activation()); }},
    };
}

void drawRow(Ui& ui, const ImRect& row, const Fact& fact, std::span<const FactsColumn> columns) {
    const float top = snapped(ui, row.Min).y;
    ImGui::GetWindowDrawList()->AddRectFilled({row.Min.x, top}, {row.Max.x, top + 1},
                                              ui.colors().line.u32());
    const ImRect name(row.Min, {row.Min.x + kName, row.Max.y});
    drawText(ui, name, fact.name, {Font::Small, ui.colors().dim});
    const float width = (row.GetWidth() - kName) / static_cast<float>(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const float left = name.Max.x + width * static_cast<float>(i);
        const ImRect box(left, row.Min.y, left + width - 8, row.Max.y);
        const std::string text = fact.text(*columns[i].lines);
        drawText(ui, box, text, {Font::Small, ui.colors().text});
        ImGui::PushID(static_cast<int>(i));
        item(ui, box,
             {.label = std::string(fact.name) + " of " + columns[i].name,
              .kind = Kind::Text,
              .help = std::string(fact.help) + " " + columns[i].name + ": " + text + ".",
              .value = text});
        ImGui::PopID();
    }
}

float drawNote(Ui& ui, const ImRect& box, const CurveLines& lines) {
    const Activation& activation = lines.activation();
    std::string text = "f(x) = " + std::string(formulaText(activation)) +
                       "\nf'(x) = " + formulaOf(activation).derivativeText();
    const Formula& formula = formulaOf(activation);
    for (std::size_t i = 0; i < formula.parameters().size(); ++i)
        text += "\ndf/d" + formula.parameters()[i] + " = " + formula.parameterDerivativeText(i);
    if (!activation.formula) text += "\n" + std::string(activation.entry->note);
    return drawWrapped(ui, box, text, {Font::Small, ui.colors().dim});
}

void drawMeasure(const PanelContext& context, const ImRect& box) {
    if (context.driver.measuring()) {
        progressRow(context.ui, box,
                    {"Measuring", "Measuring", context.driver.snapshot().measured.progress});
    } else if (button(context.ui, box,
                      {.label = "Measure cost",
                       .help = "Times every activation on this machine; training waits a second "
                               "or two."})) {
        context.driver.measure();
    }
}

}  // namespace

void drawFacts(const PanelContext& context, const ImRect& area,
               std::span<const FactsColumn> columns) {
    Ui& ui = context.ui;
    const auto room = static_cast<std::size_t>((area.GetWidth() - kName) / kLeastColumn);
    columns = columns.first(std::min(columns.size(), std::max<std::size_t>(room, 1)));
    const std::vector<Fact> facts = factsOf(context);
    const float bar = ImGui::GetStyle().ScrollbarSize;
    scrolling("##facts", {area.Min, {area.Max.x - bar, area.Max.y}}, bar, [&](ImVec2 at) {
        Stack rows({at, {at.x + area.GetWidth() - bar, at.y + 1e4f}}, 0);
        const ImRect head = rows.take(kHead);
        const float width = (head.GetWidth() - kName) / static_cast<float>(columns.size());
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const float left = head.Min.x + kName + width * static_cast<float>(i);
            drawText(ui, {left, head.Min.y, left + width - 8, head.Max.y}, columns[i].name,
                     {Font::Title, columns[i].ink});
        }
        for (const Fact& fact : facts) drawRow(ui, rows.take(kRow), fact, columns);
        rows.space(8);
        const ImRect rest = rows.rest();
        const float buttonWidth = 124;
        const ImRect note(rest.Min, {rest.Max.x - buttonWidth - 16, rest.Max.y});
        const float height = drawNote(ui, note, *columns.front().lines);
        drawMeasure(context, {{rest.Max.x - buttonWidth, rest.Min.y},
                              {rest.Max.x, rest.Min.y + ui.metrics.row}});
        rows.space(std::max(height, ui.metrics.row));
        return rows.used();
    });
}

}  // namespace squash::ui
