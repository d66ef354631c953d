// What training has made of the parameters of activations that learn: swish's beta, a formula's, prelu's slopes.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "squash/network/network.hpp"

namespace squash {

// One learned parameter of one layer: a single value, or one a channel or unit (prelu).
struct LearnedValue {
    std::size_t layer = 0;                 // among the layers with an activation, from 0
    std::size_t parameter = 0;             // of that activation, in the order of parameterNames()
    std::size_t count = 0;                 // of values; never 0
    double mean = 0, least = 0, most = 0;  // all the same where there is one
};

// Layer by layer. parameters: network.flatSize() floats.
std::vector<LearnedValue> learnedValues(const Network& network, std::span<const float> parameters);

// The activation as it is now in that layer (counted as above): with the means in place of the values that it
// started from.
Activation withLearned(Activation start, std::size_t layer, std::span<const LearnedValue> learned);

}  // namespace squash
