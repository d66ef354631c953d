// What can be said of the chosen function and of those it is compared with, side by side: computed from the
// functions themselves, their cost measured on this machine.
#pragma once
#include <span>
#include <string>

#include "ui/panels/curve_lines.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

struct FactsColumn {
    std::string name;
    const CurveLines* lines;
    Color ink;
};

// columns: the chosen one first; the last ones are left out where there is no room.
void drawFacts(const PanelContext& context, const ImRect& area,
               std::span<const FactsColumn> columns);

}  // namespace squash::ui
