// Gradient flow: for each layer with a kernel how large dL/dz is beside the last layer's, as a bar on a log axis, and
// beside it how that went over the steps.
#pragma once
#include "ui/panels/health.hpp"

namespace squash::ui {

class GradientsPanel {
public:
    // row: beside the tabs. area: below them.
    void draw(const PanelContext& context, const ImRect& row, const ImRect& area);

private:
    void drawBars(const PanelContext& context, const ImRect& area,
                  const std::vector<std::string>& names) const;
    void drawOverSteps(const PanelContext& context, const ImRect& area) const;
};

}  // namespace squash::ui
