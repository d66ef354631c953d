#include <algorithm>
#include <cmath>

#include "ui/plot/frame.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

ImDrawList& list() { return *ImGui::GetWindowDrawList(); }

Color inkOf(const Ui& ui, const Series& series, const PlotView& view) {
    float faintness = series.faintness;
    if (!view.highlighted.empty())
        faintness = view.highlighted == (series.group.empty() ? series.name : series.group)
                        ? 0
                        : std::max(faintness, 0.6f);
    return mix(series.color, ui.colors().panel, faintness);
}

void hairline(Ui& ui, ImVec2 from, ImVec2 to, Color color) {
    const float width = std::max(1.0f, std::floor(ui.pixelRatio)) / ui.pixelRatio;
    const ImVec2 a = snapped(ui, from), b = snapped(ui, to);
    list().AddRectFilled(a, {std::max(b.x, a.x + width), std::max(b.y, a.y + width)}, color.u32());
}

void drawYLabels(Ui& ui, const PlotFrame& frame, const std::vector<Tick>& ticks, bool right) {
    for (const Tick& tick : ticks) {
        const float y = frame.py(tick.value, right);
        const ImRect box = right ? ImRect(frame.inner.Max.x + 8, y - 8, frame.outer.Max.x, y + 8)
                                 : ImRect(frame.outer.Min.x, y - 8, frame.inner.Min.x - 8, y + 8);
        drawText(ui, box, tick.label,
                 {Font::NumberTiny, ui.colors().dim, right ? Align::Left : Align::Right});
    }
}

struct CardLine {
    std::string name, value;
    Color color;
};

// Says where its value is from when that is not the cursor's place, the card's first line.
std::string cardName(const Series& series, const PlotPoint& point, const std::string& at,
                     int places) {
    const std::string& name = series.cardName.empty() ? series.name : series.cardName;
    return fixed(point.x, places) == at ? name : name + " at " + compact(point.x);
}

std::string placeText(const PlotSpec& spec, double x) {
    const auto name = static_cast<std::size_t>(std::max(std::lround(x), 1L)) - 1;
    return name < spec.xNames.size() ? spec.xNames[name] : fixed(x, spec.xPlaces);
}

struct CardContent {
    const PlotFrame& frame;
    const PlotSpec& spec;
    const PlotView& view;
    double x;
};

std::vector<CardLine> cardLines(Ui& ui, const CardContent& content) {
    const auto& [frame, spec, view, x] = content;
    const std::string at = fixed(x, spec.xPlaces);
    std::vector<CardLine> lines{{spec.xName, placeText(spec, x), ui.colors().text}};
    for (const Series& series : spec.series) {
        if (!series.inCard || !view.shows(series)) continue;
        const auto point = pointAt(series, x, frame.x);
        if (point)
            lines.push_back({cardName(series, *point, at, spec.xPlaces),
                             (series.significant ? shortNumber : fixed)(point->y, series.places),
                             series.textColor});
    }
    return lines;
}

void drawCard(Ui& ui, const PlotFrame& frame, const std::vector<CardLine>& lines, ImVec2 at) {
    float names = 0, values = 0;
    for (const CardLine& line : lines) {
        names = std::max(names, ui.fonts.width(Font::NumberTiny, line.name.c_str()));
        values = std::max(values, ui.fonts.width(Font::NumberTiny, line.value.c_str()));
    }
    const ImVec2 size(names + values + 34, static_cast<float>(lines.size()) * 18 + 10);
    ImVec2 corner(at.x + 12, at.y - size.y / 2);
    if (corner.x + size.x > frame.inner.Max.x) corner.x = at.x - 12 - size.x;
    corner.x = std::max(corner.x, frame.outer.Min.x);
    corner.y = std::clamp(corner.y, frame.inner.Min.y + 2,
                          std::max(frame.inner.Min.y + 2, frame.inner.Max.y - size.y - 2));
    const ImRect box(corner, corner + size);
    drawSurface(ui, box, ui.colors().raised, ui.colors().line, ui.metrics.fieldRadius);
    float y = box.Min.y + 5;
    for (const CardLine& line : lines) {
        const ImRect row(box.Min.x + 10, y, box.Max.x - 10, y + 18);
        drawText(ui, row, line.name, {Font::NumberTiny, line.color});
        drawText(ui, row, line.value, {Font::NumberTiny, line.color, Align::Right});
        y += 18;
    }
}

// What stands below the left and the right axis; nothing where a label of x reaches there.
void drawAxisNames(Ui& ui, const PlotFrame& frame, const PlotSpec& spec) {
    constexpr float kApart = 12;
    float left = frame.inner.Min.x, right = frame.inner.Max.x;
    for (const Tick& tick : frame.columns) {
        const float half = ui.fonts.width(Font::NumberTiny, tick.label.c_str()) / 2 + kApart / 2;
        left = std::min(left, frame.px(tick.value) - half);
        right = std::max(right, frame.px(tick.value) + half);
    }
    const float top = frame.inner.Max.y + 5, bottom = top + 16;
    const auto name = [&](const ImRect& box, const std::string& text, Align align) {
        if (ui.fonts.width(Font::NumberTiny, text.c_str()) < box.GetWidth())
            drawText(ui, box, text, {Font::NumberTiny, ui.colors().dim, align});
    };
    left = std::min(left, frame.inner.Min.x - 8);
    right = std::max(right, frame.inner.Max.x + 8);
    // At the outer edges: beside a number they would look like its unit.
    if (!spec.yName.empty()) name({frame.outer.Min.x, top, left, bottom}, spec.yName, Align::Left);
    if (!spec.rightName.empty())
        name({right, top, frame.outer.Max.x, bottom}, spec.rightName, Align::Right);
}

}  // namespace

