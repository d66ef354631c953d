// Whether a function that a person typed can be trained with at all: looked at before, over the values that a
// layer's inputs usually have.
#pragma once
#include <optional>
#include <string>

#include "squash/activations/activation.hpp"

namespace squash {

inline constexpr double kScanReach = 20;  // x from -20 to 20

// What stands in the way of training: "its value is not finite from x = -20 to -0.01", "its gradient is 0
// almost everywhere". Nothing where all is well, and for entries of the catalogue.
std::optional<std::string> trainingProblem(const Activation& activation);

}  // namespace squash
