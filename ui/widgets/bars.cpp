#include "ui/widgets/bars.hpp"

#include <algorithm>

#include "ui/widgets/format.hpp"

namespace squash::ui {

void bar(Ui& ui, const ImRect& box, double share, Color color) {
    constexpr float thickness = 4, radius = 2;
    const ImVec2 at = snapped(ui, {box.Min.x, box.GetCenter().y - thickness / 2});
    const float width = box.GetWidth() * static_cast<float>(std::clamp(share, 0.0, 1.0));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(at, {box.Max.x, at.y + thickness}, ui.colors().line.u32(), radius);
    if (width > 0) list.AddRectFilled(at, {at.x + width, at.y + thickness}, color.u32(), radius);
}

void progressRow(Ui& ui, const ImRect& row, const ProgressSpec& spec) {
    const Tokens& c = ui.colors();
    const float split = row.Max.x - 44, bottom = row.Min.y + 18;
    drawText(ui, {row.Min, {split - 4, bottom}}, spec.what, {Font::Small, c.dim});
    textItem(ui, {{split, row.Min.y}, {row.Max.x, bottom}}, spec.label + " progress",
             fixed(spec.share * 100, 0) + " %", {Font::NumberSmall, c.text, Align::Right});
    bar(ui, {{row.Min.x, bottom + 3}, {row.Max.x, bottom + 7}}, spec.share, c.accent);
}

}  // namespace squash::ui
