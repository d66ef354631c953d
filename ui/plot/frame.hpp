// The geometry of one drawn plot: its inner rectangle and the mapping of values to pixels.
#pragma once
#include "ui/plot/plot.hpp"

namespace squash::ui {

struct Axis {
    Range range;
    bool log = false;
    double share(double value) const;  // 0..1 along the axis
    bool has(double value) const { return !log || value > 0; }
    // Of the way from a to b (0..1), where the drawn line between them is at the value.
    double way(double a, double b, double value) const;
    double at(double share) const;
    Range between(double from, double to) const { return {at(from), at(to)}; }  // of shares
};

struct PlotFrame {
    ImRect inner, outer;
    Axis x, y, right;
    std::vector<Tick> columns, rows, rightRows;  // of x, y and right

    PlotFrame(const Ui& ui, const ImRect& box, const PlotSpec& spec, const PlotView& view);
    float px(double value) const {
        return static_cast<float>(inner.Min.x + x.share(value) * inner.GetWidth());
    }
    float py(double value, bool rightAxis = false) const;
    ImVec2 place(const PlotPoint& point, const Series& series) const;
};

// The part of a span that is seen; its width may be negative.
ImRect spanBox(const PlotFrame& frame, const ShadedSpan& span);

struct Block {
    ImRect box;
    Color color;
};
// What a bar is made of, in the order it is drawn; nothing where it is not seen.
std::vector<Block> barBlocks(const PlotFrame& frame, const PlotBars& bars, std::size_t index);

// Parts of plot(), in the order they are drawn.
void drawSpans(const PlotFrame& frame, const PlotSpec& spec, bool stripes);
void drawBars(const PlotFrame& frame, const PlotBars& bars);
struct CursorPlace {
    double x = 0;
    float y = 0;  // on the screen
};

void drawAxes(Ui& ui, const PlotFrame& frame, const PlotSpec& spec);
void drawSpanLabels(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view);
void drawSeries(Ui& ui, const PlotFrame& frame, const Series& series, const PlotView& view);
void drawMarks(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view);
void drawTangents(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view,
                  double x);
void drawEndLabels(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view);
// Where the card's values are from: the mouse's place, or the point nearest to it.
double cursorX(const PlotFrame& frame, const PlotSpec& spec, const PlotView& view);
// The line at x with every series' value in a card at the height y.
void drawCursor(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, const PlotView& view,
                const CursorPlace& at);
void handleInput(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, PlotView& view,
                 const ItemState& state);

// The parts of a line in or near the inner rectangle, in pixels: cut where it goes far outside, so
// that it has its true slope however far away its points are, and interrupted by values that are no
// numbers.
std::vector<std::vector<ImVec2>> visibleParts(const PlotFrame& frame, const Series& series,
                                              std::span<const PlotPoint> points);
// What the card shows of the line at x: a point between two of its points, of a stepped line the
// one nearest along the axis; nothing outside of them.
std::optional<PlotPoint> pointAt(const Series& series, double x, const Axis& along = {});
// Where a span's label of that width stands: as near to the span's middle as no line runs through it; nothing where the
// span is too narrow.
std::optional<ImRect> spanLabelBox(const PlotFrame& frame, const PlotSpec& spec,
                                   const PlotView& view, const ShadedSpan& span, float width);
// Moves labels of one height apart, keeping their order and as near as they can be to their places.
void separate(std::vector<float>& centers, float height, Range limits);

}  // namespace squash::ui
