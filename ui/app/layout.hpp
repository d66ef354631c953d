// Where everything is, for every size of the window: three columns; below 1100 the right one
// becomes tabs of the middle; below 700 one column that scrolls.
#pragma once
#include "imgui.h"
#include "imgui_internal.h"
#include "ui/theme/metrics.hpp"

namespace squash::ui {

enum class Shape { Wide, Medium, Narrow };

struct Layout {
    Shape shape = Shape::Wide;
    ImRect header, footer;
    ImRect left;              // what is chosen; scrolls where it is too tall
    ImRect upper, lower;      // the middle: the curve, the charts
    ImRect network, gallery;  // the right column (Wide only)
    ImRect column;            // everything below the header (Narrow only); scrolls
};

Layout layoutFor(ImVec2 size, const Metrics& metrics);

}  // namespace squash::ui
