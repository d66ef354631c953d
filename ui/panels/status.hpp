// The bottom line: what it is doing, on what, with what, how fast, and the newest message.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

void drawStatus(const PanelContext& context, const ImRect& bar);
std::string stateWord(const Driver& driver);  // "Training", "Validating", "Paused", "Finished"

}  // namespace squash::ui
