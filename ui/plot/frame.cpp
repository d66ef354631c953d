#include "ui/plot/frame.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

// In shares of the inner rectangle: how far beyond it lines are kept.
constexpr double kNearLow = -0.25, kNearHigh = 1.25;
constexpr double kFarthest = 1e6;                      // stands for infinity
constexpr double kLogTicksSpread = 4.0 / 3;            // theirs may stand that much nearer
constexpr double kRowsApart = 36, kColumnsApart = 56;  // ticks, in pixels

// Keeps of the way from a to b (0..1) what is near in this coordinate.
void keepNear(double a, double b, double& enter, double& leave) {
    if (a == b) {
        if (a < kNearLow || a > kNearHigh) leave = -1;
        return;
    }
    const double low = (kNearLow - a) / (b - a), high = (kNearHigh - a) / (b - a);
    enter = std::max(enter, std::min(low, high));
    leave = std::min(leave, std::max(low, high));
}

float widest(const Ui& ui, const std::vector<Tick>& ticks) {
    float width = 0;
    for (const Tick& tick : ticks)
        width = std::max(width, ui.fonts.width(Font::NumberTiny, tick.label.c_str()));
    return width;
}

// Between the plot's edge and its inner rectangle: the same in all charts, but where a deep zoom
// needs more digits.
float gutter(const Ui& ui, const std::vector<Tick>& ticks) {
    return std::max(44.0f, widest(ui, ticks) + 12);
}

// Names at whole numbers: all of them, or as many as have room at even steps.
std::vector<Tick> namedColumns(const Ui& ui, const std::vector<std::string>& names, Range range,
                               float width) {
    std::vector<Tick> all, ticks;
    for (std::size_t i = 0; i < names.size(); ++i)
        all.push_back({static_cast<double>(i + 1), names[i]});
    const double unit = width / range.span();
    const auto step =
        static_cast<std::size_t>(std::max(1.0, std::ceil((widest(ui, all) + 12) / unit)));
    for (std::size_t i = 0; i < all.size(); i += step)
        if (all[i].value >= range.low && all[i].value <= range.high) ticks.push_back(all[i]);
    return ticks;
}

// As many as have room for their labels.
std::vector<Tick> columnsOf(const Ui& ui, const Axis& axis, float width) {
    const auto ticksAt = [&](double apart) {
        return axis.log ? logTicks(axis.range, width, apart * kLogTicksSpread)
                        : linearTicks(axis.range, width, apart);
    };
    double apart = kColumnsApart;
    std::vector<Tick> ticks = ticksAt(apart);
    // Coarser steps have fewer digits, and each round is wider than the one before: this ends.
    while (widest(ui, ticks) + 12 > apart) {
        apart = widest(ui, ticks) + 12;
        ticks = ticksAt(apart);
    }
    return ticks;
}

}  // namespace

double Axis::share(double value) const {
    if (!log) return (value - range.low) / range.span();
    return std::log(std::max(value, 1e-300) / range.low) / std::log(range.high / range.low);
}

double Axis::at(double share) const {
    if (!log) return range.low + share * range.span();
    return range.low * std::pow(range.high / range.low, share);
}

double Axis::way(double a, double b, double value) const {
    return log ? std::log(value / a) / std::log(b / a) : (value - a) / (b - a);
}

PlotFrame::PlotFrame(const Ui& ui, const ImRect& box, const PlotSpec& spec, const PlotView& view)
    : outer(box) {
    x.range = view.x.value_or(spec.fitX);
    x.log = spec.logX && x.range.low > 0;
    y.range = view.y.value_or(spec.fitY);
    y.log = spec.logY && y.range.low > 0;
    right.range = view.right.value_or(spec.fitRight);
    inner.Min.y = box.Min.y + spec.topMargin;
    inner.Max.y = std::max(box.Max.y - kPlotFoot, inner.Min.y + 8);
    rows = (y.log ? logTicks : linearTicks)(y.range, inner.GetHeight(), kRowsApart);
    if (spec.rightAxis) rightRows = linearTicks(right.range, inner.GetHeight(), kRowsApart);
    const bool ends = std::any_of(spec.series.begin(), spec.series.end(),
                                  [](const Series& s) { return s.endLabel; });
    const float rightMargin = spec.rightAxis ? gutter(ui, rightRows) : ends ? 76.0f : 12.0f;
    inner.Min.x = box.Min.x + gutter(ui, rows);
    inner.Max.x = std::max(box.Max.x - rightMargin, inner.Min.x + 8);
    columns = spec.xNames.empty() ? columnsOf(ui, x, inner.GetWidth())
                                  : namedColumns(ui, spec.xNames, x.range, inner.GetWidth());
}

float PlotFrame::py(double value, bool rightAxis) const {
    const double share = (rightAxis ? right : y).share(value);
    // Far outside is as good as just outside, and keeps the geometry finite.
    return static_cast<float>(inner.Max.y - std::clamp(share, -4.0, 5.0) * inner.GetHeight());
}

ImVec2 PlotFrame::place(const PlotPoint& point, const Series& series) const {
    return {px(point.x), py(point.y, series.rightAxis)};
}

std::vector<std::vector<ImVec2>> visibleParts(const PlotFrame& frame, const Series& series,
                                              std::span<const PlotPoint> points) {
    const Axis& vertical = series.rightAxis ? frame.right : frame.y;
    const auto shareX = [&](const PlotPoint& p) { return frame.x.share(p.x); };
    const auto shareY = [&](const PlotPoint& p) {
        return std::clamp(vertical.share(p.y), -kFarthest, kFarthest);
    };
    const ImRect& in = frame.inner;
    std::vector<std::vector<ImVec2>> parts;
    bool open = false;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double x0 = shareX(points[i - 1]), x1 = shareX(points[i]);
        const double y0 = shareY(points[i - 1]), y1 = shareY(points[i]);
        double enter = 0, leave = 1;
        keepNear(x0, x1, enter, leave);
        keepNear(y0, y1, enter, leave);
        const bool seen =
            frame.x.has(points[i - 1].x) && !std::isnan(y0) && !std::isnan(y1) && enter <= leave;
        const auto at = [&](double way) {
            return ImVec2(static_cast<float>(in.Min.x + std::lerp(x0, x1, way) * in.GetWidth()),
                          static_cast<float>(in.Max.y - std::lerp(y0, y1, way) * in.GetHeight()));
        };
        if (seen && (!open || enter > 0)) parts.push_back({at(enter)});
        if (seen) parts.back().push_back(at(leave));
        open = seen && leave >= 1;
    }
    return parts;
}

std::optional<PlotPoint> pointAt(const Series& series, double x, const Axis& along) {
    auto points = series.points;
    while (!points.empty() && !along.has(points.front().x)) points = points.subspan(1);
    if (points.empty() || x < points.front().x || x > points.back().x) return std::nullopt;
    const auto after = std::lower_bound(points.begin(), points.end(), x,
                                        [](const PlotPoint& p, double v) { return p.x < v; });
    if (after == points.begin() || after->x == x) return *after;
    const auto before = after - 1;
    const double way = along.way(before->x, after->x, x);
    if (series.stepped) return way <= 0.5 ? *before : *after;
    if (series.exact) return PlotPoint{x, series.exact(x)};
    return PlotPoint{x, std::lerp(before->y, after->y, way)};
}

}  // namespace squash::ui
