// Whether an activation may be applied after a maximum is taken.
#pragma once
#include "squash/activations/activation.hpp"

namespace squash {

// f never decreases: its table entry says so, for parameters within their slider's bounds. Then the
// maximum of f(z) is f of the maximum.
bool isMonotone(const Activation& activation);

}  // namespace squash
