#include "ui/plot/plot.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "ui/plot/frame.hpp"
#include "ui/widgets/controls.hpp"

namespace squash::ui {
namespace {

constexpr const char* kKeysHelp = "Shift and arrows pan, + and - zoom, Home fits.";

bool focusedByKeys(ImGuiID id) {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    return g.NavId == id && g.NavCursorVisible;
}

bool hasPoints(const PlotSpec& spec) {
    return std::any_of(spec.series.begin(), spec.series.end(),
                       [](const Series& s) { return s.points.size() > 1; });
}

Range zoomedRange(const Axis& axis, double at, double factor) {
    return axis.between(at - at * factor, at + (1 - at) * factor);
}

Range pannedRange(const Axis& axis, double by) { return axis.between(by, 1 + by); }

// Takes a range a person asked for, unless its numbers could no longer be told apart or are beyond
// all that could be of interest.
void adopt(std::optional<Range>& into, const Range& wanted, const Range& fit, bool log) {
    constexpr double nearest = 1e-6, farthest = 1e4, farthestLog = 8, finest = 1e-9;
    const auto size = [log](const Range& r) { return log ? std::log(r.high / r.low) : r.span(); };
    const double share = size(wanted) / size(fit);
    const bool distinct =
        log ? wanted.low > 1e-100 && wanted.high < 1e100
            : wanted.span() > finest * std::max(std::abs(wanted.low), std::abs(wanted.high));
    if (distinct && share > nearest && share < (log ? farthestLog : farthest)) into = wanted;
}

struct Place {
    double x, y;  // 0..1 of the inner rectangle, y upwards
};
Place placeOf(const PlotFrame& frame, ImVec2 p) {
    return {(p.x - frame.inner.Min.x) / frame.inner.GetWidth(),
            (frame.inner.Max.y - p.y) / frame.inner.GetHeight()};
}

void pan(const PlotFrame& frame, const PlotSpec& spec, PlotView& view, Place by) {
    adopt(view.x, pannedRange(frame.x, -by.x), spec.fitX, frame.x.log);
    adopt(view.y, pannedRange(frame.y, -by.y), spec.fitY, frame.y.log);
    if (spec.rightAxis) adopt(view.right, pannedRange(frame.right, -by.y), spec.fitRight, false);
}

void zoom(const PlotFrame& frame, const PlotSpec& spec, PlotView& view, ImVec2 mouse,
          double factor) {
    const Place at = placeOf(frame, mouse);
    const bool overX = at.y < 0, overY = at.x < 0, overRight = at.x > 1 && spec.rightAxis;
    const double x = std::clamp(at.x, 0.0, 1.0);
    if (!overY && !overRight)
        adopt(view.x, zoomedRange(frame.x, x, factor), spec.fitX, frame.x.log);
    if (overX) return;
    if (!overRight) adopt(view.y, zoomedRange(frame.y, at.y, factor), spec.fitY, frame.y.log);
    if (spec.rightAxis && !overY)
        adopt(view.right, zoomedRange(frame.right, at.y, factor), spec.fitRight, false);
}

// In and out again lands exactly where it began.
void forgetWhenFitted(const PlotFrame& frame, const PlotSpec& spec, PlotView& view) {
    const auto near = [](const std::optional<Range>& range, const Range& fit, bool log) {
        if (!range) return true;
        const Axis axis{fit, log && fit.low > 0};
        return std::abs(axis.share(range->low)) < 1e-6 &&
               std::abs(axis.share(range->high) - 1) < 1e-6;
    };
    if (near(view.x, spec.fitX, frame.x.log) && near(view.y, spec.fitY, frame.y.log) &&
        near(view.right, spec.fitRight, false))
        view.fit();
}

void zoomToBox(const PlotFrame& frame, const PlotSpec& spec, PlotView& view, ImVec2 from,
               ImVec2 to) {
    if (std::abs(from.x - to.x) < 6 || std::abs(from.y - to.y) < 6) return;
    const Place a = placeOf(frame, from), b = placeOf(frame, to);
    adopt(view.x, frame.x.between(std::min(a.x, b.x), std::max(a.x, b.x)), spec.fitX, frame.x.log);
    adopt(view.y, frame.y.between(std::min(a.y, b.y), std::max(a.y, b.y)), spec.fitY, frame.y.log);
}

void handleBox(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, PlotView& view,
               const ItemState& state) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (state.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) view.boxFrom = mouse;
    if (!view.boxFrom) return;
    if (ImGui::IsMouseDown(ImGuiMouseButton_Right)) {
        ImGui::GetWindowDrawList()->AddRect(*view.boxFrom, mouse, ui.colors().accent.u32());
        return;
    }
    zoomToBox(frame, spec, view, *view.boxFrom, mouse);
    view.boxFrom.reset();
}

// Takes back the move of the focus that Dear ImGui began with this frame's keys.
void keepFocus() {
    ImGuiContext& g = *ImGui::GetCurrentContext();
    if (g.NavInitRequestFromMove) {  // nothing had the focus yet
        g.NavInitRequest = false;
        g.NavInitResult.ID = 0;
    }
    ImGui::NavMoveRequestCancel();
}

void panByKeys(const PlotFrame& frame, const PlotSpec& spec, PlotView& view) {
    const double step = 0.1;
    const auto key = [](ImGuiKey k) { return ImGui::IsKeyPressed(k) ? 1.0 : 0.0; };
    const Place by{step * (key(ImGuiKey_LeftArrow) - key(ImGuiKey_RightArrow)),
                   step * (key(ImGuiKey_DownArrow) - key(ImGuiKey_UpArrow))};
    if (by.x != 0 || by.y != 0) pan(frame, spec, view, by);
}

void handleKeys(const PlotFrame& frame, const PlotSpec& spec, PlotView& view) {
    const auto down = [](std::initializer_list<ImGuiKey> keys) {
        return std::any_of(keys.begin(), keys.end(),
                           [](ImGuiKey k) { return ImGui::IsKeyDown(k); });
    };
    // Without Shift the arrows move between the controls, of which the plot is one.
    const bool pans = ImGui::GetIO().KeyShift && down({ImGuiKey_LeftArrow, ImGuiKey_RightArrow,
                                                       ImGuiKey_UpArrow, ImGuiKey_DownArrow});
    if (pans) panByKeys(frame, spec, view);
    // All the while they are down: Dear ImGui repeats keys at another rate.
    if (pans || down({ImGuiKey_Home})) keepFocus();
    const auto key = [](ImGuiKey k) { return ImGui::IsKeyPressed(k) ? 1.0 : 0.0; };
    const double zoomBy = key(ImGuiKey_Equal) + key(ImGuiKey_KeypadAdd) - key(ImGuiKey_Minus) -
                          key(ImGuiKey_KeypadSubtract);
    if (zoomBy != 0) zoom(frame, spec, view, frame.inner.GetCenter(), std::pow(0.8, zoomBy));
    if (ImGui::IsKeyPressed(ImGuiKey_Home)) view.fit();
}

// For whom comes by keyboard: no tooltip opens there.
void drawKeysHelp(Ui& ui, const ImRect& inner) {
    const float room = inner.GetWidth() - 68;  // beside the Fit button
    const float width = ui.fonts.width(Font::Small, kKeysHelp) + 1;
    if (width + 12 > room) return;
    const ImRect box({inner.Min.x + 8, inner.Max.y - 30},
                     {inner.Min.x + 20 + width, inner.Max.y - 8});
    ImGui::GetWindowDrawList()->AddRectFilled(box.Min, box.Max, ui.colors().panel.u32(0.85f), 3);
    drawText(ui, {box.Min + ImVec2(6, 0), box.Max - ImVec2(6, 0)}, kKeysHelp,
             {Font::Small, ui.colors().dim});
}

// A click that was no drag. Of a double click, which fits, the second one takes back the first.
void pinByClick(const PlotFrame& frame, const PlotSpec& spec, PlotView& view) {
    if (ImGui::GetIO().MouseDragMaxDistanceSqr[0] >= 9) return;
    if (view.pinned)
        view.pinned.reset();
    else
        view.pinned = cursorX(frame, spec, view);
}

void fitButton(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, PlotView& view) {
    const ImVec2 corner(frame.inner.Max.x - 52, frame.inner.Max.y - 34);
    const ImRect box(corner, corner + ImVec2(44, 26));
    ImGui::PushID(spec.label.c_str());
    if (button(ui, box,
               {.label = "Fit", .help = "Shows the whole of the data again (double click)."}))
        view.fit();
    ImGui::PopID();
}

}  // namespace

