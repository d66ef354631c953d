#include "ui/panels/strip.hpp"

#include <algorithm>
#include <utility>

#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr float kMostRow = 30;

// The first step with its word, without it, or not at all: as the room is.
std::string firstStepText(const Ui& ui, float room, std::uint64_t first) {
    for (const std::string& text : {"step " + grouped(first), grouped(first)})
        if (ui.fonts.width(Font::NumberTiny, text.c_str()) <= room) return text;
    return "";
}

void drawFoot(Ui& ui, const ImRect& foot, const StripSpec& spec) {
    constexpr float kApart = 8;
    const TextStyle left{Font::NumberTiny, ui.colors().dim},
        right{Font::NumberTiny, ui.colors().dim, Align::Right};
    const std::string last = grouped(spec.lastStep);
    const float width = ui.fonts.width(Font::NumberTiny, last.c_str()) + 1;
    drawText(ui, foot, firstStepText(ui, foot.GetWidth() - width - kApart, spec.firstStep), left);
    drawText(ui, {{std::max(foot.Min.x, foot.Max.x - width), foot.Min.y}, foot.Max}, last, right);
}

// The colours with what their ends mean, between the steps where there is room.
void drawScale(Ui& ui, const ImRect& foot, const StripSpec& spec) {
    constexpr float kColors = 72, kGap = 6, kSteps = 90;
    if (spec.low.empty()) return;
    const float low = ui.fonts.width(Font::NumberTiny, spec.low.c_str()) + 1;
    const float high = ui.fonts.width(Font::NumberTiny, spec.high.c_str()) + 1;
    const float width = low + kGap + kColors + kGap + high;
    if (width + 2 * kSteps > foot.GetWidth()) return;
    const gl::HeatColors colors = gl::heatColors(spec.map, ui.colors());
    const float left = foot.GetCenter().x - width / 2, from = left + low + kGap;
    const float middle = from + kColors / 2, end = from + kColors;
    const TextStyle style{Font::NumberTiny, ui.colors().dim};
    drawText(ui, {{left, foot.Min.y}, {left + low, foot.Max.y}}, spec.low, style);
    drawText(ui, {{end + kGap, foot.Min.y}, {end + kGap + high, foot.Max.y}}, spec.high, style);
    const float top = foot.GetCenter().y - 3, bottom = foot.GetCenter().y + 3;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto blend = [&](float x0, float x1, Color a, Color b) {
        list.AddRectFilledMultiColor({x0, top}, {x1, bottom}, a.u32(), b.u32(), b.u32(), a.u32());
    };
    blend(from, middle, colors.low, colors.middle);
    blend(middle, end, colors.middle, colors.high);
}

}  // namespace

float stripRowHeight(const ImRect& area, std::size_t layers) {
    return std::min((area.GetHeight() - kStripFoot) / static_cast<float>(layers), kMostRow);
}

void drawStrip(Ui& ui, gl::HeatMaps& heatMaps, const ImRect& box, StripSpec spec) {
    const std::string value = "steps " + grouped(spec.firstStep) + " to " + grouped(spec.lastStep) +
                              ", " + std::to_string(spec.map.columns) + " moments";
    spec.map.places = {{box.Min, box.Max, 0, spec.map.rows}};
    const ImRect foot({box.Min.x, box.Max.y + 2}, {box.Max.x, box.Max.y + kStripFoot});
    drawFoot(ui, foot, spec);
    drawScale(ui, foot, spec);
    heatMaps.draw(*ImGui::GetWindowDrawList(), std::move(spec.map), ui.colors());
    item(ui, box, {.label = spec.label, .kind = Kind::Text, .help = spec.help, .value = value});
}

}  // namespace squash::ui
