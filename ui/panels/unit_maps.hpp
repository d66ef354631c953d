// A unit's pictures: its filter, and a channel's maps before and after the activation; of a Dense unit its weights,
// its inputs and their products; and the weights' gradients. Signed numbers, so all on the diverging colours, each with its scale.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "squash/training/unit_calculation.hpp"
#include "ui/gl/heat_map.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

struct UnitPicture {
    std::string label;                    // of the widget: "Filter", "Map of z"
    std::string title, detail = {};       // above it: "filter", and where there is room "5x5x3"
    std::string help = {};                // what a value is, before where and how much
    std::size_t rows = 1, columns = 1;    // of a tile
    std::vector<float> values = {};       // tile by tile, [row][column]
    std::vector<std::string> tiles = {};  // what each is: "R", "#3"; one without a name
    std::optional<MapPlace> mark = {};    // the place that is calculated
    bool choosable = false;               // a click chooses a place

    std::size_t tileCount() const { return tiles.size(); }
};
// The most telling first: where there is little room the last ones are left out.
std::vector<UnitPicture> picturesOf(const UnitCalculation& calculation);

// What it takes beside the picture's own square: title above, scale below.
inline constexpr float kPictureExtra = 18 + 28;

// Draws title, picture and scale in the box, as large as it fits; returns the place that was clicked.
std::optional<MapPlace> drawUnitPicture(Ui& ui, gl::HeatMaps& maps, const ImRect& box,
                                        const UnitPicture& picture);

}  // namespace squash::ui
