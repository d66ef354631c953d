// The two tables of the speed panel. Both have a name and three columns of a number with its bar.
#pragma once
#include "squash/network/network.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

// As much as fits of the room for so many rows, and never too small to read.
float speedRowHeight(float room, std::size_t rows);
float speedTableHeight(float rowHeight, std::size_t rows);

inline std::size_t layerRows(const Network& network) { return network.layers().size() + 2; }
// Times of the snapshot's profile, which has to have some. Rows that find no room scroll under the headings.
void drawLayerTimes(const PanelContext& context, const ImRect& area, float rowHeight,
                    const Network& network);

inline std::size_t costRows() { return activationTable().size(); }
// The snapshot's costs, cheapest first. Rows that find no room scroll under the headings.
void drawActivationCosts(const PanelContext& context, const ImRect& area, float rowHeight);

}  // namespace squash::ui
