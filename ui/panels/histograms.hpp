// The weights of a layer and the gradients that reach them: how many there are of each size, over the steps as a
// heat map, and now as bars beside it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "squash/training/weight_histogram.hpp"
#include "ui/gl/heat_map.hpp"
#include "ui/widgets/controls.hpp"

namespace squash::ui {

struct HistogramsView {
    const HistogramHistory* history =
        nullptr;                      // null, empty or of another layer: nothing to show yet
    std::vector<std::string> layers;  // names of those with a kernel, in order; at least one
    std::size_t layer = 0;            // the chosen one of them
};

// Anywhere from 360 x 150 on. Returns the layer that a person chose in this frame.
std::optional<std::size_t> drawHistograms(Ui& ui, gl::HeatMaps& heatMaps, const ImRect& area,
                                          const HistogramsView& view);

}  // namespace squash::ui
