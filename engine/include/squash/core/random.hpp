// Randomness that is the same on every machine: std::mt19937 (its outputs are fixed by the C++
// standard) with our own conversions, because the standard's distributions are not.
#pragma once
#include <cstdint>
#include <random>
#include <span>

namespace squash {

using Generator = std::mt19937;

// Uniform in [0, 1) with 24 bits, as shared with the Keras reference: (r >> 8) * 2^-24.
inline float uniform01(Generator& generator) {
    return static_cast<float>(static_cast<std::uint32_t>(generator()) >> 8) * 0x1p-24f;
}

// Uniform in [0, bound), without bias (Lemire, arXiv 1805.10941). bound > 0.
std::uint32_t uniformBelow(Generator& generator, std::uint32_t bound);

// Fisher-Yates shuffle.
void shuffle(std::span<std::uint32_t> items, Generator& generator);

// A generator for one purpose of one experiment; different streams do not overlap in practice.
// The initial weights of weight layer k use std::mt19937(1000 * seed + k) directly (see
// network/initializer.hpp); every other stream is mixed with a purpose number.
enum class Stream : std::uint32_t {
    BatchOrder = 0x5eed0001u,
    GeneratedImages = 0x5eed0002u,
    RandomSlopes = 0x5eed0003u,
    Probe = 0x5eed0004u
};
std::uint32_t streamSeed(Stream stream, std::uint64_t seed, std::uint64_t index = 0);
Generator makeGenerator(Stream stream, std::uint64_t seed, std::uint64_t index = 0);

}  // namespace squash
