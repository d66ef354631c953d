// Fields that open a list: to choose one of its options, or to switch several on and off.
#include "ui/widgets/lists.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

// Under the text of a row that the pointer or the keyboard is on.
void highlight(const Ui& ui, const ImRect& row, const ItemState& state) {
    if (!state.hovered && ImGui::GetCurrentContext()->NavId != state.id) return;
    const Tokens& c = ui.colors();
    ImGui::GetWindowDrawList()->AddRectFilled(row.Min, row.Max, mix(c.raised, c.text, 0.08f).u32(),
                                              4);
}

// Above a row that is of another sort than those before.
void rule(const Ui& ui, const ImRect& row) {
    ImGui::GetWindowDrawList()->AddRectFilled(row.Min, {row.Max.x, row.Min.y + 1},
                                              ui.colors().line.u32());
}

std::optional<std::size_t> optionRows(Ui& ui, const ComboSpec& spec, Font font) {
    const std::vector<std::string>& options = spec.options;
    const std::size_t chosen = spec.chosen;
    std::optional<std::size_t> answer;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = ui.metrics.row;
    float y = at.y - height;
    for (std::size_t i = 0; i < options.size(); ++i) {
        y += height;
        if (const auto heading = spec.headings.find(i); heading != spec.headings.end()) {
            drawText(ui, {at.x + 8, y, at.x + width - 8, y + height}, heading->second,
                     {Font::Small, ui.colors().dim});
            y += height;
        }
        const ImRect box(at.x, y, at.x + width, y + height);
        ImGui::PushID(static_cast<int>(i));
        const ItemState state =
            item(ui, box, {.label = options[i], .kind = Kind::Button, .value = i == chosen});
        ImGui::PopID();
        highlight(ui, box, state);
        const Color ink = i == chosen ? ui.colors().accent : ui.colors().text;
        drawText(ui, {box.Min + ImVec2(8, 0), box.Max - ImVec2(8, 0)}, options[i], {font, ink});
        if (std::ranges::find(spec.ruled, i) != spec.ruled.end()) rule(ui, box);
        if (state.pressed) answer = i;
    }
    ImGui::Dummy({width, y + height - at.y});
    if (answer) ImGui::CloseCurrentPopup();
    return answer;
}

float longest(const Ui& ui, const std::vector<std::string>& texts, Font font) {
    float width = 0;
    for (const std::string& text : texts)
        width = std::max(width, ui.fonts.width(font, text.c_str()));
    return width;
}

// Says where the popup opened next is to be. width: of its rows; most: of its rows are seen at once.
void placeList(const Ui& ui, const ImRect& box, float width, std::size_t rows, float most) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float all = static_cast<float>(rows) * ui.metrics.row + 8;
    const float wanted = std::min(all, most * ui.metrics.row + 8);
    const float below = screen.y - box.Max.y - 8, above = box.Min.y - 8;
    const bool up = wanted > below && above > below;
    const float height = std::min(wanted, std::max(60.0f, up ? above : below));
    // The scroll bar must not cut the names.
    if (height < all) width += ImGui::GetStyle().ScrollbarSize;
    width = std::max(width, box.GetWidth());
    const float x = std::clamp(box.Max.x - width, 4.0f, std::max(4.0f, screen.x - width - 4));
    ImGui::SetNextWindowPos({x, up ? box.Min.y - 4 - height : box.Max.y + 4});
    ImGui::SetNextWindowSize({width, height});
}

constexpr float kAllRows = 1e4f;
// Of a list that stays open: the rest of the screen is to be seen beside it. Half a row says that there are more.
constexpr float kMostRows = 18.5f, kMark = 16;

// The mark of a checkbox, without its surface where it cannot be changed.
void drawMark(Ui& ui, const ImRect& row, const CheckItem& each, bool hovered) {
    const Tokens& c = ui.colors();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 corner = snapped(ui, {row.Min.x + 8, row.GetCenter().y - kMark / 2});
    const ImRect mark(corner, corner + ImVec2(kMark, kMark));
    const bool filled = each.checked && each.text.enabled;
    drawSurface(ui, mark,
                filled    ? c.accent
                : hovered ? mix(c.raised, c.text, 0.06f)
                          : c.raised,
                filled              ? c.accent
                : each.text.enabled ? c.faint
                                    : c.line,
                4);
    if (each.checked)
        drawIcon(list, Icon::Check, mark.GetCenter(), 10,
                 (each.text.enabled ? c.onAccent : c.dim).u32());
}

// True when it was pressed.
bool checkRow(Ui& ui, const ImRect& row, const CheckItem& each) {
    const Tokens& c = ui.colors();
    const ItemState state = item(ui, row,
                                 {.label = each.text.label,
                                  .kind = each.closes ? Kind::Button : Kind::Checkbox,
                                  .help = each.text.help,
                                  .enabled = each.text.enabled,
                                  .reason = each.text.reason,
                                  .value = each.closes ? Value() : Value(each.checked),
                                  .id = "row"});
    if (!state.visible) return state.pressed;
    highlight(ui, row, state);
    if (!each.closes) drawMark(ui, row, each, state.hovered);
    const float left = row.Min.x + (each.closes ? 8 : kMark + 16);
    drawText(ui, {{left, row.Min.y}, {row.Max.x - 4, row.Max.y}}, each.shown,
             {Font::Text, each.text.enabled ? c.text : c.dim});
    return state.pressed;
}

