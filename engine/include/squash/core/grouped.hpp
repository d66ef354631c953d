// Whole numbers as people read them: 697,046.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace squash {

inline std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

}  // namespace squash
