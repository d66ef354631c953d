// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks"
// (2010), with draws that a few lines of NumPy can repeat (see network.hpp).
#include <algorithm>
#include <cmath>

#include "squash/core/random.hpp"
#include "squash/network/network.hpp"

namespace squash {
namespace {

// Keras's fans: input and output channels, times the receptive field of a convolution.
float glorotLimit(const std::vector<std::size_t>& shape) {
    const std::size_t rank = shape.size();
    double receptive = 1;
    for (std::size_t axis = 0; axis + 2 < rank; ++axis)
        receptive *= static_cast<double>(shape[axis]);
    const auto channels = static_cast<double>(shape[rank - 2] + shape[rank - 1]);
    return static_cast<float>(std::sqrt(6.0 / (receptive * channels)));
}

void setLearned(const Network& network, const Layer& layer, FloatArray& parameters) {
    if (layer.learned < 0) return;
    const Activation activation = *layer.activation();
    auto at = static_cast<std::size_t>(layer.learned);
    for (std::size_t i = 0; i < activation.parameters.size(); ++i) {
        if (!activation.learned[i]) continue;
        const ParameterInfo& info = network.parameters()[at++];
        std::fill_n(parameters.begin() + static_cast<std::ptrdiff_t>(info.offset), info.size,
                    static_cast<float>(activation.parameters[i]));
    }
}

}  // namespace

FloatArray glorotUniform(const Network& network, std::uint64_t seed) {
    FloatArray parameters(network.flatSize(), 0.0f);
    std::uint64_t weightLayer = 0;
    for (const Layer& layer : network.layers()) {
        setLearned(network, layer, parameters);
        if (layer.kernel < 0) continue;
        const ParameterInfo& kernel = network.parameters()[static_cast<std::size_t>(layer.kernel)];
        Generator generator(static_cast<std::uint32_t>(1000 * seed + weightLayer++));
        const float limit = glorotLimit(kernel.shape);
        for (std::size_t i = 0; i < kernel.size; ++i) {
            const float u = uniform01(generator);
            parameters[kernel.offset + i] = (u + u - 1.0f) * limit;
        }
    }
    return parameters;
}

}  // namespace squash
