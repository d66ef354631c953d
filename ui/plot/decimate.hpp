// Thins a long line to what the pixels can show: of each pixel column the first, lowest, highest
// and last point stay, so that no spike is lost and the picture is the same.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "ui/plot/ticks.hpp"

namespace squash::ui {

struct PlotPoint {
    double x = 0, y = 0;
    bool operator==(const PlotPoint&) const = default;
};

// points: ascending in x. Points outside the range are left out but for one neighbour each side; on a
// logarithmic axis (x.low > 0) those that have no place there, too.
std::vector<PlotPoint> decimate(std::span<const PlotPoint> points, Range x, std::size_t columns,
                                bool log = false);

}  // namespace squash::ui
