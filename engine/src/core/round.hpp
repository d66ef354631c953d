// Sizes that are filled up to whole units.
#pragma once
#include <cstddef>

namespace squash {

// The smallest multiple of `unit` (not 0) that is not below `value`.
constexpr std::size_t roundUp(std::size_t value, std::size_t unit) {
    return (value + unit - 1) / unit * unit;
}

}  // namespace squash
