// How an activation runs, so far as max pooling can use it.
#pragma once
#include "squash/activations/activation.hpp"

namespace squash {

// As the activation's table entry says; Other for a parameter outside its slider's bounds.
Course courseOf(const Activation& activation);

}  // namespace squash
