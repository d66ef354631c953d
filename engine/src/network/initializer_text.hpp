// An initializer that is a piece of a longer text: errors name its column in the whole.
#pragma once
#include <string_view>

#include "core/call_text.hpp"
#include "squash/network/initializer.hpp"

namespace squash {

Initializer readInitializer(std::string_view whole, const TextPiece& piece);

}  // namespace squash
