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

}  // namespace

float stripRowHeight(const ImRect& area, std::size_t layers) {
    return std::min((area.GetHeight() - kStripFoot) / static_cast<float>(layers), kMostRow);
}

void drawStrip(Ui& ui, gl::HeatMaps& heatMaps, const ImRect& box, StripSpec spec) {
    const std::string value = "steps " + grouped(spec.firstStep) + " to " + grouped(spec.lastStep) +
                              ", " + std::to_string(spec.map.columns) + " moments";
    spec.map.places = {{box.Min, box.Max, 0, spec.map.rows}};
    heatMaps.draw(*ImGui::GetWindowDrawList(), std::move(spec.map), ui.colors());
    drawFoot(ui, {{box.Min.x, box.Max.y + 2}, {box.Max.x, box.Max.y + kStripFoot}}, spec);
    item(ui, box, {.label = spec.label, .kind = Kind::Text, .help = spec.help, .value = value});
}

}  // namespace squash::ui
