#include "ui/panels/units.hpp"

#include <algorithm>
#include <cmath>

#include "ui/panels/activation.hpp"
#include "ui/panels/unit_card.hpp"
#include "ui/panels/unit_history.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

constexpr float kName = 92, kShares = 180, kMostSide = 18, kLeastSide = 8, kGap = 1;
constexpr float kLayerGap = 10, kLeastHeight = 18;
constexpr float kViewWidth = 130, kNoteWidth = 200, kLegendWidth = 150;

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

Color unitColor(const Tokens& c, bool dead, double saturatedShare) {
    return dead ? c.bad : mix(c.raised, c.series[1], static_cast<float>(saturatedShare));
}

// The squares' colours, from the right: dead, and the share of flat inputs from none to all.
void drawLegend(Ui& ui, const ImRect& row) {
    constexpr float side = 10;
    constexpr int shares = 4;
    const Tokens& c = ui.colors();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float right = row.Max.x;
    const auto word = [&](const char* text) {
        const float width = ui.fonts.width(Font::Small, text) + 1;
        drawText(ui, {{right - width, row.Min.y}, {right, row.Max.y}}, text, {Font::Small, c.dim});
        right -= width + 5;
    };
    const auto square = [&](Color ink) {
        const float top = row.GetCenter().y - side / 2;
        list.AddRectFilled({right - side, top}, {right, top + side}, ink.u32(), 1);
        right -= side + 1;
    };
    word("dead");
    square(unitColor(c, true, 1));
    right -= 10;
    word("flat");
    for (int i = shares; i >= 0; --i) square(unitColor(c, false, static_cast<double>(i) / shares));
}

}  // namespace

void UnitsPanel::drawLayer(const PanelContext& context, const ImRect& box, const LayerUnits& units,
                           const std::string& name) const {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    const ImRect left(box.Min, {box.Min.x + kName, box.Min.y + kLeastHeight});
    drawText(ui, left, name, {Font::Small, c.text});
    const bool out = isOut(context.driver.snapshot());
    const ImRect right({box.Max.x - kShares, box.Min.y}, {box.Max.x, box.Min.y + kLeastHeight});
    textItem(
        ui, right, "Units of " + name, out ? kNoNumber : sharesText(units),
        {Font::NumberTiny, out || (units.values > 0 && units.deadShare() > 0) ? c.badText : c.dim,
         Align::Right});
}

void UnitsPanel::drawUnit(const PanelContext& context, const ImRect& square,
                          const LayerUnits& units, std::size_t unit) {
    const Tokens& c = context.ui.colors();
    const std::string name = names_[units.layer] + " unit " + std::to_string(unit + 1);
    const bool out = isOut(context.driver.snapshot());
    const std::string text = out ? kNoNumber : unitText(units, unit);
    const ItemState state = item(
        context.ui, square,
        {.label = name, .help = name + ": " + text + ". Click: its calculation.", .value = text});
    const Color ink =
        unitColor(c, units.dead(unit), units.values > 0 ? units.saturatedShare(unit) : 0.0);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(square.Min, square.Max, ink.u32(), 1);
    if (state.hovered) list.AddRect(square.Min, square.Max, c.text.u32(), 1);
    if (!state.pressed) return;
    const auto& gallery = context.driver.snapshot().gallery;
    inspected_ = UnitChoice{
        .layer = units.layer, .unit = unit, .image = gallery.empty() ? 0 : gallery.front().image};
}

