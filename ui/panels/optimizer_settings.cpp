#include "ui/panels/optimizer_settings.hpp"

#include <array>

namespace squash::ui {
namespace {

constexpr std::array<double, 9> kShares{0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999};
constexpr std::array<double, 9> kSmall{1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2};
constexpr std::array<double, 10> kFrom0{0, 1e-4, 5e-4, 1e-3, 2e-3, 0.004, 0.01, 0.05, 0.1, 0.3};

std::span<const double> stopsOf(OptimizerRange range) {
    if (range == OptimizerRange::Share) return kShares;
    if (range == OptimizerRange::Positive) return kSmall;
    return kFrom0;
}

bool isShown(const OptimizerParameter& parameter, double value, bool all) {
    return all || parameter.common || value != parameter.defaultValue;
}

}  // namespace

bool hasMoreSettings(const OptimizerSettings& settings) {
    const auto& parameters = infoOf(settings.kind).parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (!isShown(parameters[i], settings.parameters[i], false)) return true;
    return false;
}

std::size_t optimizerRows(const OptimizerSettings& settings, bool all) {
    const auto& parameters = infoOf(settings.kind).parameters;
    std::size_t rows = 0;
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (isShown(parameters[i], settings.parameters[i], all)) ++rows;
    return rows;
}

void drawOptimizerSettings(const PanelContext& context, Stack& rows, OptimizerSettings& settings,
                           bool all) {
    Ui& ui = context.ui;
    const auto& parameters = infoOf(settings.kind).parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const OptimizerParameter& parameter = parameters[i];
        double& value = settings.parameters[i];
        if (!isShown(parameter, value, all)) continue;
        const ImRect row = rows.take(ui.metrics.row);
        const ControlText text{.label = std::string(parameter.title),
                               .help = std::string(parameter.note)};
        if (parameter.range == OptimizerRange::Flag) {
            if (checkbox(ui, row, value != 0, text)) value = value != 0 ? 0 : 1;
            continue;
        }
        const Row parts = splitRow(ui, row);
        rowLabel(ui, parts.label, text.label + " " + compact(value));
        const SliderSpec spec{.text = text, .stops = stopsOf(parameter.range), .value = value};
        if (const auto moved = slider(ui, parts.field, spec)) value = *moved;
    }
}

}  // namespace squash::ui
