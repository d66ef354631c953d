// The optimizer's own settings: those that are common or changed, or all of them; a row each.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

std::size_t optimizerRows(const OptimizerSettings& settings, bool all);
// Whether there are any beyond those that are always shown.
bool hasMoreSettings(const OptimizerSettings& settings);
// Changes `settings` by what the person did.
void drawOptimizerSettings(const PanelContext& context, Stack& rows, OptimizerSettings& settings,
                           bool all);

}  // namespace squash::ui
