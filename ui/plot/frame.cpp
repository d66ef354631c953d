#include "ui/plot/frame.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace squash::ui {

double Axis::share(double value) const {
    if (!log) return (value - range.low) / range.span();
    return std::log(std::max(value, 1e-300) / range.low) / std::log(range.high / range.low);
}

double Axis::at(double share) const {
    if (!log) return range.low + share * range.span();
    return range.low * std::pow(range.high / range.low, share);
}

PlotFrame::PlotFrame(const ImRect& box, const PlotSpec& spec, const PlotView& view) : outer(box) {
    const bool ends = std::any_of(spec.series.begin(), spec.series.end(),
                                  [](const Series& s) { return s.endLabel; });
    inner = {box.Min.x + 44, box.Min.y + spec.topMargin,
             box.Max.x - (spec.rightAxis ? 44.0f
                          : ends         ? 76.0f
                                         : 12.0f),
             box.Max.y - 22};
    inner.Max.x = std::max(inner.Max.x, inner.Min.x + 8);
    inner.Max.y = std::max(inner.Max.y, inner.Min.y + 8);
    x.range = view.x.value_or(spec.fitX);
    y.range = view.y.value_or(spec.fitY);
    y.log = spec.logY && y.range.low > 0;
    right.range = view.right.value_or(spec.fitRight);
}

float PlotFrame::py(double value, bool rightAxis) const {
    const double share = (rightAxis ? right : y).share(value);
    // Far outside is as good as just outside, and keeps the geometry finite.
    return static_cast<float>(inner.Max.y - std::clamp(share, -4.0, 5.0) * inner.GetHeight());
}

ImVec2 PlotFrame::place(const PlotPoint& point, const Series& series) const {
    return {px(point.x), py(point.y, series.rightAxis)};
}

std::optional<double> valueAt(const Series& series, double x) {
    const auto points = series.points;
    if (points.empty() || x < points.front().x || x > points.back().x) return std::nullopt;
    const auto after = std::lower_bound(points.begin(), points.end(), x,
                                        [](const PlotPoint& p, double v) { return p.x < v; });
    if (after == points.begin() || after->x == x) return after->y;
    const auto before = after - 1;
    if (series.stepped) return x - before->x <= after->x - x ? before->y : after->y;
    return std::lerp(before->y, after->y, (x - before->x) / (after->x - before->x));
}

void separate(std::vector<float>& centers, float height, Range limits) {
    std::vector<std::size_t> order(centers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return centers[a] != centers[b] ? centers[a] < centers[b] : a < b;
    });
    float floor = static_cast<float>(limits.low);
    for (const std::size_t i : order) {
        centers[i] = std::max(centers[i], floor);
        floor = centers[i] + height;
    }
    float ceiling = static_cast<float>(limits.high);
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
        centers[*it] = std::min(centers[*it], ceiling);
        ceiling = centers[*it] - height;
    }
}

}  // namespace squash::ui
