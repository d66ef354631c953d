// How an activation runs, so far as max pooling can use it.
#pragma once
#include "squash/activations/activation.hpp"

namespace squash {

// As the activation's table entry says, for a typed formula that of the entry which it equals; Other for
// a parameter outside its slider's bounds and for formulas that nobody knows.
Course courseOf(const Activation& activation);

}  // namespace squash
