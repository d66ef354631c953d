// Words within a plot: what shaded spans are, beside the lines, and lines' names at their ends.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/plot/frame.hpp"

namespace squash::ui {
namespace {

constexpr float kSpanLabel = 16;           // height
constexpr float kSpanLabels = 0.5f;        // of a span's height from above, where its label may be
constexpr float kEndLabel = 15, kGap = 8;  // height; from the line's end to its name

ImDrawList& list() { return *ImGui::GetWindowDrawList(); }

// The parts of x in which some line is within the band, ascending: of each stroke, from where it enters to where it
// leaves.
std::vector<Range> linesIn(const PlotFrame& frame, const PlotSpec& spec, const PlotView& view,
                           const ImRect& band) {
    constexpr float kStroke = 3;
    const float top = band.Min.y - kStroke, bottom = band.Max.y + kStroke;
    std::vector<Range> parts;
    const auto add = [&](ImVec2 a, ImVec2 b) {
        if (std::max(a.y, b.y) < top || std::min(a.y, b.y) > bottom) return;
        const auto xAt = [&](float y) {
            return a.y == b.y ? a.x : std::lerp(a.x, b.x, (y - a.y) / (b.y - a.y));
        };
        float from = a.x, to = b.x;
        if (a.y < top || a.y > bottom) from = xAt(std::clamp(a.y, top, bottom));
        if (b.y < top || b.y > bottom) to = xAt(std::clamp(b.y, top, bottom));
        if (to >= band.Min.x && from <= band.Max.x) parts.push_back({from, to});
    };
    for (const Series& series : spec.series) {
        if (!view.shows(series)) continue;
        for (const std::vector<ImVec2>& part : visibleParts(frame, series, series.points))
            for (std::size_t i = 1; i < part.size(); ++i) add(part[i - 1], part[i]);
    }
    std::ranges::sort(parts, {}, &Range::low);
    return parts;
}

// As near to the wanted place as there is; at the beginning where the room is too small, if only by rounding.
float placed(float wanted, float from, float last) {
    return std::max(from, std::min(wanted, last));
}

// The left end of what in the band is as near to the wanted one as it can be without touching a part.
std::optional<float> freePlace(const ImRect& band, const std::vector<Range>& parts, float width,
                               float wanted) {
    constexpr float kApart = 4;
    std::optional<float> best;
    float from = band.Min.x;
    const auto look = [&](float to) {
        if (to - from < width) return;
        const float left = placed(wanted, from, to - width);
        if (!best || std::abs(left - wanted) < std::abs(*best - wanted)) best = left;
    };
    for (const Range& part : parts) {
        look(std::min(static_cast<float>(part.low) - kApart, band.Max.x));
        from = std::max(from, static_cast<float>(part.high) + kApart);
    }
    look(band.Max.x);
    return best;
}

struct EndLabel {
    const Series* series;
    ImVec2 end;  // of its line, in the picture
    float left, right;
    float center;
};

std::vector<EndLabel> endLabels(const Ui& ui, const PlotFrame& frame, const PlotSpec& spec,
                                const PlotView& view) {
    std::vector<EndLabel> labels;
    for (const Series& series : spec.series) {
        if (!series.endLabel || series.points.empty() || !view.shows(series)) continue;
        ImVec2 end = frame.place(series.points.back(), series);
        if (end.x < frame.inner.Min.x || end.x > frame.inner.Max.x + 1) continue;
        if (std::isnan(end.y)) continue;
        end.y = std::clamp(end.y, frame.inner.Min.y, frame.inner.Max.y);
        const float left = end.x + kGap;
        const float width = ui.fonts.width(Font::NumberTiny, series.name.c_str()) + 1;
        labels.push_back({&series, end, left, std::min(left + width, frame.outer.Max.x), end.y});
    }
    std::ranges::sort(labels, {}, &EndLabel::left);
    return labels;
}

// Only those are moved that would lie over each other: lines may end at different places.
void moveApart(std::vector<EndLabel>& labels, Range limits) {
    for (std::size_t first = 0, last = 0; first < labels.size(); first = last) {
        float right = labels[first].right;
        std::vector<float> centers;
        for (last = first; last < labels.size() && labels[last].left <= right + 2; ++last) {
            right = std::max(right, labels[last].right);
            centers.push_back(labels[last].center);
        }
        separate(centers, kEndLabel, limits);
        for (std::size_t i = first; i < last; ++i) labels[i].center = centers[i - first];
    }
}

}  // namespace

std::optional<ImRect> spanLabelBox(const PlotFrame& frame, const PlotSpec& spec,
                                   const PlotView& view, const ShadedSpan& span, float width) {
    const ImRect box = spanBox(frame, span);
    const bool stripe = span.stripe > 0;
    if (box.GetWidth() <= 0 || (!stripe && width > box.GetWidth())) return std::nullopt;
    ImRect band = box;
    const float top = stripe ? box.Min.y - kSpanLabel - 1 : box.Min.y + 3;
    const float middle = box.GetCenter().x - width / 2;
    const auto placeAt = [&](float y) {
        band.Min.y = y;
        band.Max.y = y + kSpanLabel;
        return freePlace(band, linesIn(frame, spec, view, band), width, middle);
    };
    auto left = placeAt(top);
    // Below a line that runs along the top.
    const float lowest = box.Min.y + box.GetHeight() * kSpanLabels;
    for (float y = top + kSpanLabel; !left && !stripe && y <= lowest; y += kSpanLabel)
        left = placeAt(y);
    if (!left) placeAt(top);
    // Stripes lie below all of the picture, and so may their label.
    band.Min.x = frame.inner.Min.x;
    band.Max.x = std::max(frame.inner.Max.x, band.Min.x + width);
    if (!left && stripe) left = placeAt(top);
    const float at = left.value_or(placed(middle, band.Min.x, band.Max.x - width));
    return ImRect(at, band.Min.y, at + width, band.Max.y);
}

void drawSpanLabels(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view) {
    for (const ShadedSpan& span : spec.spans) {
        if (span.label.empty()) continue;
        const float width = ui.fonts.width(Font::NumberTiny, span.label.c_str()) + 8;
        const auto label = spanLabelBox(frame, spec, view, span, width);
        if (!label) continue;
        // Over the grid, not struck through by it.
        list().AddRectFilled(label->Min, label->Max,
                             mix(ui.colors().panel, span.color, span.stripe ? 0 : span.alpha).u32(),
                             3);
        drawText(ui, *label, span.label, {Font::NumberTiny, span.labelColor, Align::Center});
    }
}

void drawEndLabels(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view) {
    constexpr float kNear = 5;
    std::vector<EndLabel> labels = endLabels(ui, frame, spec, view);
    moveApart(labels, {frame.inner.Min.y + 6, frame.inner.Max.y - 6});
    for (const EndLabel& each : labels) {
        // Other lines may pass under it.
        list().AddRectFilled({each.left - 2, each.center - 7},
                             {std::min(each.right + 1, frame.outer.Max.x), each.center + 7},
                             ui.colors().panel.u32(0.85f), 3);
        // What had to leave its line's end is joined to it.
        const ImVec2 ends[2] = {{each.end.x + 2, each.end.y}, {each.left - 1, each.center}};
        if (std::abs(each.center - each.end.y) > kNear)
            strokeLine(list(), ends, {each.series->color.u32(), 1});
        drawText(ui, {each.left, each.center - 8, each.right, each.center + 8}, each.series->name,
                 {Font::NumberTiny, each.series->textColor});
    }
}

// With the i-th in order moved up by i heights they may be equal, but not out of order: the least squares of that are
// the means of those that are (pool adjacent violators; Barlow et al. 1972).
void separate(std::vector<float>& centers, float height, Range limits) {
    std::vector<std::size_t> order(centers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return centers[a] != centers[b] ? centers[a] < centers[b] : a < b;
    });
    struct Pool {
        float sum;
        std::size_t count;
        float mean() const { return sum / static_cast<float>(count); }
    };
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < order.size(); ++i) {
        pools.push_back({centers[order[i]] - height * static_cast<float>(i), 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back() = {pools.back().sum + last.sum, pools.back().count + last.count};
        }
    }
    const auto most = static_cast<float>(limits.high) -
                      height * static_cast<float>(std::max<std::size_t>(1, order.size()) - 1);
    std::size_t i = 0;
    for (const Pool& pool : pools) {
        const float place = std::min(std::max(pool.mean(), static_cast<float>(limits.low)), most);
        for (std::size_t k = 0; k < pool.count; ++k, ++i)
            centers[order[i]] = place + height * static_cast<float>(i);
    }
}

}  // namespace squash::ui
