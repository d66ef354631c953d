// Pixels to floats: 16 images, each its own run of bytes, become planes with the images side by side.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

// One pixel of every image; written so that compilers turn the second loop into vector code.
template <class Isa>
SQUASH_INLINE void spreadPixel(const std::uint8_t* const* images, std::size_t pixel, float scale,
                               float* out) {
    std::uint8_t bytes[kLanes];
    for (std::size_t i = 0; i < kLanes; ++i) bytes[i] = images[i][pixel];
    for (std::size_t i = 0; i < kLanes; ++i) out[i] = static_cast<float>(bytes[i]) * scale;
}

template <class Isa>
SQUASH_HOT void spreadFullBlock(const std::uint8_t* const* images, std::size_t bytes, float scale,
                                float* out) {
    const std::uint8_t* local[kLanes];
    for (std::size_t i = 0; i < kLanes; ++i) local[i] = images[i];
    for (std::size_t pixel = 0; pixel < bytes; ++pixel)
        spreadPixel<Isa>(local, pixel, scale, out + pixel * kLanes);
}

// A block with fewer than 16 images comes once a pass at most, so it may be slow.
template <class Isa>
SQUASH_HOT void spreadPartialBlock(const std::uint8_t* const* images, std::size_t count,
                                   std::size_t bytes, float scale, float* out) {
    for (std::size_t pixel = 0; pixel < bytes; ++pixel)
        for (std::size_t i = 0; i < kLanes; ++i)
            out[pixel * kLanes + i] = i < count ? static_cast<float>(images[i][pixel]) * scale : 0;
}

template <class Isa>
void loadImages(const std::uint8_t* const* images, std::size_t count, std::size_t bytes,
                float scale, float* out) {
    if (count == kLanes)
        spreadFullBlock<Isa>(images, bytes, scale, out);
    else
        spreadPartialBlock<Isa>(images, count, bytes, scale, out);
}

}  // namespace
}  // namespace squash::kernels
