#include "ui/panels/facts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

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
};

constexpr std::size_t kLearns = 6;

// In the order of FactTexts::facts(), and the cost.
constexpr std::array<Fact, FactTexts::kCount + 1> kFacts{{
    {"range", "The values that f(x) takes or comes as near to as you like."},
    {"zero-centred", "The mean of f(x) for x from the standard normal distribution: near 0?"},
    {"monotone", "Does it only rise, or only fall?"},
    {"largest gradient", "The largest |f'(x)|, and where."},
    {"saturated", "Where |f'(x)| is below 0.05, so that hardly any gradient comes through."},
    {"kinks, jumps", "Where f' jumps, and where f itself does."},
    {"learns", "The parameters that training changes."},
    {"cost here", "Forward and backward of an element on this machine, and the share of a step."},
}};

static_assert(std::string_view(kFacts[kLearns].name) == "learns");

std::string centredText(const FunctionShape& shape) {
    return std::string(zeroCentred(shape) ? "yes" : "no") + ", mean " + fixed(shape.meanOutput, 3);
}

std::string steepestText(const FunctionShape& shape) {
    if (std::isinf(shape.steepest)) return "no bound";
    return significant(shape.steepest, 4) + " at " + significant(shape.at, 3);
}

std::string noteText(const Activation& activation) {
    const Formula& formula = formulaOf(activation);
    std::string text =
        "f(x) = " + std::string(formulaText(activation)) + "\nf'(x) = " + formula.derivativeText();
    for (std::size_t i = 0; i < formula.parameters().size(); ++i)
        text += "\ndf/d" + formula.parameters()[i] + " = " + formula.parameterDerivativeText(i);
    if (!activation.formula) text += "\n" + std::string(activation.entry->note);
    return text;
}

// One fact of one function.
void drawFact(Ui& ui, const ImRect& box, const Fact& fact, const std::string& name,
              const std::string& text) {
    drawText(ui, box, text, {Font::Small, ui.colors().text});
    item(ui, box,
         {.label = std::string(fact.name) + " of " + name,
          .kind = Kind::Text,
          .help = std::string(fact.help) + " " + name + ": " + text + ".",
          .value = text});
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

// The row's left part, for the fact's name, and the columns'.
ImRect columnBox(const ImRect& row, std::size_t index, std::size_t count) {
    const float width = (row.GetWidth() - kName) / static_cast<float>(count);
    const float left = row.Min.x + kName + width * static_cast<float>(index);
    return {left, row.Min.y, left + width - 8, row.Max.y};
}

}  // namespace

bool FactTexts::follow(const CurveLines& lines) {
    if (activation_ == lines.activation()) return false;
    activation_ = lines.activation();
    const FunctionShape& shape = lines.shape();
    facts_ = {rangeText(shape),        centredText(shape),   runningText(shape),
              steepestText(shape),     saturatedText(shape), breaksText(shape),
              learnsText(*activation_)};
    note_ = noteText(*activation_);
    return true;
}

float FactsPanel::drawRows(const PanelContext& context, const ImRect& area,
                           std::span<const FactsColumn> columns) {
    Ui& ui = context.ui;
    Stack rows(area, 0);
    const ImRect head = rows.take(kHead);
    for (std::size_t i = 0; i < columns.size(); ++i)
        drawText(ui, columnBox(head, i, columns.size()), columns[i].name,
                 {Font::Title, columns[i].ink});
    for (std::size_t fact = 0; fact < kFacts.size(); ++fact) {
        const ImRect row = rows.take(kRow);
        const float top = snapped(ui, row.Min).y;
        ImGui::GetWindowDrawList()->AddRectFilled({row.Min.x, top}, {row.Max.x, top + 1},
                                                  ui.colors().line.u32());
        drawText(ui, {row.Min, {row.Min.x + kName, row.Max.y}}, kFacts[fact].name,
                 {Font::Small, ui.colors().dim});
        for (std::size_t i = 0; i < columns.size(); ++i) {
            ImGui::PushID(static_cast<int>(i));
            const bool learned = fact == kLearns && !columns[i].learned.empty();
            drawFact(ui, columnBox(row, i, columns.size()), kFacts[fact], columns[i].name,
                     learned ? columns[i].learned
                     : fact < FactTexts::kCount
                         ? texts_[i].facts()[fact]
                         : costText(context.driver.snapshot(), columns[i].lines->activation()));
            ImGui::PopID();
        }
    }
    rows.space(8);
    const ImRect rest = rows.rest();
    const float buttonWidth = 124;
    const float height = drawWrapped(ui, {rest.Min, {rest.Max.x - buttonWidth - 16, rest.Max.y}},
                                     texts_.front().note(), {Font::Small, ui.colors().dim});
    drawMeasure(context, {{rest.Max.x - buttonWidth, rest.Min.y},
                          {rest.Max.x, rest.Min.y + ui.metrics.row}});
    rows.space(std::max(height, ui.metrics.row));
    return rows.used();
}

void FactsPanel::draw(const PanelContext& context, const ImRect& area,
                      std::span<const FactsColumn> columns) {
    const auto room = static_cast<std::size_t>((area.GetWidth() - kName) / kLeastColumn);
    columns = columns.first(std::min(columns.size(), std::max<std::size_t>(room, 1)));
    texts_.resize(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) texts_[i].follow(*columns[i].lines);
    const float bar = ImGui::GetStyle().ScrollbarSize;
    scrolling("##facts", {area.Min, {area.Max.x - bar, area.Max.y}}, bar, [&](ImVec2 at) {
        return drawRows(context, {at, {at.x + area.GetWidth() - bar, at.y + 1e4f}}, columns);
    });
}

}  // namespace squash::ui
