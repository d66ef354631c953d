// What is the matter with the run, in a sentence with its reason, and a button that helps.
#pragma once
#include "squash/training/advice.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

inline constexpr float kVerdictHeight = 86;

// The worst finding of the running experiment; network: its.
void drawVerdict(const PanelContext& context, const ImRect& box, const Network& network);

}  // namespace squash::ui
