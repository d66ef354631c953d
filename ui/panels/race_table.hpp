// A race's final table as comma-separated values.
#pragma once
#include <string>

#include "ui/app/driver.hpp"

namespace squash::ui {

// One row an entrant: its best validation accuracy and in which epoch, the last epoch's loss, its own seconds of
// computing, the dead and saturated shares of the worst of its layers. Fields that are not known are empty.
std::string raceTable(const Driver& driver);

// The newest there is: of the last epoch, else of the last batch. NaN before.
double newestLoss(const History& history);

}  // namespace squash::ui
