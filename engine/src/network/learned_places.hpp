// Where in the network's parameters the values of a layer's learned parameters lie.
#pragma once
#include <cstddef>
#include <vector>

#include "squash/network/network.hpp"

namespace squash {

struct LearnedPlace {
    std::size_t parameter;      // of the layer's activation, in the order of parameterNames()
    const ParameterInfo* info;  // of `network`, which must outlive it
};

// None where nothing of the layer's activation learns. layer: one of network.layers().
std::vector<LearnedPlace> learnedPlaces(const Network& network, const Layer& layer);

}  // namespace squash
