// Which entry of the catalogue a typed formula is in other words: the order of factors and terms, the
// names of parameters and dividing by a power of two make no difference.
#pragma once
#include "squash/activations/activation.hpp"

namespace squash {

// The entry itself, of a typed formula the first one that equals it with its parameters in the same
// order; null where there is none.
const ActivationInfo* catalogueEntryOf(const Activation& activation);

}  // namespace squash
