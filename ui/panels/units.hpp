// Every unit and channel as a small square, coloured by the share of its inputs where the activation is flat; those
// that are dead are marked.
#pragma once
#include "ui/panels/health.hpp"

namespace squash::ui {

class UnitsPanel {
public:
    // row: beside the tabs. area: below them.
    void draw(const PanelContext& context, const ImRect& row, const ImRect& area);

private:
    void drawLayer(const PanelContext& context, const ImRect& box, const LayerUnits& units,
                   const std::string& name) const;
};

}  // namespace squash::ui