// The field of combo(), which opens the popup of this id.
void listField(Ui& ui, const ImRect& box, const ComboSpec& spec, const std::string& popup) {
    const std::string& shown = spec.shown.empty() ? spec.options[spec.chosen] : spec.shown;
    const ItemState state = item(ui, box,
                                 {.label = spec.text.label,
                                  .kind = Kind::Combo,
                                  .help = spec.text.help,
                                  .enabled = spec.text.enabled,
                                  .reason = spec.text.reason,
                                  .value = shown});
    const bool open = ImGui::IsPopupOpen(popup.c_str());
    if (state.visible) {
        if (!spec.flat) drawField(ui, box, state.hovered, open);
        const Font font = spec.flat ? Font::Small : spec.numbers ? Font::Number : Font::Text;
        const Color ink = spec.flat && !state.hovered ? ui.colors().dim : ui.colors().text;
        const ImRect inside(box.Min + ImVec2(8, 0), box.Max - ImVec2(24, 0));
        drawText(ui, inside, shown, {font, ink, spec.flat ? Align::Right : Align::Left});
        drawChevron(ui, box);
        focusRing(ui, state.id, box, ui.metrics.fieldRadius);
    }
    if (state.pressed) ImGui::OpenPopup(popup.c_str());
}

}  // namespace

void drawField(Ui& ui, const ImRect& box, bool hovered, bool active) {
    const Tokens& c = ui.colors();
    drawSurface(ui, box, hovered ? mix(c.raised, c.text, 0.06f) : c.raised,
                active ? c.accent : c.line, ui.metrics.fieldRadius);
}

void drawChevron(Ui& ui, const ImRect& box) {
    drawIcon(*ImGui::GetWindowDrawList(), Icon::Chevron, {box.Max.x - 14, box.GetCenter().y}, 9,
             ui.colors().dim.u32());
}

std::optional<std::size_t> optionList(Ui& ui, const ImRect& box, const char* id,
                                      const ComboSpec& spec) {
    const Font font = spec.numbers ? Font::Number : Font::Text;
    placeList(ui, box, longest(ui, spec.options, font) + 28,
              spec.options.size() + spec.headings.size(), kAllRows);
    std::optional<std::size_t> answer;
    if (ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove)) {
        answer = optionRows(ui, spec, font);
        ImGui::EndPopup();
    }
    return answer;
}

std::optional<std::size_t> combo(Ui& ui, const ImRect& box, const ComboSpec& spec) {
    const std::string popup = "##list " + spec.text.label;
    listField(ui, box, spec, popup);
    return optionList(ui, box, popup.c_str(), spec);
}

std::optional<std::size_t> checkList(Ui& ui, const ImRect& box, const ControlText& text,
                                     const std::function<std::vector<CheckItem>()>& listed) {
    const std::string popup = "##list " + text.label;
    listField(ui, box, {.text = text, .options = {}, .shown = text.label}, popup);
    if (!ImGui::IsPopupOpen(popup.c_str())) return std::nullopt;
    const std::vector<CheckItem> items = listed();
    std::vector<std::string> names;
    names.reserve(items.size());
    for (const CheckItem& each : items) names.push_back(each.shown);
    placeList(ui, box, longest(ui, names, Font::Text) + kMark + 32, items.size(), kMostRows);
    std::optional<std::size_t> answer;
    if (!ImGui::BeginPopup(popup.c_str(), ImGuiWindowFlags_NoMove)) return answer;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = ui.metrics.row;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const float y = at.y + static_cast<float>(i) * height;
        const ImRect row(at.x, y, at.x + width, y + height);
        ImGui::PushID(static_cast<int>(i));
        if (checkRow(ui, row, items[i])) answer = i;
        ImGui::PopID();
        if (items[i].ruled) rule(ui, row);
    }
    ImGui::Dummy({width, static_cast<float>(items.size()) * height});
    if (answer && items[*answer].closes) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    return answer;
}

std::optional<std::size_t> listButton(Ui& ui, const ImRect& box, const ComboSpec& spec) {
    const std::string popup = "##list " + spec.text.label;
    const bool chosen = spec.chosen < spec.options.size();
    const ItemState state = item(ui, box,
                                 {.label = spec.text.label,
                                  .kind = Kind::Combo,
                                  .help = spec.text.help,
                                  .value = chosen ? spec.options[spec.chosen] : std::string()});
    if (state.visible) {
        drawField(ui, box, state.hovered, ImGui::IsPopupOpen(popup.c_str()));
        drawIcon(*ImGui::GetWindowDrawList(), Icon::Chevron, box.GetCenter(), 9,
                 ui.colors().dim.u32());
        focusRing(ui, state.id, box, ui.metrics.fieldRadius);
    }
    if (state.pressed) ImGui::OpenPopup(popup.c_str());
    return optionList(ui, box, popup.c_str(), spec);
}

std::optional<std::size_t> listTile(Ui& ui, const ImRect& box, const TileSpec& spec,
                                    const ComboSpec& list) {
    const std::string popup = "##list " + spec.text.label;
    if (activationTile(ui, box, spec)) ImGui::OpenPopup(popup.c_str());
    drawIcon(*ImGui::GetWindowDrawList(), Icon::Chevron, {box.Max.x - 9, box.Min.y + 9}, 8,
             ui.colors().dim.u32());
    return optionList(ui, box, popup.c_str(), list);
}

}  // namespace squash::ui
