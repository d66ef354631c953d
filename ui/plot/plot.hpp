// A plot of lines over a common x: axes on round numbers, a second y axis at the right, shaded
// spans, labels at the lines' ends, a card with every line's value at the cursor. Drag pans, the
// wheel zooms at the cursor (over an axis only that one), right drag zooms to a box, double click
// or Home fits, Shift and arrows pan (arrows alone move between the controls), + and - zoom. It knows
// nothing of what the lines mean.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/plot/decimate.hpp"
#include "ui/plot/strokes.hpp"
#include "ui/plot/ticks.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

// Of a plot's height: above the picture unless it asks for more, and below it, for the axis.
inline constexpr float kPlotTop = 8, kPlotFoot = 22;

struct Series {
    std::string name = {};
    std::span<const PlotPoint> points = {};  // ascending in x; must live until the plot is drawn
    Color color = {}, textColor = {};
    float width = 2.2f;
    Dash dash = Dash::Solid;
    float faintness = 0;  // 0: full colour, 1: the panel's
    bool rightAxis = false;
    bool dots = false;   // a mark at every point
    bool inCard = true;  // its value is shown at the cursor
    bool endLabel = false;
    bool stepped = false;  // the card shows its nearest point, not a value between two
    std::function<double(double)> exact =
        {};                      // what the card shows, in place of a value between two
    std::string group = {};      // seen and hidden with the series of this name
    bool tangent = false;        // the next series is its derivative: the cursor draws the tangent
    int places = 4;              // in the card, behind the point
    bool significant = false;    // places counts significant digits
    std::string cardName = {};   // in the card, in place of the name
    std::string shortName = {};  // in a legend without room for the name
    bool main = false;           // never left out of the legend
};

// Bars behind the lines, from the picture's lower edge up. The edge is a thin line on top.
struct PlotBars {
    double from = 0, to = 0;           // what they span, in even steps
    std::vector<double> heights = {};  // 0..1 of the room for the highest
    std::vector<double> marked =
        {};  // of each the lower part with colours of its own; may be empty
    Color color = {}, edge = {}, markedColor = {}, markedEdge = {};
};

// A place on a line: where it jumps a full dot and a hollow one, where it bends a small hollow one.
struct PlotMark {
    double x = 0, y = 0;
    Color color = {};
    bool hollow = true, small = false;
    std::string series = {};  // seen and hidden with it
};

inline constexpr float kStripeStep = 6;  // pixels, from one stripe to the next

// Of the whole height, its label at the top; or the nth stripe from the lower edge up, its label above it.
struct ShadedSpan {
    double from = 0, to = 0;
    Color color = {};
    float alpha = 0.1f;
    std::string label = {};
    Color labelColor = {};
    std::size_t stripe = 0;  // 0: the whole height
};

struct PlotSpec {
    std::string label = {};  // the widget's name
    std::string help = {};
    std::string value = {};  // what scripts read
    std::vector<Series> series = {};
    std::vector<ShadedSpan> spans = {};
    PlotBars bars = {};
    std::vector<PlotMark> marks = {};
    Range fitX = {}, fitY = {}, fitRight = {};  // what Fit shows
    bool rightAxis = false;
    bool logX = false, logY = false;  // where the range is above zero; what is not has no place
    std::string xName = {};           // in the card: "x", "epoch"
    std::string yName = {}, rightName = {};  // below the axes' labels, where there is room
    int xPlaces = 3;
    std::vector<std::string> xNames = {};  // of x = 1, 2, ...: on the axis and in the card
    bool zeroLine = false;
    bool snapX = false;      // the cursor line jumps to the nearest point of the first card series
    std::string empty = {};  // shown while there is nothing to draw
    float topMargin = kPlotTop;
};

// What a person has done to a plot; lives as long as the panel.
struct PlotView {
    std::optional<Range> x, y, right;  // nothing: fitted
    std::vector<std::string> hidden;   // lines switched off in the legend
    std::optional<ImVec2> boxFrom;     // a right drag goes on
    std::string highlighted;           // line under the cursor in the legend
    std::optional<double> pinned;      // a click keeps the card of this x, another one lets it go
    bool zoomed() const { return x || y || right; }
    void fit() { x = y = right = std::nullopt; }
    bool shows(const std::string& name) const;
    bool shows(const Series& series) const {
        return shows(series.name) && (series.group.empty() || shows(series.group));
    }
};

void plot(Ui& ui, const ImRect& box, const PlotSpec& spec, PlotView& view);

// At most the wanted faintness, less where the line would have less than this contrast.
float visibleFaintness(Color color, Color surface, float wanted, double leastContrast);

// Of a line's dash in the legend: as faint as the line, but with a line's contrast of 3 to 1.
Color legendInk(const Tokens& colors, const Series& series);

// Entries at the row's right end, as many as have room; a click switches the line on or off. Returns
// the left end.
float legend(Ui& ui, const ImRect& row, std::span<const Series> series, PlotView& view);

}  // namespace squash::ui
