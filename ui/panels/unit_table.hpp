// The sum of a unit and what follows from it, as two tables side by side: as many columns and lines as there is room
// for.
#pragma once
#include "squash/training/unit_calculation.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

void drawUnitTable(Ui& ui, const ImRect& area, const UnitCalculation& calculation);

}  // namespace squash::ui
