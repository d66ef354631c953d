#include "ui/panels/unit_maps.hpp"

#include <algorithm>
#include <cmath>

#include "ui/panels/unit_sum.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr float kTitle = 18, kScale = 28, kBetweenTiles = 2, kLeastScale = 92;

// Tiles in rows, all of the same whole number of pixels a cell where that fits.
struct TileGrid {
    std::size_t across = 1;
    float cell = 0;  // edge of a value's square
};

TileGrid gridOf(const Ui& ui, const ImRect& box, const UnitPicture& picture) {
    TileGrid best;
    for (std::size_t across = 1; across <= picture.tileCount(); ++across) {
        const std::size_t down = (picture.tileCount() + across - 1) / across;
        const auto cellOf = [](float room, std::size_t tiles, std::size_t cells) {
            const auto count = static_cast<float>(tiles);
            return (room - kBetweenTiles * (count - 1)) / (count * static_cast<float>(cells));
        };
        const float cell = std::min(cellOf(box.GetWidth(), across, picture.columns),
                                    cellOf(box.GetHeight(), down, picture.rows));
        if (cell > best.cell) best = {across, cell};
    }
    const float pixels = std::floor(best.cell * ui.pixelRatio);
    if (pixels >= 1) best.cell = pixels / ui.pixelRatio;
    return best;
}

ImRect tileAt(const ImRect& box, const UnitPicture& picture, const TileGrid& grid,
              std::size_t tile) {
    const ImVec2 size(grid.cell * static_cast<float>(picture.columns),
                      grid.cell * static_cast<float>(picture.rows));
    const ImVec2 corner =
        box.Min + ImVec2(static_cast<float>(tile % grid.across) * (size.x + kBetweenTiles),
                         static_cast<float>(tile / grid.across) * (size.y + kBetweenTiles));
    return {corner, corner + size};
}

float reachOf(const UnitPicture& picture) {
    float reach = 0;
    for (const float value : picture.values)
        if (std::isfinite(value)) reach = std::max(reach, std::abs(value));
    return reach;
}

gl::HeatMapSpec mapOf(const UnitPicture& picture, float reach) {
    gl::HeatMapSpec map;
    map.values = picture.values;
    map.columns = static_cast<int>(picture.columns);
    map.rows = static_cast<int>(picture.rows * picture.tileCount());
    map.lowest = -reach;
    map.highest = reach;
    map.diverging = true;
    return map;
}

// The colours from the least to the largest, with the numbers that they stand for.
void drawScale(Ui& ui, gl::HeatMaps& maps, const ImRect& box, float reach) {
    constexpr int kSteps = 33;
    gl::HeatMapSpec strip;
    strip.columns = kSteps;
    strip.rows = 1;
    strip.lowest = -1;
    strip.diverging = true;
    for (int i = 0; i < kSteps; ++i)
        strip.values.push_back(2.0f * static_cast<float>(i) / (kSteps - 1) - 1);
    strip.places = {{box.Min + ImVec2(0, 4), {box.Max.x, box.Min.y + 10}, 0, 1}};
    maps.draw(*ImGui::GetWindowDrawList(), std::move(strip), ui.colors());
    const ImRect numbers({box.Min.x, box.Min.y + 11}, box.Max);
    const std::string end = shortNumber(static_cast<double>(reach), 2);
    const TextStyle style{Font::NumberTiny, ui.colors().dim};
    const TextStyle middle{style.font, style.color, Align::Center};
    const float ends = 2 * ui.fonts.width(style.font, ("-" + end).c_str());
    if (reach == 0) return drawText(ui, numbers, "0", style);
    // Both ends in one where they would meet.
    if (ends + 6 > box.GetWidth()) return drawText(ui, numbers, "\u00b1" + end, middle);
    drawText(ui, numbers, "-" + end, style);
    drawText(ui, numbers, end, {style.font, style.color, Align::Right});
    if (ends + 24 < box.GetWidth()) drawText(ui, numbers, "0", middle);
}

