#include "ui/plot/decimate.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

// Appends the extremes of one column in the order they were drawn. A value that is no number counts
// for neither extreme; the line has a gap there when it is the first, the last or all there is.
void appendColumn(std::span<const PlotPoint> column, std::vector<PlotPoint>& into) {
    std::size_t lowest = 0, highest = 0;
    for (std::size_t i = 1; i < column.size(); ++i) {
        if (std::isnan(column[i].y)) continue;
        if (std::isnan(column[lowest].y) || column[i].y < column[lowest].y) lowest = i;
        if (std::isnan(column[highest].y) || column[i].y > column[highest].y) highest = i;
    }
    std::size_t keep[4] = {0, lowest, highest, column.size() - 1};
    std::sort(std::begin(keep), std::end(keep));
    const auto end = std::unique(std::begin(keep), std::end(keep));
    for (auto it = std::begin(keep); it != end; ++it) into.push_back(column[*it]);
}

}  // namespace

std::vector<PlotPoint> decimate(std::span<const PlotPoint> points, Range x, std::size_t columns,
                                bool log) {
    const auto before = [](const PlotPoint& point, double value) { return point.x < value; };
    auto first = std::lower_bound(points.begin(), points.end(), x.low, before);
    auto last = std::lower_bound(first, points.end(), x.high, before);
    if (first != points.begin() && (!log || (first - 1)->x > 0)) --first;
    if (last != points.end()) ++last;
    const std::span<const PlotPoint> seen(first, last);
    if (seen.size() <= columns * 4 || columns == 0) return {seen.begin(), seen.end()};

    std::vector<PlotPoint> result;
    result.reserve(columns * 4);
    const double size = log ? std::log(x.high / x.low) : x.span();
    const double perColumn = size / static_cast<double>(columns);
    const auto columnOf = [&](std::size_t i) {
        const double along = log ? std::log(seen[i].x / x.low) : seen[i].x - x.low;
        return std::floor(along / perColumn);  // a neighbour may be very far outside
    };
    for (std::size_t start = 0; start < seen.size();) {
        std::size_t end = start + 1;
        while (end < seen.size() && columnOf(end) == columnOf(start)) ++end;
        appendColumn(seen.subspan(start, end - start), result);
        start = end;
    }
    return result;
}

}  // namespace squash::ui