void drawAxes(Ui& ui, const PlotFrame& frame, const PlotSpec& spec) {
    const Tokens& c = ui.colors();
    const ImRect& in = frame.inner;
    for (const Tick& tick : frame.rows)
        hairline(ui, {in.Min.x, frame.py(tick.value)}, {in.Max.x, frame.py(tick.value)}, c.grid);
    for (const Tick& tick : frame.columns) {
        const float x = frame.px(tick.value);
        if (spec.rightAxis) hairline(ui, {x, in.Min.y}, {x, in.Max.y}, c.grid);
        const float width = ui.fonts.width(Font::NumberTiny, tick.label.c_str()) + 1;
        const float left = std::min(x - width / 2, frame.outer.Max.x - width);
        drawText(ui, {left, in.Max.y + 5, left + width, in.Max.y + 21}, tick.label,
                 {Font::NumberTiny, c.dim, Align::Center});
    }
    drawYLabels(ui, frame, frame.rows, false);
    drawYLabels(ui, frame, frame.rightRows, true);
    drawAxisNames(ui, frame, spec);
    const float zero = frame.py(0);
    if (spec.zeroLine && zero > in.Min.y && zero < in.Max.y)
        hairline(ui, {in.Min.x, zero}, {in.Max.x, zero}, c.faint);
}

void drawSpans(const PlotFrame& frame, const PlotSpec& spec, bool stripes) {
    for (const ShadedSpan& span : spec.spans) {
        if ((span.stripe > 0) != stripes) continue;
        const ImRect box = spanBox(frame, span);
        if (box.GetWidth() >= 1) list().AddRectFilled(box.Min, box.Max, span.color.u32(span.alpha));
    }
}

void drawSeries(Ui& ui, const PlotFrame& frame, const Series& series, const PlotView& view) {
    if (!view.shows(series)) return;
    const auto columns = static_cast<std::size_t>(frame.inner.GetWidth() * ui.pixelRatio);
    const std::vector<PlotPoint> points =
        decimate(series.points, frame.x.range, columns, frame.x.log);
    const ImU32 ink = inkOf(ui, series, view).u32();
    list().PushClipRect(frame.inner.Min - ImVec2(3, 2), frame.inner.Max + ImVec2(3, 2), true);
    for (const auto& part : visibleParts(frame, series, points))
        strokeLine(list(), part, {ink, series.width, series.dash});
    // A single point has no line yet.
    if ((series.dots && points.size() < 200) || points.size() == 1)
        for (const PlotPoint& point : points)
            if (std::isfinite(point.y)) list().AddCircleFilled(frame.place(point, series), 3, ink);
    list().PopClipRect();
}

double cursorX(const PlotFrame& frame, const PlotSpec& spec, const PlotView& view) {
    const float mouse = ImGui::GetIO().MousePos.x;
    const double x = frame.x.at((mouse - frame.inner.Min.x) / frame.inner.GetWidth());
    if (!spec.snapX) return x;
    for (const Series& series : spec.series) {
        if (!series.inCard || !view.shows(series) || series.points.empty()) continue;
        const Series steps{.points = series.points, .stepped = true};
        const double last = series.points.back().x;
        const auto first = std::ranges::find_if(
            series.points, [&](const PlotPoint& point) { return frame.x.has(point.x); });
        if (first == series.points.end()) return x;
        return pointAt(steps, std::clamp(x, first->x, last), frame.x)->x;
    }
    return x;
}

void drawCursor(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view,
                const CursorPlace& place) {
    const double x = place.x;
    const auto lines = cardLines(ui, {frame, spec, view, x});
    const float at = frame.px(x);
    if (lines.size() < 2 || at < frame.inner.Min.x - 1 || at > frame.inner.Max.x + 1) return;
    const ImVec2 ends[2] = {{at, frame.inner.Min.y}, {at, frame.inner.Max.y}};
    strokeLine(list(), ends, {ui.colors().dim.u32(), 1, Dash::Dotted});
    drawTangents(ui, frame, spec, view, x);
    for (const Series& series : spec.series) {
        if (!series.inCard || !view.shows(series)) continue;
        const auto point = pointAt(series, x, frame.x);
        if (!point) continue;
        const ImVec2 dot = frame.place(*point, series);
        const ImRect near(frame.inner.Min - ImVec2(1, 0), frame.inner.Max + ImVec2(1, 0));
        if (dot.x >= near.Min.x && dot.x <= near.Max.x && dot.y >= near.Min.y &&
            dot.y <= near.Max.y)
            list().AddCircleFilled(dot, 4, series.color.u32());
    }
    drawCard(ui, frame, lines, {at, place.y});
}

}  // namespace squash::ui
