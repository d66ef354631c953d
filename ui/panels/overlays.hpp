// What lies above the screen for a while: the toast with a message, two hints at first sight, the
// list of shortcuts, and the frame that says what a dropped file will do.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

// A message shows for some seconds above the status line; bad ones longer.
void drawToast(const PanelContext& context, const ImRect& screen, float bottom);

class Hints {
public:
    explicit Hints(const Platform& platform) : open_(platform.setting("hints") != "seen") {}
    // Points at controls by the names they are registered with.
    void draw(const PanelContext& context);

private:
    bool bubble(const PanelContext& context, const Widget& at, const char* label, const char* text);
    void dismiss(const PanelContext& context);
    bool open_, hovered_ = false;
    std::size_t step_ = 0;
    double shown_ = 0;  // seconds that the hint has been seen
};

void openShortcuts();
void drawShortcuts(const PanelContext& context);
void drawDropTarget(Ui& ui, const ImRect& screen);

}  // namespace squash::ui
