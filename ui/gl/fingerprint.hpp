// A number that tells whether some bytes are the same as before; not meant to resist anybody.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>

namespace squash::ui::gl {

inline std::uint64_t fingerprint(std::uint64_t before, std::uint64_t value) {
    const std::uint64_t mixed = (before ^ value) * 0x9e3779b97f4a7c15u;
    return mixed ^ (mixed >> 29);
}

inline std::uint64_t fingerprint(std::uint64_t before, const void* bytes, std::size_t count) {
    const auto* from = static_cast<const unsigned char*>(bytes);
    for (std::uint64_t word = 0; count > 0; word = 0) {
        const std::size_t part = std::min(count, sizeof word);
        std::memcpy(&word, from, part);
        before = fingerprint(before, word);
        from += part;
        count -= part;
    }
    return before;
}

}  // namespace squash::ui::gl
