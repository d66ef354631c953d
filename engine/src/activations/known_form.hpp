// Which entry of the catalogue a typed formula is in other words: the order of factors and terms, the names of
// parameters, numbers in their place and dividing by a power of two make no difference.
#pragma once
#include <array>

#include "squash/activations/activation.hpp"

namespace squash {

struct KnownForm {
    const ActivationInfo* entry = nullptr;                   // null: none
    std::array<double, kMaxFormulaParameters> parameters{};  // in the entry's order
};

// The entry itself; of a typed formula the first one that equals it.
KnownForm knownFormOf(const Activation& activation);

}  // namespace squash
