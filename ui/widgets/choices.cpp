#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "ui/widgets/controls.hpp"
#include "ui/widgets/format.hpp"
#include "ui/widgets/lists.hpp"

namespace squash::ui {
namespace {

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

// Between two stops in proportion, at an end where it lies beyond.
float stopOf(std::span<const double> stops, double value) {
    const auto above = std::ranges::lower_bound(stops, value);
    if (above == stops.begin()) return 0;
    if (above == stops.end()) return static_cast<float>(stops.size() - 1);
    const double below = *(above - 1);
    return static_cast<float>(above - stops.begin() - 1) +
           static_cast<float>((value - below) / (*above - below));
}

// From end to end of the track.
struct Track {
    float left, width, y;
};

void drawMarks(const Ui& ui, const Track& track, const SliderSpec& spec) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto last = static_cast<float>(std::max<std::size_t>(2, spec.stops.size()) - 1);
    const auto place = [&](double value) {
        return track.left + track.width * stopOf(spec.stops, value) / last;
    };
    for (const SliderMark& mark : spec.marks) {
        list.AddRectFilled({place(mark.least), track.y + 8}, {place(mark.most), track.y + 10},
                           ui.colors().dim.u32());
        const float x = place(mark.at);
        list.AddTriangleFilled({x, track.y + 6}, {x - 4, track.y + 12}, {x + 4, track.y + 12},
                               ui.colors().text.u32());
    }
}

}  // namespace

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
    drawMarks(ui, {left, width, y}, spec);
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
