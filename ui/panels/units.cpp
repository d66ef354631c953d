#include "ui/panels/units.hpp"

#include <algorithm>
#include <cmath>

#include "ui/panels/activation.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

constexpr float kName = 92, kShares = 180, kMostSide = 18, kLeastSide = 5, kGap = 1;
constexpr float kLayerGap = 10, kLeastHeight = 18;

struct UnitGrid {
    std::size_t columns = 1;
    float side = kLeastSide;
    float height(std::size_t units) const {
        const std::size_t rows = (units + columns - 1) / columns;
        return std::max(static_cast<float>(rows) * (side + kGap), kLeastHeight);
    }
};

UnitGrid gridOf(float width, float side) {
    return {std::max<std::size_t>(1, static_cast<std::size_t>(width / (side + kGap))), side};
}

float heightOf(const UnitGrid& grid, const std::vector<LayerUnits>& layers) {
    float sum = 0;
    for (const LayerUnits& layer : layers) sum += grid.height(layer.units()) + kLayerGap;
    return sum;
}

// As large as all layers' units fit.
UnitGrid fitting(const ImRect& area, const std::vector<LayerUnits>& layers) {
    const float width =
        std::max(area.GetWidth() - ImGui::GetStyle().ScrollbarSize - kName - kShares, 1.0f);
    UnitGrid grid = gridOf(width, kMostSide);
    while (grid.side > kLeastSide && heightOf(grid, layers) > area.GetHeight())
        grid = gridOf(width, grid.side - 1);
    return grid;
}

std::string sharesText(const LayerUnits& units) {
    if (units.values == 0) return "no f' of its own";
    return percent(units.deadShare()) + " dead, " + percent(units.saturatedShare()) + " flat";
}

std::string unitText(const LayerUnits& units, std::size_t unit) {
    return std::string(units.dead(unit) ? "dead: f' is 0 for every image"
                                        : percent(units.saturatedShare(unit)) +
                                              " of its inputs where |f'| < 0.05");
}

}  // namespace

void UnitsPanel::drawLayer(const PanelContext& context, const ImRect& box, const LayerUnits& units,
                           const std::string& name) const {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    const ImRect left(box.Min, {box.Min.x + kName, box.Min.y + kLeastHeight});
    drawText(ui, left, name, {Font::Small, c.text});
    const ImRect right({box.Max.x - kShares, box.Min.y}, {box.Max.x, box.Min.y + kLeastHeight});
    textItem(ui, right, "Units of " + name, sharesText(units),
             {Font::NumberTiny, units.values > 0 && units.deadShare() > 0 ? c.badText : c.dim,
              Align::Right});
}

void UnitsPanel::draw(const PanelContext& context, const ImRect& row, const ImRect& area) {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    const Snapshot& snapshot = context.driver.snapshot();
    if (!snapshot.units || snapshot.units->empty()) {
        drawText(ui, area, "Every unit will be a square here, as soon as the network is looked at.",
                 {Font::Small, c.dim, Align::Center});
        return;
    }
    const auto& layers = *snapshot.units;
    const auto names = hiddenLayerNames(context.driver.experiment());
    textItem(ui, row, "Dead units note", "of up to 256 validation images; red: dead",
             {Font::Small, c.dim, Align::Right});
    const UnitGrid grid = fitting(area, layers);
    const float bar = ImGui::GetStyle().ScrollbarSize;
    scrolling("##units", {area.Min, {area.Max.x - bar, area.Max.y}}, bar, [&](ImVec2 at) {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        float top = at.y;
        for (std::size_t i = 0; i < std::min(layers.size(), names.size()); ++i) {
            const LayerUnits& units = layers[i];
            const float height = grid.height(units.units());
            drawLayer(context, {at.x, top, area.Max.x - bar, top + height}, units, names[i]);
            for (std::size_t unit = 0; unit < units.units(); ++unit) {
                const ImVec2 corner(
                    at.x + kName + static_cast<float>(unit % grid.columns) * (grid.side + kGap),
                    top + static_cast<float>(unit / grid.columns) * (grid.side + kGap));
                const ImRect square(corner, corner + ImVec2(grid.side, grid.side));
                const Color ink = units.dead(unit)
                                      ? c.bad
                                      : mix(c.raised, c.series[1],
                                            static_cast<float>(units.saturatedShare(unit)));
                list.AddRectFilled(square.Min, square.Max, ink.u32(), 1);
                if (ImGui::IsMouseHoveringRect(square.Min, square.Max))
                    item(ui, square,
                         {.label = names[i] + " unit " + std::to_string(unit + 1),
                          .kind = Kind::Text,
                          .help = names[i] + ", unit " + std::to_string(unit + 1) + ": " +
                                  unitText(units, unit) + ".",
                          .value = unitText(units, unit)});
            }
            top += height + kLayerGap;
        }
        return top - at.y;
    });
}

}  // namespace squash::ui
