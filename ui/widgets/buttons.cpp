#include <algorithm>
#include <cmath>

#include "ui/widgets/controls.hpp"

namespace squash::ui {
namespace {

constexpr float kTabGap = 4;

ItemSpec describe(const ControlText& text, Kind kind, Value value = {}) {
    return {.label = text.label,
            .kind = kind,
            .help = text.help,
            .enabled = text.enabled,
            .reason = text.reason,
            .value = std::move(value)};
}

Color fieldFill(const Ui& ui, const ItemState& state) {
    const Tokens& c = ui.colors();
    if (state.held) return mix(c.raised, c.text, 0.12f);
    return state.hovered ? mix(c.raised, c.text, 0.06f) : c.raised;
}

Color inkFor(const Ui& ui, bool enabled) { return enabled ? ui.colors().text : ui.colors().faint; }

}  // namespace

bool button(Ui& ui, const ImRect& box, const ControlText& text) {
    const ItemState state = item(ui, box, describe(text, Kind::Button));
    if (!state.visible) return false;
    drawSurface(ui, box, fieldFill(ui, state), ui.colors().line, ui.metrics.fieldRadius);
    const ImRect inside(box.Min + ImVec2(8, 0), box.Max - ImVec2(8, 0));
    drawText(ui, inside, text.label, {Font::Text, inkFor(ui, text.enabled), Align::Center});
    focusRing(ui, state.id, box, ui.metrics.fieldRadius);
    return state.pressed;
}

bool primaryButton(Ui& ui, const ImRect& box, Icon icon, const ControlText& text) {
    const ItemState state = item(ui, box, describe(text, Kind::Button));
    if (!state.visible) return false;
    const Tokens& c = ui.colors();
    const Color fill = mix(c.accent, c.text, state.held ? 0.2f : state.hovered ? 0.1f : 0);
    const Color ink = text.enabled ? c.onAccent : c.dim;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (text.enabled)
        list.AddRectFilled(box.Min, box.Max, fill.u32(), ui.metrics.fieldRadius);
    else
        drawSurface(ui, box, c.raised, c.line, ui.metrics.fieldRadius);
    const float width = ui.fonts.width(Font::Title, text.label.c_str()), total = width + 22;
    const float left = box.GetCenter().x - total / 2;
    drawIcon(list, icon, {left + 6, box.GetCenter().y}, 13, ink.u32());
    drawText(ui, {left + 22, box.Min.y, left + total + 1, box.Max.y}, text.label,
             {Font::Title, ink});
    focusRing(ui, state.id, box, ui.metrics.fieldRadius);
    return state.pressed;
}

bool iconButton(Ui& ui, const ImRect& box, Icon icon, const ControlText& text) {
    const ItemState state = item(ui, box, describe(text, Kind::Button));
    if (!state.visible) return false;
    drawSurface(ui, box, fieldFill(ui, state), ui.colors().line, ui.metrics.fieldRadius);
    drawIcon(*ImGui::GetWindowDrawList(), icon, box.GetCenter(), 15,
             inkFor(ui, text.enabled).u32());
    focusRing(ui, state.id, box, ui.metrics.fieldRadius);
    return state.pressed;
}

bool checkbox(Ui& ui, const ImRect& box, bool checked, const ControlText& text) {
    const ItemState state = item(ui, box, describe(text, Kind::Checkbox, checked));
    if (!state.visible) return false;
    const Tokens& c = ui.colors();
    const ImVec2 corner = snapped(ui, {box.Min.x, box.GetCenter().y - 8});
    const ImRect mark(corner, corner + ImVec2(16, 16));
    drawSurface(ui, mark, checked ? c.accent : fieldFill(ui, state), checked ? c.accent : c.faint,
                4);
    if (checked)
        drawIcon(*ImGui::GetWindowDrawList(), Icon::Check, mark.GetCenter(), 10, c.onAccent.u32());
    drawText(ui, {mark.Max.x + 8, box.Min.y, box.Max.x, box.Max.y}, text.label,
             {Font::Text, inkFor(ui, text.enabled)});
    focusRing(ui, state.id, box, 4);
    return state.pressed;
}

ImRect bareCard(Ui& ui, const ImRect& box) {
    drawSurface(ui, box, ui.colors().panel, ui.colors().line, ui.metrics.cardRadius);
    const float p = ui.metrics.padding;
    return {box.Min + ImVec2(p, p - 4), box.Max - ImVec2(p, p)};
}

// The title always stays: it is the note that is shortened, a file's name can be long.
ImRect card(Ui& ui, const ImRect& box, std::string_view title, std::string_view note) {
    ImRect inside = bareCard(ui, box);
    const ImRect row(inside.Min, {inside.Max.x, inside.Min.y + ui.metrics.title});
    inside.Min.y = row.Max.y + 4;
    const std::string name(title), words(note);
    const float split = row.Min.x + ui.fonts.width(Font::Title, name.c_str()) + 1;
    drawText(ui, {row.Min, {split, row.Max.y}}, title, {Font::Title, ui.colors().text});
    if (note.empty()) return inside;
    const ImRect right({split + 12, row.Min.y}, row.Max);
    textItem(ui, right, name + " note", note, {Font::Small, ui.colors().dim, Align::Right});
    if (ui.fonts.width(Font::Small, words.c_str()) > right.GetWidth())
        item(ui, right,
             {.label = name + " note text", .kind = Kind::Text, .help = words, .value = words});
    return inside;
}

void tableHead(Ui& ui, std::span<const ColumnHead> heads) {
    for (const auto& [box, text, align] : heads)
        if (box.GetWidth() > 0) drawText(ui, box, text, {Font::Small, ui.colors().dim, align});
}

std::size_t tabs(Ui& ui, const ImRect& row, std::span<const Tab> tabs, std::size_t chosen,
                 float* end) {
    float x = row.Min.x;
    std::size_t result = chosen;
    // Closer to each other where the row is short.
    float texts = 0;
    for (const Tab& tab : tabs) texts += ui.fonts.width(Font::Title, tab.label.c_str());
    const auto count = static_cast<float>(tabs.size());
    const float room = (row.GetWidth() - texts - (count - 1) * kTabGap) / (2 * count);
    const float padding = std::clamp(std::floor(room), 3.0f, 10.0f);
    for (std::size_t i = 0; i < tabs.size(); ++i) {
        const float width = ui.fonts.width(Font::Title, tabs[i].label.c_str()) + 2 * padding;
        const float y = row.GetCenter().y;
        const ImRect box(x, y - 12, x + width, y + 12);
        const bool on = i == chosen;
        const ItemState state =
            item(ui, box,
                 {.label = tabs[i].label, .kind = Kind::Tab, .help = tabs[i].help, .value = on});
        if (on)
            ImGui::GetWindowDrawList()->AddRectFilled(box.Min, box.Max, ui.colors().raised.u32(),
                                                      ui.metrics.fieldRadius);
        const Color ink = on || state.hovered ? ui.colors().text : ui.colors().dim;
        drawText(ui, {box.Min + ImVec2(padding, 0), box.Max - ImVec2(padding - 1, 0)},
                 tabs[i].label, {Font::Title, ink, Align::Center});
        focusRing(ui, state.id, box, ui.metrics.fieldRadius);
        if (state.pressed) result = i;
        x += width + kTabGap;
    }
    if (end) *end = x;
    return result;
}

Row splitRow(const Ui& ui, const ImRect& row) {
    const float left = std::max(row.Min.x + 118, row.Max.x - ui.metrics.field);
    return {{row.Min.x, row.Min.y, left - 8, row.Max.y}, {left, row.Min.y, row.Max.x, row.Max.y}};
}

void rowLabel(Ui& ui, const ImRect& box, std::string_view text) {
    drawText(ui, box, text, {Font::Text, ui.colors().text});
}

void valueRow(Ui& ui, const ImRect& row, std::string_view label, std::string_view value) {
    const float width = ui.fonts.width(Font::Number, value.data(), value.data() + value.size()) + 1;
    rowLabel(ui, {row.Min, {row.Max.x - width - 8, row.Max.y}}, label);
    textItem(ui, {{row.Max.x - width, row.Min.y}, row.Max}, label, value,
             {Font::Number, ui.colors().text, Align::Right});
}

bool activationTile(Ui& ui, const ImRect& box, const TileSpec& spec) {
    const ItemState state = item(ui, box, describe(spec.text, Kind::Button, spec.chosen));
    if (!state.visible) return false;
    const Tokens& c = ui.colors();
    drawSurface(ui, box, fieldFill(ui, state), spec.chosen ? c.accent : c.line,
                ui.metrics.fieldRadius);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (spec.chosen)
        list.AddRect(box.Min + ImVec2(1, 1), box.Max - ImVec2(1, 1), c.accent.u32(),
                     ui.metrics.fieldRadius - 1, 0, 1);
    const ImRect plot(box.Min + ImVec2(6, 4), {box.Max.x - 6, box.Max.y - 18});
    const ImVec2 middle = snapped(ui, plot.GetCenter());
    const float hair = 1 / ui.pixelRatio;
    list.AddRectFilled({plot.Min.x, middle.y}, {plot.Max.x, middle.y + hair}, c.line.u32());
    list.AddRectFilled({middle.x, plot.Min.y}, {middle.x + hair, plot.Max.y}, c.line.u32());
    for (std::size_t i = 0; i < spec.curve.size(); ++i) {
        const float share = static_cast<float>(i) / static_cast<float>(spec.curve.size() - 1);
        const float y = middle.y - spec.curve[i] * plot.GetHeight() * 0.3f;
        list.PathLineTo(
            {plot.Min.x + share * plot.GetWidth(), std::clamp(y, plot.Min.y, plot.Max.y)});
    }
    list.PathStroke(c.series[0].u32(), 0, 1.8f);
    const ImRect name({box.Min.x + 2, box.Max.y - 17}, {box.Max.x - 2, box.Max.y - 2});
    drawText(ui, name, spec.name, {Font::Tiny, c.text, Align::Center});
    focusRing(ui, state.id, box, ui.metrics.fieldRadius);
    return state.pressed;
}

}  // namespace squash::ui
