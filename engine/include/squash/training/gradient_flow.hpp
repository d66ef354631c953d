// How gradients go back through the layers at one step, and what the step does to the weights. From the step's
// own mini-batch: L is the mean loss of its images.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "squash/training/moments.hpp"

namespace squash {

// Of a layer with a kernel. RMS: the root of the mean of the squares.
struct LayerFlow {
    std::size_t layer = 0;                // index in Network::layers()
    double preactivationGradientRms = 0;  // of dL/dz, over all its values and the images
    double kernelGradientRms = 0;         // of dL/dW
    double weightRms = 0, updateRms = 0;  // of W before the step, and of what the step adds to it
    double toLast =
        0;  // preactivationGradientRms by the last layer's (dL/d logits); NaN where that is 0
    double updateRatio() const { return updateRms / weightRms; }
};

struct GradientFlow {
    std::uint64_t step = 0;         // whose gradients these are; 0: nothing measured yet
    std::vector<LayerFlow> layers;  // those with a kernel, in order
    double spentMs = 0;             // on the passes over the parameters that measuring adds
};

using FlowHistory = Moments<GradientFlow>;  // over the run so far

}  // namespace squash
