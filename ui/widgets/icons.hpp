// Icons drawn from lines and triangles, so that they are sharp at every scale.
#pragma once
#include "ui/widgets/ui.hpp"

namespace squash::ui {

enum class Icon {
    Play,
    Pause,
    Step,
    Epoch,
    Restart,
    Undo,
    Link,
    Dice,
    Sun,
    Moon,
    Check,
    Cross,
    Chevron,
    Back,
    Forward,
    Keyboard,
    File,
    Logo
};

// Centred; size is the edge of the square it fills.
void drawIcon(ImDrawList& list, Icon icon, ImVec2 center, float size, ImU32 color);

}  // namespace squash::ui
