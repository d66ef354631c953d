// A plot's legend: which lines are named there, with the names that have room, and how their dashes look.
#include <algorithm>
#include <cmath>

#include "ui/plot/plot.hpp"

namespace squash::ui {
namespace {

constexpr double kLineContrast = 3;
constexpr float kDash = 26, kBetween = 12;  // the line's dash with what follows it; of two entries

// The line's dash in the legend. A thin one between two rows of pixels would be half as strong.
void drawMark(const Ui& ui, const ImRect& box, const Series& series, Color ink) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 from(box.Min.x, box.GetCenter().y), to(box.Min.x + 18, from.y);
    if (series.dash != Dash::Solid) {
        const ImVec2 ends[2] = {from, to};
        strokeLine(list, ends, {ink.u32(), series.width, series.dash});
        return;
    }
    const float width = std::max(1.0f, std::round(series.width * ui.pixelRatio)) / ui.pixelRatio;
    const ImVec2 corner = snapped(ui, from - ImVec2(0, width / 2));
    list.AddRectFilled(corner, {corner.x + to.x - from.x, corner.y + width}, ink.u32());
}

struct Entry {
    std::size_t series;
    std::string text;
    float width;
};

// Of a row with this much room. The main line keeps its entry: others get their short names first, then
// they are left out, those that come first before those behind.
std::vector<Entry> entriesIn(const Ui& ui, std::span<const Series> series, float room) {
    std::vector<Entry> entries;
    float total = -kBetween;
    const auto nameOf = [&](Entry& entry, const std::string& text) {
        if (entry.width > 0) total -= entry.width + kBetween;
        entry.text = text;
        entry.width = kDash + ui.fonts.width(Font::Small, text.c_str()) + 1;
        total += entry.width + kBetween;
    };
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (!series[i].group.empty()) continue;  // it follows another
        entries.push_back({i, "", 0});
        nameOf(entries.back(), series[i].name);
    }
    for (const bool main : {false, true}) {
        for (Entry& entry : entries) {
            const Series& line = series[entry.series];
            const bool shorter = line.main == main && !line.shortName.empty();
            if (total > room && shorter) nameOf(entry, line.shortName);
        }
    }
    const auto other = [&](const Entry& entry) { return !series[entry.series].main; };
    while (total > room) {
        const auto first = std::ranges::find_if(entries, other);
        if (first == entries.end()) break;
        total -= first->width + kBetween;
        entries.erase(first);
    }
    return entries;
}

}  // namespace

float visibleFaintness(Color color, Color surface, float wanted, double leastContrast) {
    float faintness = wanted;
    while (faintness > 0 && contrast(mix(color, surface, faintness), surface) < leastContrast)
        faintness -= 0.01f;
    return std::max(faintness, 0.0f);
}

Color legendInk(const Tokens& colors, const Series& series) {
    return mix(series.color, colors.panel,
               visibleFaintness(series.color, colors.panel, series.faintness, kLineContrast));
}

float legend(Ui& ui, const ImRect& row, std::span<const Series> series, PlotView& view) {
    float right = row.Max.x;
    view.highlighted.clear();
    const std::vector<Entry> entries = entriesIn(ui, series, row.GetWidth());
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const Series& line = series[entry->series];
        const float left = std::max(right - entry->width, row.Min.x);
        const ImRect box(left, row.GetCenter().y - 12, right, row.GetCenter().y + 12);
        const bool on = view.shows(line.name);
        ImGui::PushID(static_cast<int>(entry->series));
        const ItemState state =
            item(ui, box,
                 {.label = line.name,
                  .kind = Kind::Checkbox,
                  .help = on ? "Click to hide this line." : "Click to show this line.",
                  .value = on});
        ImGui::PopID();
        drawMark(ui, box, line, on ? legendInk(ui.colors(), line) : ui.colors().faint);
        const ImRect name(box.Min.x + kDash, box.Min.y, box.Max.x, box.Max.y);
        drawText(ui, name, entry->text, {Font::Small, ui.colors().dim});
        const ImVec2 through[2] = {{name.Min.x, name.GetCenter().y},
                                   {name.Max.x, name.GetCenter().y}};
        if (!on) strokeLine(*ImGui::GetWindowDrawList(), through, {ui.colors().dim.u32(), 1});
        focusRing(ui, state.id, box, 4);
        if (state.hovered && on) view.highlighted = line.name;
        if (state.pressed && on) view.hidden.push_back(line.name);
        if (state.pressed && !on) std::erase(view.hidden, line.name);
        right = box.Min.x - kBetween;
    }
    return right;
}

}  // namespace squash::ui
