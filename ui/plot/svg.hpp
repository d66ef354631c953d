// A plot as an SVG document: the same geometry, in lines and letters that other programs can change.
#pragma once
#include <string>

#include "ui/plot/plot.hpp"

namespace squash::ui {

// As it is drawn in a box of that size (in pixels), with the legend above it.
std::string svgOf(const Ui& ui, ImVec2 size, const PlotSpec& spec, const PlotView& view);

}  // namespace squash::ui
