#include "squash/core/random.hpp"

#include <cassert>
#include <utility>

namespace squash {

namespace {
// splitmix64's finalizer (Steele, Lea, Flood 2014): every input bit changes about half of the output.
std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15u;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}
}  // namespace

std::uint32_t uniformBelow(Generator& generator, std::uint32_t bound) {
    assert(bound > 0);
    auto product = std::uint64_t{static_cast<std::uint32_t>(generator())} * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
        const std::uint32_t threshold = (0u - bound) % bound;
        while (static_cast<std::uint32_t>(product) < threshold)
            product = std::uint64_t{static_cast<std::uint32_t>(generator())} * bound;
    }
    return static_cast<std::uint32_t>(product >> 32);
}

void shuffle(std::span<std::uint32_t> items, Generator& generator) {
    for (std::size_t left = items.size(); left > 1; --left) {
        const auto other = uniformBelow(generator, static_cast<std::uint32_t>(left));
        std::swap(items[left - 1], items[other]);
    }
}

std::uint32_t streamSeed(Stream stream, std::uint64_t seed, std::uint64_t index) {
    const std::uint64_t mixed = mix(mix(mix(static_cast<std::uint64_t>(stream)) ^ seed) ^ index);
    return static_cast<std::uint32_t>(mixed >> 32);
}

// One 32-bit number seeds the twister: its one-argument seeding is fixed by the standard.
Generator makeGenerator(Stream stream, std::uint64_t seed, std::uint64_t index) {
    return Generator(streamSeed(stream, seed, index));
}

}  // namespace squash
