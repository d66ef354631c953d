// How widely values and gradients spread from layer to layer. With the initial weights, before the first step, it
// says whether they suit depth and activation: LeCun et al. (Efficient BackProp, 1998) and Glorot and Bengio
// (AISTATS 2010) ask for spreads that stay as they are through depth.
#pragma once
#include <cstddef>
#include <vector>

namespace squash {

// Of a layer with a kernel. Deviations are the standard deviation over all of the layer's values: every channel,
// position and image, before any pooling. RMS: the root of the mean of the squares; L is the mean loss of the images.
struct LayerSpread {
    std::size_t layer = 0;              // index in Network::layers()
    double preactivationDeviation = 0;  // of z
    double activationDeviation =
        0;  // of a = f(z); NaN without an activation of its own (the last layer)
    double preactivationGradientRms = 0;  // of dL/dz
    double kernelGradientRms = 0;         // of dL/dW
};

struct DepthSpread {
    std::size_t images = 0;
    std::vector<LayerSpread> layers;  // those with a kernel, in order
};

}  // namespace squash
