// The share of flat inputs of every layer over the steps as a strip, with how many of its units are dead now and how
// many came back to life.
#pragma once
#include <string>
#include <vector>

#include "squash/training/unit_history.hpp"
#include "ui/gl/heat_map.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

struct UnitHistoryView {
    const UnitHistory* history = nullptr;  // null or empty: not looked at yet
    std::vector<std::string> layers;       // names of those with an activation, in order
};

// Of a layer, or of all: "3 dead, 2 came back".
std::string unitHistoryText(const UnitCounts& counts);

// Anywhere from 360 x 150 on. Nothing but what will be here while the names are those of another network.
void drawUnitHistory(Ui& ui, gl::HeatMaps& heatMaps, const ImRect& area,
                     const UnitHistoryView& view);

}  // namespace squash::ui
