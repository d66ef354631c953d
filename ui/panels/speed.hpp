// Where the time goes on this machine: each layer and direction against the peak, and, when asked
// for, every activation.
#pragma once
#include "squash/network/network.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

class SpeedPanel {
public:
    // Of all of it in one column, so that nothing has to scroll.
    float height(const PanelContext& context, float width, const Network& network) const;
    // row: beside the tabs, for the button. area: below them; what is too tall scrolls.
    void draw(const PanelContext& context, const ImRect& row, const ImRect& area,
              const Network& network);

private:
    bool measuring_ = false;
};

}  // namespace squash::ui