bool PlotView::shows(const std::string& name) const {
    return std::find(hidden.begin(), hidden.end(), name) == hidden.end();
}

void handleInput(Ui& ui, const PlotFrame& frame, const PlotSpec& spec, PlotView& view,
                 const ItemState& state) {
    const ImGuiIO& io = ImGui::GetIO();
    if (state.hovered && io.MouseWheel != 0) {
        zoom(frame, spec, view, io.MousePos, std::pow(0.85, io.MouseWheel));
        ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
    }
    if (state.held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 3) &&
        (io.MouseDelta.x != 0 || io.MouseDelta.y != 0))
        pan(frame, spec, view,
            {io.MouseDelta.x / frame.inner.GetWidth(), -io.MouseDelta.y / frame.inner.GetHeight()});
    handleBox(ui, frame, spec, view, state);
    const bool meant = state.hovered || focusedByKeys(state.id);
    if (meant && !io.WantTextInput) handleKeys(frame, spec, view);
    forgetWhenFitted(frame, spec, view);
    if (state.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) view.fit();
}

void plot(Ui& ui, const ImRect& box, const PlotSpec& spec, PlotView& view) {
    if (box.GetWidth() < 80 || box.GetHeight() < 60) return;
    ImGui::SetNextItemAllowOverlap();
    const ItemState state = item(ui, box,
                                 {.label = spec.label,
                                  .kind = Kind::Plot,
                                  .value = spec.value.empty() ? Value() : Value(spec.value),
                                  .flags = ImGuiButtonFlags_AllowOverlap});
    if (!state.visible) return;
    if (!hasPoints(spec)) {
        drawText(ui, box, spec.empty, {Font::Small, ui.colors().dim, Align::Center});
        return;
    }
    handleInput(ui, PlotFrame(ui, box, spec, view), spec, view, state);
    const PlotFrame frame(ui, box, spec, view);
    drawSpans(frame, spec, false);
    drawBars(frame, spec.bars);
    drawAxes(ui, frame, spec);
    drawSpans(frame, spec, true);
    for (const Series& series : spec.series) drawSeries(ui, frame, series, view);
    drawSpanLabels(ui, frame, spec,
                   view);  // a curve that is flat up there would strike them through
    drawMarks(ui, frame, spec, view);
    drawEndLabels(ui, frame, spec, view);
    const bool pointing = state.hovered && frame.inner.Contains(ImGui::GetIO().MousePos);
    if (pointing && state.pressed) pinByClick(frame, spec, view);
    if (view.pinned && frame.x.has(*view.pinned))
        drawCursor(ui, frame, spec, view, {*view.pinned, frame.inner.Min.y});
    if (pointing && !view.boxFrom && !view.pinned)
        drawCursor(ui, frame, spec, view, {cursorX(frame, spec, view), ImGui::GetIO().MousePos.y});
    if (view.zoomed()) fitButton(ui, frame, spec, view);
    if (focusedByKeys(state.id) && !pointing) drawKeysHelp(ui, frame.inner);
    focusRing(ui, state.id, box, 4);
}

}  // namespace squash::ui