void drawTitle(Ui& ui, const ImRect& box, const UnitPicture& picture) {
    const std::string whole = picture.title + " " + picture.detail;
    const bool fits = ui.fonts.width(Font::Tiny, whole.c_str()) <= box.GetWidth();
    drawText(ui, box, fits ? whole : picture.title, {Font::Tiny, ui.colors().dim});
}

// Two lines around the cell, so that it is seen on any colour.
void drawMark(const Ui& ui, const ImRect& tile, const TileGrid& grid, const MapPlace& mark) {
    const ImVec2 corner = tile.Min + ImVec2(static_cast<float>(mark.column) * grid.cell,
                                            static_cast<float>(mark.row) * grid.cell);
    ImRect cell(corner, corner + ImVec2(grid.cell, grid.cell));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    cell.Expand(2);
    list.AddRect(cell.Min, cell.Max, ui.colors().text.u32());
    cell.Expand(1);
    list.AddRect(cell.Min, cell.Max, ui.colors().panel.u32());
}

struct Pointed {
    std::size_t tile = 0, row = 0, column = 0;
};

// The value under the mouse.
std::optional<Pointed> pointedAt(const ImRect& box, const UnitPicture& picture,
                                 const TileGrid& grid) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    for (std::size_t i = 0; i < picture.tileCount(); ++i) {
        const ImRect tile = tileAt(box, picture, grid, i);
        if (!tile.Contains(mouse)) continue;
        const auto at = [&](float distance, std::size_t cells) {
            return std::min(static_cast<std::size_t>(distance / grid.cell), cells - 1);
        };
        return Pointed{i, at(mouse.y - tile.Min.y, picture.rows),
                       at(mouse.x - tile.Min.x, picture.columns)};
    }
    return std::nullopt;
}

std::string helpOf(const UnitPicture& picture, const std::optional<Pointed>& at) {
    if (!at) return picture.help + ".";
    const std::size_t index = (at->tile * picture.rows + at->row) * picture.columns + at->column;
    const std::string& tile = picture.tiles[at->tile];
    return picture.help + ": row " + std::to_string(at->row + 1) + ", column " +
           std::to_string(at->column + 1) + (tile.empty() ? "" : ", " + tile) + " is " +
           shortNumber(static_cast<double>(picture.values[index]), 5) +
           (picture.choosable ? "; a click calculates that place." : ".");
}

// Of the terms, a tile a channel; a row of units is broken into a square, filled up with nothing.
template <class Number>
UnitPicture termsPicture(const UnitCalculation& c, UnitPicture picture, Number number) {
    picture.rows = c.inputs.height;
    picture.columns = c.inputs.width;
    if (c.inputs.flat) {
        const auto count = static_cast<double>(c.terms.size());
        picture.columns = static_cast<std::size_t>(std::ceil(std::sqrt(count)));
        picture.rows = (c.terms.size() + picture.columns - 1) / picture.columns;
        picture.values.assign(picture.rows * picture.columns, 0);
        picture.tiles = {""};
        for (std::size_t i = 0; i < c.terms.size(); ++i)
            picture.values[i] = static_cast<float>(number(c.terms[i]));
        return picture;
    }
    const std::size_t channels = c.inputs.channels, places = picture.rows * picture.columns;
    picture.values.resize(c.terms.size());
    for (std::size_t i = 0; i < c.terms.size(); ++i)
        picture.values[i % channels * places + i / channels] =
            static_cast<float>(number(c.terms[i]));
    for (std::size_t channel = 0; channel < channels; ++channel)
        picture.tiles.push_back(channelName(c, channel));
    return picture;
}

UnitPicture mapPicture(const UnitCalculation& c, UnitPicture picture,
                       const std::vector<double>& values) {
    picture.rows = c.maps->height;
    picture.columns = c.maps->width;
    picture.tiles = {""};
    picture.values.assign(values.begin(), values.end());
    picture.mark = c.choice.place;
    picture.choosable = true;
    return picture;
}