void UnitsPanel::drawGrid(const PanelContext& context, const ImRect& area) {
    const auto& layers = *context.driver.snapshot().units;
    const UnitGrid grid = fitting(area, layers);
    const float bar = ImGui::GetStyle().ScrollbarSize;
    // Tab goes on to the next control, not through some hundreds of squares; the arrows reach them.
    ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);
    scrolling("##units", {area.Min, {area.Max.x - bar, area.Max.y}}, bar, [&](ImVec2 at) {
        float top = at.y;
        for (const LayerUnits& units : layers) {
            if (units.layer >= names_.size()) continue;  // of another network, for a moment
            const float height = grid.height(units.units());
            drawLayer(context, {at.x, top, area.Max.x - bar, top + height}, units,
                      names_[units.layer]);
            for (std::size_t unit = 0; unit < units.units(); ++unit) {
                const ImVec2 corner(
                    at.x + kName + static_cast<float>(unit % grid.columns) * (grid.side + kGap),
                    top + static_cast<float>(unit / grid.columns) * (grid.side + kGap));
                const ImRect square(corner, corner + ImVec2(grid.side, grid.side));
                if (ImGui::IsRectVisible(square.Min, square.Max))
                    drawUnit(context, square, units, unit);
            }
            top += height + kLayerGap;
        }
        return top - at.y;
    });
    ImGui::PopItemFlag();
}

// False where there is nothing to inspect any more.
bool UnitsPanel::drawInspected(const PanelContext& context, const ImRect& area) {
    const auto& units = *context.driver.snapshot().units;
    const bool there = inspected_->layer < std::min(units.size(), names_.size()) &&
                       inspected_->unit < units[inspected_->layer].units() &&
                       inspected_->image < context.driver.data()->validation.size();
    if (!there) return false;
    const auto& found = context.driver.snapshot().unit;
    if (!found || found->choice.layer != inspected_->layer ||
        found->choice.unit != inspected_->unit || found->choice.image != inspected_->image) {
        drawEmpty(context.ui, area, "The calculation of this unit is on its way.");
        return true;
    }
    const UnitCardAnswer answer = drawUnitCard(context.ui, context.heatMaps, area,
                                               {.calculation = *found,
                                                .experiment = context.driver.experiment(),
                                                .data = *context.driver.data(),
                                                .surface = false});
    if (answer.choice) inspected_ = answer.choice;
    const bool escaped =
        ImGui::IsKeyPressed(ImGuiKey_Escape) && !ImGui::GetIO().WantTextInput &&
        !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    return !answer.close && !escaped;
}

void UnitsPanel::drawHead(const PanelContext& context, const ImRect& row) {
    Ui& ui = context.ui;
    const ComboSpec list{.text = {.label = "Units view",
                                  .help = "Every unit now, or how many are dead and came back."},
                         .options = {"units now", "over the steps"},
                         .chosen = overTime_,
                         .flat = true};
    if (const auto chosen = combo(ui, {{row.Max.x - kViewWidth, row.Min.y}, row.Max}, list)) {
        overTime_ = *chosen == 1;
        inspected_.reset();
    }
    ImRect note(row.Min, {row.Max.x - kViewWidth - 8, row.Max.y});
    if (!overTime_ && !inspected_ && note.GetWidth() >= kLegendWidth) {
        drawLegend(ui, note);
        note.Max.x -= kLegendWidth + 16;
    }
    if (note.GetWidth() >= kNoteWidth)
        textItem(ui, note, "Dead units note", "of up to 256 validation images",
                 {Font::Small, ui.colors().dim, Align::Right});
}

void UnitsPanel::draw(const PanelContext& context, const ImRect& row, const ImRect& area) {
    Ui& ui = context.ui;
    const Snapshot& snapshot = context.driver.snapshot();
    Stack rows(area, 4);
    const ImRect head = row.GetWidth() >= kViewWidth ? row : rows.take(ui.metrics.row);
    names_ = hiddenLayerNames(context.driver.experiment());
    drawHead(context, head);
    if (!snapshot.units || snapshot.units->empty())
        return drawEmpty(ui, rows.rest(),
                         "Every unit will be a square here, as soon as the network is looked at.");
    if (inspected_ && !drawInspected(context, rows.rest()))
        inspected_.reset();
    else if (!inspected_ && overTime_)
        drawUnitHistory(ui, context.heatMaps, rows.rest(), {snapshot.unitHistory.get(), names_});
    else if (!inspected_)
        drawGrid(context, rows.rest());
}

}  // namespace squash::ui
