#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "ui/widgets/controls.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

void drawField(Ui& ui, const ImRect& box, bool hovered, bool active) {
    const Tokens& c = ui.colors();
    drawSurface(ui, box, hovered ? mix(c.raised, c.text, 0.06f) : c.raised,
                active ? c.accent : c.line, ui.metrics.fieldRadius);
}

void drawChevron(Ui& ui, const ImRect& box) {
    drawIcon(*ImGui::GetWindowDrawList(), Icon::Chevron, {box.Max.x - 14, box.GetCenter().y}, 9,
             ui.colors().dim.u32());
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
        if (state.hovered || ImGui::GetCurrentContext()->NavId == state.id)
            ImGui::GetWindowDrawList()->AddRectFilled(
                box.Min, box.Max, mix(ui.colors().raised, ui.colors().text, 0.08f).u32(), 4);
        const Color ink = i == chosen ? ui.colors().accent : ui.colors().text;
        drawText(ui, {box.Min + ImVec2(8, 0), box.Max - ImVec2(8, 0)}, options[i], {font, ink});
        if (std::ranges::find(spec.ruled, i) != spec.ruled.end())
            ImGui::GetWindowDrawList()->AddRectFilled(box.Min, {box.Max.x, box.Min.y + 1},
                                                      ui.colors().line.u32());
        if (state.pressed) answer = i;
    }
    ImGui::Dummy({width, y + height - at.y});
    if (answer) ImGui::CloseCurrentPopup();
    return answer;
}

float listWidth(const Ui& ui, const ImRect& box, const std::vector<std::string>& options,
                Font font) {
    float width = box.GetWidth();
    for (const std::string& option : options)
        width = std::max(width, ui.fonts.width(font, option.c_str()) + 28);
    return width;
}

// The list below its field, or above where there is no room.
std::optional<std::size_t> optionList(Ui& ui, const ImRect& box, const char* id,
                                      const ComboSpec& spec) {
    const Font font = spec.numbers ? Font::Number : Font::Text;
    const float width = listWidth(ui, box, spec.options, font);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float wanted =
        static_cast<float>(spec.options.size() + spec.headings.size()) * ui.metrics.row + 8;
    const float below = screen.y - box.Max.y - 8, above = box.Min.y - 8;
    const bool up = wanted > below && above > below;
    const float height = std::min(wanted, std::max(60.0f, up ? above : below));
    const float x = std::clamp(box.Max.x - width, 4.0f, std::max(4.0f, screen.x - width - 4));
    ImGui::SetNextWindowPos({x, up ? box.Min.y - 4 - height : box.Max.y + 4});
    ImGui::SetNextWindowSize({width, height});
    std::optional<std::size_t> answer;
    if (ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove)) {
        answer = optionRows(ui, spec, font);
        ImGui::EndPopup();
    }
    return answer;
}

// Where typed text stands for a number; nothing when it does not.
std::optional<double> parsed(const NumberSpec& spec, const std::string& text) {
    if (!spec.shown.empty() && text == spec.shown) return spec.shownAs;
    std::string plain;
    for (const char c : text)
        if (c != ',' && c != ' ') plain += c;
    char* end = nullptr;
    const double value = std::strtod(plain.c_str(), &end);
    if (plain.empty() || *end || !std::isfinite(value)) return std::nullopt;
    return spec.integer ? std::round(value) : value;
}

NumberAnswer judged(const NumberSpec& spec, const std::string& text) {
    const auto value = parsed(spec, text);
    const bool special = value && !spec.shown.empty() && *value == spec.shownAs;
    if (value && (special || (*value >= spec.minimum && *value <= spec.maximum)))
        return {.value = value, .problem = {}};
    return {.value = std::nullopt,
            .problem = spec.text.label + " (" + text + "): expected a number from " +
                       compact(spec.minimum) + " to " + compact(spec.maximum)};
}

std::string numberText(const NumberSpec& spec) {
    if (!spec.shown.empty() && spec.value == spec.shownAs) return spec.shown;
    return spec.integer ? grouped(static_cast<std::uint64_t>(std::max(0.0, spec.value)))
                        : compact(spec.value);
}

}  // namespace

