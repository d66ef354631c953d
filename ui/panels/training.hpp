// How it is trained: optimizer and learning rate (live), batch, pixels, epochs, seed.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

float trainingHeight(const PanelContext& context);
void drawTraining(const PanelContext& context, const ImRect& box);

}  // namespace squash::ui
