#include "ui/plot/decimate.hpp"

#include <algorithm>

namespace squash::ui {
namespace {

// Appends the extremes of one column in the order they were drawn.
void appendColumn(std::span<const PlotPoint> column, std::vector<PlotPoint>& into) {
    const auto byValue = [](const PlotPoint& a, const PlotPoint& b) { return a.y < b.y; };
    const auto [lowest, highest] = std::minmax_element(column.begin(), column.end(), byValue);
    std::size_t keep[4] = {0, static_cast<std::size_t>(lowest - column.begin()),
                           static_cast<std::size_t>(highest - column.begin()), column.size() - 1};
    std::sort(std::begin(keep), std::end(keep));
    const auto end = std::unique(std::begin(keep), std::end(keep));
    for (auto it = std::begin(keep); it != end; ++it) into.push_back(column[*it]);
}

}  // namespace

std::vector<PlotPoint> decimate(std::span<const PlotPoint> points, Range x, std::size_t columns) {
    const auto before = [](const PlotPoint& point, double value) { return point.x < value; };
    auto first = std::lower_bound(points.begin(), points.end(), x.low, before);
    auto last = std::lower_bound(first, points.end(), x.high, before);
    if (first != points.begin()) --first;
    if (last != points.end()) ++last;
    const std::span<const PlotPoint> seen(first, last);
    if (seen.size() <= columns * 4 || columns == 0) return {seen.begin(), seen.end()};

    std::vector<PlotPoint> result;
    result.reserve(columns * 4);
    const double perColumn = x.span() / static_cast<double>(columns);
    for (std::size_t start = 0; start < seen.size();) {
        const auto column = static_cast<long long>((seen[start].x - x.low) / perColumn);
        std::size_t end = start + 1;
        while (end < seen.size() &&
               static_cast<long long>((seen[end].x - x.low) / perColumn) == column)
            ++end;
        appendColumn(seen.subspan(start, end - start), result);
        start = end;
    }
    return result;
}

}  // namespace squash::ui
