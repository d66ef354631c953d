#include "ui/widgets/ui.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace squash::ui {
namespace {

constexpr double kTooltipDelay = 0.4;  // seconds

void hover(Ui& ui, ImGuiID id, const ImRect& box, const std::string& text) {
    if (text.empty()) return;
    if (ui.tooltip.previous != id) ui.tooltip.since = ImGui::GetTime();
    ui.tooltip.hovered = id;
    ui.tooltip.anchor = box;
    ui.tooltip.text = text;
}

// The longest beginning that fits with "..." behind it.
std::string shortened(const Ui& ui, std::string_view text, Font font, float width) {
    std::string whole(text);
    if (ui.fonts.width(font, whole.c_str()) <= width) return whole;
    const auto cut = [&](std::size_t length) {
        while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
        return whole.substr(0, length) + "...";
    };
    std::size_t fits = 0, tooLong = text.size();
    while (tooLong - fits > 1) {
        const std::size_t middle = (fits + tooLong) / 2;
        if (ui.fonts.width(font, cut(middle).c_str()) <= width)
            fits = middle;
        else
            tooLong = middle;
    }
    return fits > 0 ? cut(fits) : "";
}

// With line breaks at spaces only: Dear ImGui also breaks behind the points of a file's name. A word
// longer than a line is left to it.
std::string brokenAtSpaces(const Ui& ui, float width, std::string_view text, Font font) {
    std::string result(text);
    std::size_t line = 0, space = std::string::npos;  // where the line begins, its last space
    for (std::size_t i = 0; i <= result.size(); ++i) {
        if (i < result.size() && result[i] != ' ' && result[i] != '\n') continue;
        if (space != std::string::npos &&
            ui.fonts.width(font, result.data() + line, result.data() + i) > width) {
            result[space] = '\n';
            line = space + 1;
        }
        space = i;
        if (i < result.size() && result[i] == '\n') {
            line = i + 1;
            space = std::string::npos;
        }
    }
    return result;
}

void drawTooltip(Ui& ui) {
    const Tokens& c = ui.colors();
    const float width = std::min(260.0f, ui.fonts.width(Font::Small, ui.tooltip.text.c_str()) + 1);
    const float height = wrappedHeight(ui, width, ui.tooltip.text, Font::Small);
    const ImVec2 size(width + 20, height + 12), screen = ImGui::GetIO().DisplaySize;
    ImVec2 at(ui.tooltip.anchor.GetCenter().x - size.x / 2, ui.tooltip.anchor.Max.y + 6);
    if (at.y + size.y > screen.y - 4) at.y = std::max(4.0f, ui.tooltip.anchor.Min.y - size.y - 6);
    at.x = std::clamp(at.x, 4.0f, std::max(4.0f, screen.x - size.x - 4));
    ImDrawList* list = ImGui::GetForegroundDrawList();
    const ImRect box(at, at + size);
    list->AddRectFilled(box.Min, box.Max, c.raised.u32(), ui.metrics.fieldRadius);
    list->AddRect(box.Min, box.Max, c.line.u32(), ui.metrics.fieldRadius);
    const FontFace face = ui.fonts.face(Font::Small);
    const std::string text = brokenAtSpaces(ui, width, ui.tooltip.text, Font::Small);
    list->AddText(face.font, face.size, snapped(ui, at + ImVec2(10, 6)), c.text.u32(), text.c_str(),
                  nullptr, width);
    ui.registry.add(
        TextPiece{ui.tooltip.text, {at + ImVec2(10, 6), at + size - ImVec2(10, 6)}, box, c.text});
}

void quietAfterLists(Tooltip& tooltip) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool open =
        ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    if (tooltip.listOpen && !open) {
        tooltip.quiet = true;
        tooltip.quietAt = mouse;
    }
    tooltip.listOpen = open;
    const bool moved = mouse.x != tooltip.quietAt.x || mouse.y != tooltip.quietAt.y;
    if (!tooltip.quiet || !moved) return;
    tooltip.quiet = false;
    tooltip.since = ImGui::GetTime();
}

}  // namespace

void Ui::beginFrame() {
    registry.beginFrame();
    if (tooltip.hovered != tooltip.used) tooltip.used = 0;
    tooltip.previous = tooltip.hovered;
    tooltip.hovered = 0;
}

void Ui::endFrame() {
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) tooltip.used = tooltip.hovered;
    quietAfterLists(tooltip);
    const bool shown = tooltip.hovered && !tooltip.quiet && tooltip.hovered != tooltip.used &&
                       ImGui::GetTime() - tooltip.since >= kTooltipDelay &&
                       !ImGui::IsMouseDown(ImGuiMouseButton_Left);
    if (shown) drawTooltip(*this);
    registry.endFrame();
}

ImVec2 snapped(const Ui& ui, ImVec2 position) {
    const float scale = ui.pixelRatio;
    return {std::round(position.x * scale) / scale, std::round(position.y * scale) / scale};
}

