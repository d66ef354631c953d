#include "ui/panels/unit_history.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/panels/strip.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr float kName = 72, kGap = 10, kLeastRow = 12, kRoomy = 18;

struct Columns {
    ImRect names, strip, counts;
    float row;  // height

    ImRect rowOf(const ImRect& column, std::size_t layer) const {
        const float top = column.Min.y + row * static_cast<float>(layer);
        return {column.Min.x, top, column.Max.x, top + row};
    }
    bool roomy() const { return row >= kLeastRow; }
};

// With room for the longest text that there can be, so that the strip stays as it is while numbers grow.
float countsWidth(const Ui& ui, const UnitMoment& moment) {
    float width = ui.fonts.width(Font::Tiny, unitHistoryText({}).c_str());
    for (const UnitCounts& layer : moment.layers) {
        const UnitCounts most{.units = layer.units, .dead = layer.units, .revived = layer.units};
        width = std::max(width, ui.fonts.width(Font::Tiny, unitHistoryText(most).c_str()));
    }
    return std::ceil(width) + 1;
}

Columns columnsOf(const Ui& ui, const ImRect& area, const UnitMoment& moment) {
    const float row = stripRowHeight(area, moment.layers.size());
    const float bottom = area.Min.y + row * static_cast<float>(moment.layers.size());
    const float left = area.Min.x + kName, right = area.Max.x - countsWidth(ui, moment);
    return {{area.Min.x, area.Min.y, left - kGap, bottom},
            {left, area.Min.y, right - kGap, bottom},
            {right, area.Min.y, area.Max.x, bottom},
            row};
}

std::string helpOf(const std::string& name, const UnitCounts& counts) {
    if (counts.units == 0) return name + ": its activation has no f' of its own.";
    return name + ": of its " + grouped(counts.units) + " units " + grouped(counts.dead) +
           " are dead now (f' is 0 for every image looked at); " + grouped(counts.revived) +
           " were dead at an earlier look and alive at a later one. " +
           percent(counts.saturatedShare) + " of its inputs lie where |f'| < 0.05.";
}

// Every name, or as many as have room.
void drawNames(Ui& ui, const Columns& columns, const std::vector<std::string>& names) {
    const auto step = static_cast<std::size_t>(std::max(1.0f, std::ceil(kLeastRow / columns.row)));
    const Font font = columns.row >= kRoomy ? Font::Small : Font::Tiny;
    for (std::size_t i = 0; i < names.size(); i += step) {
        ImRect box = columns.rowOf(columns.names, i);
        box.Max.y = std::max(box.Max.y, box.Min.y + kLeastRow);
        if (box.Max.y > columns.names.Max.y + kStripFoot) return;
        drawText(ui, box, names[i], {font, ui.colors().text});
    }
}

void drawCounts(Ui& ui, const Columns& columns, const std::vector<std::string>& names,
                const UnitMoment& moment) {
    const Tokens& c = ui.colors();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const UnitCounts& counts = moment.layers[i];
        const ImRect box = columns.rowOf(columns.counts, i);
        const std::string text = unitHistoryText(counts);
        if (columns.roomy())
            drawText(ui, box, text,
                     {Font::Tiny, counts.dead > 0 ? c.badText : c.dim, Align::Right});
        item(ui, box,
             {.label = "Units over time of " + names[i],
              .kind = Kind::Text,
              .help = helpOf(names[i], counts),
              .value = text});
    }
    if (columns.roomy()) return;
    const UnitCounts all = allLayers(moment);
    drawWrapped(ui, columns.counts,
                unitHistoryText(all) + " in all " + std::to_string(names.size()) + " layers",
                {Font::Tiny, all.dead > 0 ? c.badText : c.dim});
}

}  // namespace

std::string unitHistoryText(const UnitCounts& counts) {
    if (counts.units == 0) return "no f' of its own";
    return grouped(counts.dead) + " dead, " + grouped(counts.revived) + " came back";
}

void drawUnitHistory(Ui& ui, gl::HeatMaps& heatMaps, const ImRect& area,
                     const UnitHistoryView& view) {
    if (view.history == nullptr || view.history->empty() || view.layers.empty() ||
        view.history->newest().layers.size() != view.layers.size())
        return drawEmpty(ui, area,
                         "Each layer's share of flat inputs over the steps, its dead units and "
                         "those that came back to life will be here when the network learns: "
                         "press Play.");
    const UnitMoment& newest = view.history->newest();
    const Columns columns = columnsOf(ui, area, newest);
    drawNames(ui, columns, view.layers);
    StripSpec strip{.label = "Flat inputs over the steps",
                    .help =
                        "The share of each layer's inputs where |f'| < 0.05, from none (dark) "
                        "to all, look by look."};
    strip.fill(view.history->moments(), view.layers.size(),
               [](const UnitMoment& moment, std::size_t layer) {
                   const UnitCounts& counts = moment.layers[layer];
                   return counts.units > 0 ? static_cast<float>(counts.saturatedShare) : 0.0f;
               });
    drawStrip(ui, heatMaps, columns.strip, std::move(strip));
    drawCounts(ui, columns, view.layers, newest);
}

}  // namespace squash::ui
