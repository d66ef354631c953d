// The bottom line: what it is doing, on what, with what, how fast, and the newest message.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

// Drawn last: with what is the matter with the run where no panel says it. network: the experiment's.
void drawStatus(const PanelContext& context, const ImRect& bar, const Network& network);
std::string stateWord(const Driver& driver);  // "Training", "Validating", "Paused", "Finished"

}  // namespace squash::ui