void drawText(Ui& ui, const ImRect& box, std::string_view text, const TextStyle& style) {
    if (text.empty()) return;
    const FontFace face = ui.fonts.face(style.font);
    const std::string shown = shortened(ui, text, style.font, box.GetWidth() + 0.5f);
    const float width = ui.fonts.width(style.font, shown.c_str());
    const float space = box.GetWidth() - width;
    const float shift = style.align == Align::Left    ? 0
                        : style.align == Align::Right ? space
                                                      : space / 2;
    const ImVec2 at = snapped(ui, {box.Min.x + shift, box.GetCenter().y - face.size / 2});
    ImGui::GetWindowDrawList()->AddText(face.font, face.size, at, style.color.u32(), shown.c_str());
    ui.registry.add(TextPiece{shown, {at, at + ImVec2(width, face.size)}, box, style.color});
}

float wrappedHeight(const Ui& ui, float width, std::string_view text, Font font) {
    const FontFace face = ui.fonts.face(font);
    const std::string lines = brokenAtSpaces(ui, width, text, font);
    return face.font->CalcTextSizeA(face.size, FLT_MAX, width, lines.c_str()).y;
}

float drawWrapped(Ui& ui, const ImRect& box, std::string_view text, const TextStyle& style) {
    const FontFace face = ui.fonts.face(style.font);
    const ImVec2 at = snapped(ui, box.Min);
    const std::string lines = brokenAtSpaces(ui, box.GetWidth(), text, style.font);
    ImGui::GetWindowDrawList()->AddText(face.font, face.size, at, style.color.u32(), lines.c_str(),
                                        nullptr, box.GetWidth());
    const float height = wrappedHeight(ui, box.GetWidth(), text, style.font);
    ui.registry.add(
        TextPiece{std::string(text), {at, at + ImVec2(box.GetWidth(), height)}, box, style.color});
    return height;
}

void drawEmpty(Ui& ui, const ImRect& box, std::string_view text) {
    const float room = std::max(box.GetWidth() - 16, 1.0f);
    const std::string whole(text);
    const float width = std::min(room, ui.fonts.width(Font::Small, whole.c_str()) + 1);
    const float height = wrappedHeight(ui, width, text, Font::Small);
    const ImVec2 at = box.GetCenter() - ImVec2(width, height) * 0.5f;
    drawWrapped(ui, {at, at + ImVec2(width, height)}, text, {Font::Small, ui.colors().dim});
}

void drawSurface(Ui& ui, const ImRect& box, Color fill, Color line, float radius) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float pixel = 1 / ui.pixelRatio;
    // Two filled shapes give a crisp line of whole pixels where a stroked one would straddle two.
    const float width = std::max(pixel, std::round(ui.pixelRatio) / ui.pixelRatio);
    list->AddRectFilled(box.Min, box.Max, line.u32(), radius);
    list->AddRectFilled(box.Min + ImVec2(width, width), box.Max - ImVec2(width, width), fill.u32(),
                        radius - width);
}

void focusRing(Ui& ui, ImGuiID id, const ImRect& box, float radius) {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    if (g.NavId != id || !g.NavCursorVisible) return;
    ImGui::GetWindowDrawList()->AddRect(box.Min - ImVec2(2, 2), box.Max + ImVec2(2, 2),
                                        ui.colors().accent.u32(), radius + 2, 0, 2);
}

ItemState item(Ui& ui, const ImRect& box, const ItemSpec& spec) {
    ItemState state;
    state.id = ImGui::GetCurrentWindow()->GetID((spec.id.empty() ? spec.label : spec.id).c_str());
    // Registered even where clipped to nothing now: the registry keeps what can be seen.
    ui.registry.add(Widget{spec.label, spec.kind, box, spec.value, spec.enabled, state.id});
    state.visible = ImGui::ItemAdd(box, state.id);
    if (!state.visible) return state;
    bool hovered = false, held = false;
    const bool pressed = ImGui::ButtonBehavior(box, state.id, &hovered, &held, spec.flags);
    if (hovered)
        hover(ui, state.id, spec.group.GetWidth() > 0 ? spec.group : box,
              spec.enabled || spec.reason.empty() ? spec.help : spec.reason);
    state.hovered = hovered && spec.enabled;
    state.held = held && spec.enabled;
    state.pressed = pressed && spec.enabled;
    return state;
}

void describeLastItem(Ui& ui, const ImRect& box, const ItemSpec& spec) {
    const ImGuiID id = ImGui::GetItemID();
    ui.registry.add(Widget{spec.label, spec.kind, box, spec.value, spec.enabled, id});
    if (ImGui::IsItemHovered()) hover(ui, id, box, spec.help);
}

void textItem(Ui& ui, const ImRect& box, std::string_view label, std::string_view text,
              const TextStyle& style) {
    drawText(ui, box, text, style);
    ui.registry.add(Widget{std::string(label), Kind::Text, box, std::string(text), true, 0});
}

}  // namespace squash::ui
