// Reading an activation out of a longer text, so that columns in errors are those of what the
// person wrote ('relu+tanh+...').
#pragma once
#include "core/call_text.hpp"
#include "squash/activations/activation.hpp"

namespace squash {

Activation readActivation(std::string_view whole, TextPiece piece);

}  // namespace squash
