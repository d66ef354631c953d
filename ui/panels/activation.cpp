#include "ui/panels/activation.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

constexpr std::size_t kColumns = 4;
constexpr float kTileHeight = 52, kTileGap = 6, kFormulaHeight = 28;

// On a tile there is room for some nine letters.
std::string tileName(std::string_view name) {
    std::string text(name);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text == "hard sigmoid" ? "hard sig." : text;
}

std::string tileHelp(const ActivationInfo& info) {
    return std::string(info.name) + ": " + std::string(info.formula) + ". " +
           std::string(info.note);
}

std::vector<double> stopsBetween(double low, double high) {
    std::vector<double> stops;
    for (int i = 0; i <= 40; ++i)
        stops.push_back(std::round((low + (high - low) * i / 40) * 1e6) / 1e6);
    return stops;
}

float tilesHeight() {
    const std::size_t rows = (kActivationKinds + kColumns - 1) / kColumns;
    return static_cast<float>(rows) * (kTileHeight + kTileGap) - kTileGap;
}

}  // namespace

const std::array<std::string, 4>& hiddenLayerNames() {
    static const std::array<std::string, 4> names{"Conv2D 1", "Conv2D 2", "Conv2D 3", "Dense 1"};
    return names;
}

ActivationPanel::ActivationPanel() {
    for (const ActivationInfo& info : activationTable()) {
        std::array<float, 61> curve{};
        for (std::size_t i = 0; i < curve.size(); ++i)
            curve[i] = static_cast<float>(
                evaluate(makeActivation(info.kind), -3 + 0.1 * static_cast<double>(i)).f);
        curves_.push_back(curve);
    }
}

float ActivationPanel::height(const PanelContext& context, float) const {
    const Metrics& m = context.ui.metrics;
    const auto parameters =
        static_cast<float>(info(shown(context.driver.experiment()).kind).parameters.size());
    return m.padding * 2 - 4 + m.title + 4 + tilesHeight() + 8 + kFormulaHeight +
           parameters * (m.row + m.rowGap);
}

void ActivationPanel::choose(const PanelContext& context, const Activation& activation) const {
    Experiment next = context.driver.experiment();
    if (layer_) {
        next.activations[*layer_] = activation;
    } else {
        next.activations.fill(activation);
    }
    context.change(next);
}

void ActivationPanel::drawLayerChoice(const PanelContext& context, const ImRect& row) {
    ComboSpec spec{
        .text = {.label = "Layers", .help = "Which hidden layers the choice below is for."},
        .options = {"all layers"},
        .flat = true};
    for (const std::string& name : hiddenLayerNames()) spec.options.push_back(name);
    spec.chosen = layer_ ? *layer_ + 1 : 0;
    const ImRect box({row.Max.x - 116, row.Min.y}, {row.Max.x + 6, row.Max.y});
    if (const auto chosen = combo(context.ui, box, spec))
        layer_ = *chosen == 0 ? std::nullopt : std::optional(*chosen - 1);
}

void ActivationPanel::drawTiles(const PanelContext& context, const ImRect& area) {
    const auto& activations = context.driver.experiment().activations;
    const float width = (area.GetWidth() - (kColumns - 1) * kTileGap) / kColumns;
    const auto table = activationTable();
    for (std::size_t i = 0; i < table.size(); ++i) {
        const ImVec2 corner =
            area.Min + ImVec2(static_cast<float>(i % kColumns) * (width + kTileGap),
                              static_cast<float>(i / kColumns) * (kTileHeight + kTileGap));
        const bool all = std::all_of(activations.begin(), activations.end(),
                                     [&](const Activation& a) { return a.kind == table[i].kind; });
        const bool chosen = layer_ ? activations[*layer_].kind == table[i].kind : all;
        const TileSpec tile{
            .text = {.label = std::string(table[i].name), .help = tileHelp(table[i])},
            .name = tileName(table[i].name),
            .curve = curves_[i],
            .chosen = chosen};
        if (activationTile(context.ui, {corner, corner + ImVec2(width, kTileHeight)}, tile))
            choose(context, makeActivation(table[i].kind));
    }
}

void ActivationPanel::drawParameters(const PanelContext& context, Stack& rows) {
    const Activation activation = shown(context.driver.experiment());
    const auto parameters = info(activation.kind).parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const ImRect row = rows.take(context.ui.metrics.row);
        const std::string name(parameters[i].name);
        const auto stops = stopsBetween(parameters[i].minimum, parameters[i].maximum);
        const float middle = row.Min.x + 104;
        drawText(context.ui, {row.Min, {middle - 8, row.Max.y}}, name,
                 {Font::Small, context.ui.colors().text});
        Activation next = activation;
        const ImRect track({middle, row.Min.y}, {row.Max.x - 76, row.Max.y});
        if (const auto value = slider(
                context.ui, track,
                {.text = {.label = name + " slider",
                          .help = "A parameter of the function; training starts again with it."},
                 .stops = stops,
                 .value = activation.parameters[i]}))
            next.parameters[i] = *value;
        const NumberSpec field{.text = {.label = name, .help = "Type a value."},
                               .value = activation.parameters[i],
                               .minimum = -1e3,
                               .maximum = 1e3,
                               .integer = false};
        const NumberAnswer answer =
            numberField(context.ui, {{row.Max.x - 68, row.Min.y}, row.Max}, field);
        if (answer.value) next.parameters[i] = *answer.value;
        if (!answer.problem.empty()) context.messages.say(answer.problem, true);
        if (answer.value) context.messages.settle();
        if (!(next == activation)) choose(context, next);
    }
}

void ActivationPanel::draw(const PanelContext& context, const ImRect& box) {
    Ui& ui = context.ui;
    const ImRect inside = card(ui, box, "Activation");
    drawLayerChoice(context, {{inside.Min.x, inside.Min.y - 4 - ui.metrics.title},
                              {inside.Max.x, inside.Min.y - 4}});
    drawTiles(context, inside);
    Stack rows({{inside.Min.x, inside.Min.y + tilesHeight() + 8}, inside.Max}, ui.metrics.rowGap);
    const ImRect formula = rows.take(kFormulaHeight);
    const auto& about = info(shown(context.driver.experiment()).kind);
    drawSurface(ui, formula, ui.colors().raised, ui.colors().line, ui.metrics.fieldRadius);
    item(ui, formula,
         {.label = "Formula",
          .kind = Kind::Text,
          .help = std::string(about.note),
          .value = std::string(about.formula)});
    drawText(ui, {formula.Min + ImVec2(8, 0), formula.Max - ImVec2(8, 0)}, about.formula,
             {Font::NumberSmall, ui.colors().text});
    drawParameters(context, rows);
}

}  // namespace squash::ui
