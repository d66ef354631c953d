// Numbers by hand: type x, see f(x) with the steps that lead there, and f'(x); beside them the article's own
// examples.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

class NumbersPanel {
public:
    void draw(const PanelContext& context, const ImRect& area, const Activation& activation);

private:
    void drawSteps(const PanelContext& context, const ImRect& area, const Activation& activation);

    double x_ = 1;
};

}  // namespace squash::ui
