// What stands beside a plot's lines: bars behind them, marks on them, tangents at the cursor.
#include <algorithm>
#include <cmath>

#include "ui/plot/frame.hpp"

namespace squash::ui {
namespace {

constexpr float kBarsShare = 0.62f;  // of the height, for the highest bar
constexpr float kBarGap = 1, kEdge = 1.5f;

ImDrawList& list() { return *ImGui::GetWindowDrawList(); }

}  // namespace

ImRect spanBox(const PlotFrame& frame, const ShadedSpan& span) {
    constexpr float kStripe = 4;
    ImRect box = frame.inner;
    box.Min.x = std::max(frame.px(span.from), box.Min.x);
    box.Max.x = std::min(frame.px(span.to), box.Max.x);
    if (span.stripe == 0) return box;
    box.Min.y = box.Max.y - kStripeStep * static_cast<float>(span.stripe);
    box.Max.y = box.Min.y + kStripe;
    return box;
}

std::vector<Block> barBlocks(const PlotFrame& frame, const PlotBars& bars, std::size_t index) {
    const ImRect& in = frame.inner;
    const double step = (bars.to - bars.from) / static_cast<double>(bars.heights.size());
    const double from = bars.from + step * static_cast<double>(index);
    const float left = std::max(frame.px(from), in.Min.x),
                right = std::min(frame.px(from + step), in.Max.x);
    const double whole = bars.heights[index], marked = bars.marked.empty() ? 0 : bars.marked[index];
    if (whole <= 0 || right - left < 0.1f) return {};
    const float gap = right - left > 3 ? kBarGap : 0;
    const auto upTo = [&](double share) {
        const float height = static_cast<float>(share) * in.GetHeight() * kBarsShare;
        return ImRect(left, in.Max.y - std::max(height, kEdge), right - gap, in.Max.y);
    };
    std::vector<Block> blocks{{upTo(whole), bars.color}};
    if (marked > 0) blocks.push_back({upTo(marked), bars.markedColor});
    ImRect edge = upTo(whole);
    edge.Max.y = edge.Min.y + kEdge;
    blocks.push_back({edge, marked < whole ? bars.edge : bars.markedEdge});
    return blocks;
}

void drawBars(const PlotFrame& frame, const PlotBars& bars) {
    for (std::size_t i = 0; i < bars.heights.size(); ++i)
        for (const Block& block : barBlocks(frame, bars, i))
            list().AddRectFilled(block.box.Min, block.box.Max, block.color.u32());
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
    if (frame.x.log || frame.y.log) return;  // it would not be straight
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
