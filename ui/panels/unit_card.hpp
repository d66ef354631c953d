// One unit's calculation for one image as a card: the sum that gives z line by line, what follows from z, and where
// there is room its filter and its maps. For areas from 360 x 180 on.
#pragma once
#include <optional>

#include "squash/data/dataset.hpp"
#include "squash/training/unit_calculation.hpp"
#include "ui/gl/heat_map.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

struct UnitCardSpec {
    const UnitCalculation& calculation;
    const Experiment& experiment;  // whose unit it is
    const Dataset& data;           // whose validation image
    bool surface = true;           // a card of its own; else drawn on what is there
};

struct UnitCardAnswer {
    bool close = false;
    std::optional<UnitChoice> choice;  // another image, or another place of the map
};

UnitCardAnswer drawUnitCard(Ui& ui, gl::HeatMaps& maps, const ImRect& area,
                            const UnitCardSpec& spec);

}  // namespace squash::ui
