// What stands beside a plot's lines: bars behind them, marks on them, tangents at the cursor.
#include <algorithm>
#include <cmath>

#include "ui/plot/frame.hpp"

namespace squash::ui {
namespace {

constexpr float kBarsShare = 0.62f;  // of the height, for the highest bar
constexpr float kBarGap = 1;

ImDrawList& list() { return *ImGui::GetWindowDrawList(); }

}  // namespace

ImRect spanBox(const PlotFrame& frame, const ShadedSpan& span) {
    const ImRect& in = frame.inner;
    return {std::max(frame.px(span.from), in.Min.x), in.Min.y,
            std::min(frame.px(span.to), in.Max.x), in.Max.y};
}

std::optional<ImRect> barBox(const PlotFrame& frame, const PlotBars& bars, std::size_t index) {
    const ImRect& in = frame.inner;
    const double step = (bars.to - bars.from) / static_cast<double>(bars.heights.size());
    const double from = bars.from + step * static_cast<double>(index);
    const float left = std::max(frame.px(from), in.Min.x),
                right = std::min(frame.px(from + step), in.Max.x);
    if (bars.heights[index] <= 0 || right - left < 0.1f) return std::nullopt;
    const float gap = right - left > 3 ? kBarGap : 0;
    const auto height = static_cast<float>(bars.heights[index]) * in.GetHeight() * kBarsShare;
    return ImRect(left, in.Max.y - std::max(height, 1.0f), right - gap, in.Max.y);
}

void drawBars(const PlotFrame& frame, const PlotBars& bars) {
    for (std::size_t i = 0; i < bars.heights.size(); ++i)
        if (const auto box = barBox(frame, bars, i))
            list().AddRectFilled(box->Min, box->Max, bars.color.u32());
}

void drawMarks(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view) {
    for (const PlotMark& mark : spec.marks) {
        if (!view.shows(mark.series)) continue;
        const ImVec2 at(frame.px(mark.x), frame.py(mark.y));
        if (!frame.inner.Contains(at)) continue;
        const float radius = mark.small ? 3.0f : 4.0f;
        list().AddCircleFilled(at, radius, mark.color.u32());
        if (mark.hollow) list().AddCircleFilled(at, radius - 1.5f, ui.colors().panel.u32());
    }
}

// Through the line's point at x, as steep as its derivative says, over a third of the picture.
void drawTangents(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view,
                  double x) {
    list().PushClipRect(frame.inner.Min, frame.inner.Max, true);
    for (std::size_t i = 0; i + 1 < spec.series.size(); ++i) {
        const Series& line = spec.series[i];
        if (!line.tangent || !view.shows(line)) continue;
        const auto value = pointAt(line, x), slope = pointAt(spec.series[i + 1], x);
        if (!value || !slope || !std::isfinite(value->y + slope->y)) continue;
        const double reach =
            std::min(frame.x.range.span() / 6,
                     0.4 * frame.y.range.span() / std::max(std::abs(slope->y), 1e-9));
        const ImVec2 ends[2] = {{frame.px(x - reach), frame.py(value->y - reach * slope->y)},
                                {frame.px(x + reach), frame.py(value->y + reach * slope->y)}};
        strokeLine(list(), ends, {mix(line.color, ui.colors().text, 0.5f).u32(), 1});
    }
    list().PopClipRect();
}

}  // namespace squash::ui
