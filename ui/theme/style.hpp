// Dear ImGui's own style in the theme's colours, for the few parts it draws itself: text fields,
// lists, scroll bars.
#pragma once
#include "ui/theme/metrics.hpp"
#include "ui/theme/tokens.hpp"

namespace squash::ui {

void applyStyle(const Tokens& tokens, const Metrics& metrics);

}  // namespace squash::ui
