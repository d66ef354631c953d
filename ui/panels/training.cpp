#include "ui/panels/training.hpp"

#include <array>

#include "ui/panels/number_row.hpp"
#include "ui/panels/optimizer_settings.hpp"

namespace squash::ui {
namespace {

constexpr std::array<double, 16> kRates{1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3,
                                        5e-3, 0.01, 0.02, 0.05, 0.1,  0.2,  0.5,  1};

void optimizerRow(const PanelContext& context, const ImRect& row, Experiment& next) {
    const Row parts = splitRow(context.ui, row);
    rowLabel(context.ui, parts.label, "Optimizer");
    ComboSpec spec{.text = {.label = "Optimizer",
                            .help = "Changes while training goes on, without a new start."},
                   .options = {}};
    const auto table = optimizerTable();
    for (std::size_t i = 0; i < table.size(); ++i) {
        spec.options.emplace_back(table[i].title);
        if (table[i].kind == next.optimizer.kind) spec.chosen = i;
    }
    const auto chosen = combo(context.ui, parts.field, spec);
    if (!chosen || *chosen == spec.chosen) return;
    // A learning rate left at its optimizer's default becomes the other's default.
    const double rate = next.optimizer.learningRate;
    const bool untouched = rate == table[spec.chosen].learningRate;
    next.optimizer = makeOptimizer(table[*chosen].kind);
    if (!untouched) next.optimizer.learningRate = rate;
}

void learningRateRows(const PanelContext& context, Stack& rows, Experiment& next) {
    double& rate = next.optimizer.learningRate;
    const NumberSpec typed{
        .text = {.label = "Learning rate", .help = "Type any; changes while training goes on."},
        .value = rate,
        .minimum = kMinLearningRate,
        .maximum = kMaxLearningRate,
        .integer = false};
    const auto entered = numberRow(context, rows.take(context.ui.metrics.row), typed);
    const SliderSpec steps{
        .text = {.label = "Learning rate slider", .help = "From 0.00001 to 1 in steps of 1, 2, 5."},
        .stops = kRates,
        .value = rate};
    const auto moved = slider(context.ui, rows.take(context.ui.metrics.row - 4), steps);
    if (entered) rate = *entered;
    if (moved) rate = *moved;
}

void pixelsRow(const PanelContext& context, const ImRect& row, Experiment& next) {
    const Row parts = splitRow(context.ui, row);
    rowLabel(context.ui, parts.label, "Pixels");
    const ComboSpec spec{
        .text = {.label = "Pixels",
                 .help = "As they come, 0..255 (the article's), or divided by 255."},
        .options = {"0..255", "0..1"},
        .chosen = next.pixels == Pixels::Raw ? 0u : 1u,
        .numbers = true};
    if (const auto chosen = combo(context.ui, parts.field, spec))
        next.pixels = *chosen == 0 ? Pixels::Raw : Pixels::Unit;
}

}  // namespace

float TrainingPanel::height(const PanelContext& context) const {
    const Metrics& m = context.ui.metrics;
    const std::size_t settings = optimizerRows(context.driver.experiment().optimizer, allSettings_);
    const auto rows = static_cast<float>(7 + settings);
    return m.padding * 2 - 4 + m.title + 4 + rows * (m.row + m.rowGap) - m.rowGap - 4;
}

void TrainingPanel::draw(const PanelContext& context, const ImRect& box) {
    const Metrics& m = context.ui.metrics;
    Stack rows(card(context.ui, box, "Training"), m.rowGap);
    Experiment next = context.driver.experiment();
    const ImRect title = rows.rest();
    if ((allSettings_ || hasMoreSettings(next.optimizer)) &&
        checkbox(context.ui,
                 {title.Max.x - 100, title.Min.y - 4 - m.title, title.Max.x, title.Min.y - 4},
                 allSettings_,
                 {.label = "All settings",
                  .help = "Shows all of the optimizer's settings, those seldom changed too."}))
        allSettings_ = !allSettings_;
    optimizerRow(context, rows.take(m.row), next);
    learningRateRows(context, rows, next);
    drawOptimizerSettings(context, rows, next.optimizer, allSettings_);
    const NumberSpec batch{
        .text = {.label = "Batch", .help = "Images a step; a change starts again from the seed."},
        .value = static_cast<double>(next.batch),
        .minimum = 1,
        .maximum = 4096,
        .suggestions = {16, 32, 64, 128, 256, 512, 1024}};
    if (const auto value = numberRow(context, rows.take(m.row), batch))
        next.batch = static_cast<std::size_t>(*value);
    pixelsRow(context, rows.take(m.row), next);
    const NumberSpec epochs{
        .text = {.label = "Epochs",
                 .help = "Times through the images; changes while training goes on."},
        .value = static_cast<double>(next.epochs),
        .minimum = 1,
        .maximum = 100000,
        .suggestions = {1, 5, 10, 20, 50, 100}};
    if (const auto value = numberRow(context, rows.take(m.row), epochs))
        next.epochs = static_cast<std::size_t>(*value);
    const NumberSpec seed{
        .text = {.label = "Seed",
                 .help = "Decides the initial weights and the order of the images."},
        .value = static_cast<double>(next.seed),
        .minimum = 0,
        .maximum = 4e6};
    if (const auto value = numberRow(context, rows.take(m.row), seed))
        next.seed = static_cast<std::uint64_t>(*value);
    if (!(next == context.driver.experiment())) context.change(next);
}

}  // namespace squash::ui