std::optional<std::size_t> combo(Ui& ui, const ImRect& box, const ComboSpec& spec) {
    const std::string& shown = spec.shown.empty() ? spec.options[spec.chosen] : spec.shown;
    const ItemState state = item(ui, box,
                                 {.label = spec.text.label,
                                  .kind = Kind::Combo,
                                  .help = spec.text.help,
                                  .enabled = spec.text.enabled,
                                  .reason = spec.text.reason,
                                  .value = shown});
    const std::string popup = "##list " + spec.text.label;
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
    return optionList(ui, box, popup.c_str(), spec);
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

std::optional<double> slider(Ui& ui, const ImRect& box, const SliderSpec& spec) {
    const ItemState state = item(ui, box,
                                 {.label = spec.text.label,
                                  .kind = Kind::Slider,
                                  .help = spec.text.help,
                                  .enabled = spec.text.enabled,
                                  .reason = spec.text.reason,
                                  .value = spec.value});
    const auto nearest = std::min_element(
        spec.stops.begin(), spec.stops.end(),
        [&](double a, double b) { return std::abs(a - spec.value) < std::abs(b - spec.value); });
    auto index = static_cast<std::ptrdiff_t>(nearest - spec.stops.begin());
    const auto last = static_cast<std::ptrdiff_t>(spec.stops.size()) - 1;
    const float left = box.Min.x + 8, width = box.GetWidth() - 16;
    std::optional<double> answer;
    if (state.held && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        const float share = std::clamp((ImGui::GetIO().MousePos.x - left) / width, 0.0f, 1.0f);
        index = std::lround(share * static_cast<float>(last));
    }
    if (ImGui::GetCurrentContext()->NavId == state.id &&
        ImGui::GetCurrentContext()->NavCursorVisible) {
        index += ImGui::IsKeyPressed(ImGuiKey_RightArrow) - ImGui::IsKeyPressed(ImGuiKey_LeftArrow);
        index = std::clamp<std::ptrdiff_t>(index, 0, last);
    }
    const double stop = spec.stops[static_cast<std::size_t>(index)];
    if (index != nearest - spec.stops.begin() || (state.held && stop != spec.value)) answer = stop;
    if (!state.visible) return answer;
    const Tokens& c = ui.colors();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float y = box.GetCenter().y;
    const float x = left + width * static_cast<float>(index) /
                               static_cast<float>(std::max<std::ptrdiff_t>(1, last));
    list.AddRectFilled({left, y - 1.5f}, {left + width, y + 1.5f}, c.line.u32(), 2);
    list.AddRectFilled({left, y - 1.5f}, {x, y + 1.5f}, c.accent.u32(), 2);
    list.AddCircleFilled({x, y}, state.hovered || state.held ? 8.0f : 7.0f, c.accent.u32());
    focusRing(ui, state.id, box, 4);
    return answer;
}

NumberAnswer numberField(Ui& ui, const ImRect& box, const NumberSpec& spec) {
    const bool list = !spec.suggestions.empty();
    const std::string shown = numberText(spec);
    char text[64];
    std::snprintf(text, sizeof text, "%s", shown.c_str());
    ImGui::PushID(spec.text.label.c_str());
    const ImGuiID id = ImGui::GetCurrentWindow()->GetID("##field");
    drawField(ui, box, false, ImGui::GetActiveID() == id);
    ui.fonts.push(Font::Number);
    ImGui::SetCursorScreenPos({box.Min.x, box.GetCenter().y - ImGui::GetFontSize() / 2});
    ImGui::SetNextItemWidth(box.GetWidth() - (list ? 28 : 0));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {8, 0});
    const bool entered =
        ImGui::InputText("##field", text, sizeof text,
                         ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::PopStyleVar();
    ImGui::PopFont();
    // Dear ImGui takes Escape back only in a text that outlives the frame.
    const bool left = ImGui::IsItemDeactivatedAfterEdit() && !ImGui::IsKeyPressed(ImGuiKey_Escape);
    const ImRect input(box.Min, {box.Max.x - (list ? 28.0f : 0.0f), box.Max.y});
    describeLastItem(
        ui, input,
        {.label = spec.text.label, .kind = Kind::Input, .help = spec.text.help, .value = shown});
    NumberAnswer answer;
    if (entered || left) answer = judged(spec, text);
    if (list) {
        const ImRect arrow({box.Max.x - 28, box.Min.y}, box.Max);
        const ItemState state = item(ui, arrow,
                                     {.label = spec.text.label + " list",
                                      .kind = Kind::Combo,
                                      .help = "Common values.",
                                      .value = shown});
        if (state.visible) drawChevron(ui, box);
        focusRing(ui, state.id, arrow, ui.metrics.fieldRadius);
        ComboSpec options{
            .text = spec.text, .options = {}, .chosen = spec.suggestions.size(), .numbers = true};
        for (std::size_t i = 0; i < spec.suggestions.size(); ++i) {
            NumberSpec one = spec;
            one.value = spec.suggestions[i];
            options.options.push_back(numberText(one));
            if (spec.suggestions[i] == spec.value) options.chosen = i;
        }
        if (state.pressed) ImGui::OpenPopup("##list");
        if (const auto chosen = optionList(ui, box, "##list", options))
            answer = {.value = spec.suggestions[*chosen], .problem = {}};
    }
    ImGui::PopID();
    return answer;
}

}  // namespace squash::ui
