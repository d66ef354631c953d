// Something measured over a run as a picture: a column a moment, the newest at the right, a row a layer (or whatever
// is wanted), and the first and the last step below it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "ui/gl/heat_map.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

inline constexpr float kStripFoot = 18;  // below the picture, for the steps

// Of one layer, when all of them share the area's height above the foot.
float stripRowHeight(const ImRect& area, std::size_t layers);

struct StripSpec {
    std::string label, help;
    gl::HeatMapSpec map = {};  // all but the places
    std::uint64_t firstStep = 0, lastStep = 0;
    std::string low,
        high;  // what the ends of a diverging map's colours mean: with them the foot has a scale

    // moments: at least one, with their `step`, ascending. value(moment, row) is a float.
    template <class Moment, class Value>
    void fill(const std::vector<Moment>& moments, std::size_t rows, Value value) {
        map.columns = static_cast<int>(moments.size());
        map.rows = static_cast<int>(rows);
        map.values.reserve(moments.size() * rows);
        for (std::size_t row = 0; row < rows; ++row)
            for (const Moment& moment : moments) map.values.push_back(value(moment, row));
        firstStep = moments.front().step;
        lastStep = moments.back().step;
    }
};
// box: of the picture; the foot lies below it. Registered with its steps and how many moments there are.
void drawStrip(Ui& ui, gl::HeatMaps& heatMaps, const ImRect& box, StripSpec spec);

}  // namespace squash::ui
