// Every unit and channel as a small square, coloured by the share of its inputs where the activation is flat; those
// that are dead are marked. A click on one shows its calculation; another view, how many died and came back.
#pragma once
#include <optional>

#include "ui/panels/health.hpp"

namespace squash::ui {

class UnitsPanel {
public:
    // row: beside the tabs. area: below them.
    void draw(const PanelContext& context, const ImRect& row, const ImRect& area);
    // Whose calculation it has to be given while it is seen.
    const std::optional<UnitChoice>& inspected() const { return inspected_; }

private:
    void drawHead(const PanelContext& context, const ImRect& row);
    void drawGrid(const PanelContext& context, const ImRect& area);
    void drawLayer(const PanelContext& context, const ImRect& box, const LayerUnits& units,
                   const std::string& name) const;
    void drawUnit(const PanelContext& context, const ImRect& square, const LayerUnits& units,
                  std::size_t unit);
    bool drawInspected(const PanelContext& context, const ImRect& area);

    bool overTime_ = false;
    std::optional<UnitChoice> inspected_;
    std::vector<std::string> names_;  // of the layers with an activation
};

}  // namespace squash::ui
