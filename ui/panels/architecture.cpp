#include "ui/panels/architecture.hpp"

#include <algorithm>

#include "ui/panels/layer_choice.hpp"
#include "ui/panels/number_row.hpp"

namespace squash::ui {
namespace {

bool isDense(const Experiment& experiment) {
    return experiment.network.kind == Architecture::Kind::Dense;
}

}  // namespace

// The first thing that does not match, of the layers shown.
std::string ArchitecturePanel::note(const Experiment& experiment) const {
    for (std::size_t i = 0; i < experiment.activations.size(); ++i) {
        if (layer_ && i != *layer_) continue;
        std::string text = mismatchNote(experiment.initializers[i], experiment.activations[i]);
        if (!text.empty()) return text;
    }
    return {};
}

float ArchitecturePanel::height(const PanelContext& context, float width) {
    const Metrics& m = context.ui.metrics;
    const Experiment& experiment = context.driver.experiment();
    if (layer_ && *layer_ >= experiment.initializers.size()) layer_.reset();  // of a deeper network
    const bool scaled = shown(experiment).kind == InitializerKind::RandomNormal;
    const float rows = 2 + (isDense(experiment) ? 2.0f : 0.0f) + (scaled ? 1.0f : 0.0f);
    const std::string text = note(experiment);
    const float below =
        text.empty() ? 0 : wrappedHeight(context.ui, width - 2 * m.padding, text, Font::Small) + 8;
    return m.padding * 2 - 4 + m.title + 4 + rows * (m.row + m.rowGap) - m.rowGap + below;
}

void ArchitecturePanel::drawNetwork(const PanelContext& context, Stack& rows,
                                    Experiment& next) const {
    const float height = context.ui.metrics.row;
    const Row parts = splitRow(context.ui, rows.take(height));
    rowLabel(context.ui, parts.label, "Architecture");
    const ComboSpec networks{
        .text = {.label = "Architecture",
                 .help = "The article's LeNet-5, or a plain stack of Dense layers, in which one "
                         "sees what depth does to gradients."},
        .options = {"LeNet-5", "Dense stack"},
        .chosen = isDense(next) ? 1u : 0u};
    if (const auto chosen = combo(context.ui, parts.field, networks))
        next.network.kind = *chosen == 0 ? Architecture::Kind::LeNet5 : Architecture::Kind::Dense;
    if (!isDense(context.driver.experiment())) return;
    const NumberSpec depth{.text = {.label = "Depth", .help = "How many hidden Dense layers."},
                           .value = static_cast<double>(next.network.depth),
                           .minimum = 1,
                           .maximum = kMaxDepth,
                           .suggestions = {2, 5, 10, 20, 30}};
    if (const auto value = numberRow(context, rows.take(height), depth))
        next.network.depth = static_cast<std::size_t>(*value);
    const NumberSpec width{.text = {.label = "Width", .help = "Units of each hidden layer."},
                           .value = static_cast<double>(next.network.width),
                           .minimum = 1,
                           .maximum = kMaxWidth,
                           .suggestions = {16, 32, 64, 128, 256}};
    if (const auto value = numberRow(context, rows.take(height), width))
        next.network.width = static_cast<std::size_t>(*value);
}

void ArchitecturePanel::drawWeights(const PanelContext& context, Stack& rows,
                                    Experiment& next) const {
    const float height = context.ui.metrics.row;
    Initializer wanted = shown(next);
    const Row parts = splitRow(context.ui, rows.take(height));
    rowLabel(context.ui, parts.label, "Initial weights");
    ComboSpec spec{
        .text = {.label = "Initial weights", .help = std::string(infoOf(wanted.kind).note)},
        .options = {}};
    const auto table = initializerTable();
    for (std::size_t i = 0; i < table.size(); ++i) {
        spec.options.emplace_back(table[i].title);
        if (table[i].kind == wanted.kind) spec.chosen = i;
    }
    if (const auto chosen = combo(context.ui, parts.field, spec)) wanted.kind = table[*chosen].kind;
    if (shown(context.driver.experiment()).kind == InitializerKind::RandomNormal) {
        const NumberSpec deviation{
            .text = {.label = "Deviation", .help = "The standard deviation of every weight."},
            .value = wanted.stddev,
            .minimum = 0,
            .maximum = kMostStddev,
            .integer = false,
            .suggestions = {0.001, 0.01, 0.05, 0.1, 0.5, 1}};
        if (const auto value = numberRow(context, rows.take(height), deviation))
            wanted.stddev = *value;
    }
    if (wanted == shown(next)) return;
    if (layer_)
        next.initializers[*layer_] = wanted;
    else
        std::ranges::fill(next.initializers, wanted);
}

void ArchitecturePanel::draw(const PanelContext& context, const ImRect& box) {
    Ui& ui = context.ui;
    const Metrics& m = ui.metrics;
    const ImRect inside = card(ui, box, "Layers");
    Experiment next = context.driver.experiment();
    layerChoice(context, inside,
                {"Weights of", "Which layers the choice of initial weights is for.",
                 layerTitles(next.network)},
                layer_);
    Stack rows(inside, m.rowGap);
    const std::string text = note(next);
    drawNetwork(context, rows, next);
    drawWeights(context, rows, next);
    if (!text.empty()) {
        drawWrapped(ui, rows.rest(), text, {Font::Small, ui.colors().dim});
        ui.registry.add(Widget{"Initial weights note", Kind::Text, rows.rest(), text, true, 0});
    }
    fitLayers(next);
    if (!(next == context.driver.experiment())) context.change(next);
}

}  // namespace squash::ui