std::string sizeOf(const squash::Shape& inputs) {
    const std::string cross = "\u00d7";
    if (inputs.flat) return std::to_string(inputs.channels);
    return std::to_string(inputs.height) + cross + std::to_string(inputs.width) + cross +
           std::to_string(inputs.channels);
}

}  // namespace

std::vector<UnitPicture> picturesOf(const UnitCalculation& c) {
    const auto terms = [&](UnitPicture picture, auto number) {
        return termsPicture(c, std::move(picture), number);
    };
    const auto weight = [](const UnitTerm& term) { return term.weight; };
    const UnitPicture gradients = terms({.label = "Gradients of the weights",
                                         .title = "dL/dW",
                                         .help = "The gradients of the weights"},
                                        [](const UnitTerm& term) { return term.gradient; });
    const std::string size = sizeOf(c.inputs);
    if (c.maps)
        return {terms({.label = "Filter",
                       .title = "filter",
                       .detail = size,
                       .help = "The filter's weights"},
                      weight),
                mapPicture(c,
                           {.label = "Map of z",
                            .title = "z",
                            .detail = "before f",
                            .help = "z, before the activation"},
                           c.maps->z),
                mapPicture(c,
                           {.label = "Map of f(z)",
                            .title = "f(z)",
                            .detail = "after f",
                            .help = "f(z), after the activation"},
                           c.maps->f),
                gradients};
    return {
        terms(
            {.label = "Weights", .title = "weights", .detail = size, .help = "The unit's weights"},
            weight),
        terms({.label = "Inputs", .title = "inputs", .help = "What the unit is given"},
              [](const UnitTerm& term) { return term.input; }),
        terms({.label = "Products",
               .title = "products",
               .help = "Inputs times weights: with the bias they add up to z"},
              [](const UnitTerm& term) { return term.product(); }),
        gradients};
}

std::optional<MapPlace> drawUnitPicture(Ui& ui, gl::HeatMaps& maps, const ImRect& box,
                                        const UnitPicture& picture) {
    const ImRect title(box.Min, {box.Max.x, box.Min.y + kTitle});
    drawTitle(ui, title, picture);
    const ImRect room(snapped(ui, {box.Min.x, title.Max.y}), {box.Max.x, box.Max.y - kScale});
    const TileGrid grid = gridOf(ui, room, picture);
    const float reach = reachOf(picture);
    gl::HeatMapSpec map = mapOf(picture, reach);
    ImRect all(room.Min, room.Min);
    for (std::size_t i = 0; i < picture.tileCount(); ++i) {
        const ImRect tile = tileAt(room, picture, grid, i);
        map.places.push_back({tile.Min, tile.Max, static_cast<int>(i * picture.rows),
                              static_cast<int>(picture.rows)});
        all.Add(tile);
    }
    maps.draw(*ImGui::GetWindowDrawList(), std::move(map), ui.colors());
    if (picture.mark) drawMark(ui, tileAt(room, picture, grid, 0), grid, *picture.mark);
    const float wide = std::max(all.GetWidth(), std::min(kLeastScale, box.GetWidth()));
    drawScale(ui, maps, {{box.Min.x, all.Max.y}, {box.Min.x + wide, all.Max.y + kScale}}, reach);
    const std::optional<Pointed> at = pointedAt(room, picture, grid);
    const ItemState state = item(ui, all,
                                 {.label = picture.label,
                                  .kind = picture.choosable ? Kind::Plot : Kind::Text,
                                  .help = helpOf(picture, at),
                                  .value = "up to " + shortNumber(static_cast<double>(reach), 3)});
    if (!picture.choosable || !state.pressed || !at) return std::nullopt;
    return MapPlace{at->row, at->column};
}

}  // namespace squash::ui
