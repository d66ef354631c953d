#include "squash/core/random.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <numeric>
#include <vector>

using namespace squash;

TEST_CASE("bounded random numbers are below the bound and even", "[random]") {
    Generator generator(1);
    std::array<int, 7> counts{};
    for (int i = 0; i < 70000; ++i) ++counts[uniformBelow(generator, 7)];
    for (const int count : counts) REQUIRE(std::abs(count - 10000) < 500);
    REQUIRE(uniformBelow(generator, 1) == 0);
    for (int i = 0; i < 100; ++i) REQUIRE(uniformBelow(generator, 0xfffffffeu) < 0xfffffffeu);
}

TEST_CASE("a shuffle keeps every item and depends on the generator only", "[random]") {
    std::vector<std::uint32_t> first(1000);
    std::iota(first.begin(), first.end(), 0u);
    auto second = first;
    Generator a(3), b(3);
    shuffle(first, a);
    shuffle(second, b);
    REQUIRE(first == second);
    REQUIRE_FALSE(std::is_sorted(first.begin(), first.end()));
    std::sort(first.begin(), first.end());
    REQUIRE(first[999] == 999);
}

TEST_CASE("streams differ by purpose, seed and index, and are the same on every machine",
          "[random]") {
    const auto first = [](Stream stream, std::uint64_t seed, std::uint64_t index) {
        return static_cast<std::uint32_t>(makeGenerator(stream, seed, index)());
    };
    const auto base = first(Stream::BatchOrder, 1, 0);
    REQUIRE(base == 0x1ccfd638);
    REQUIRE(base != first(Stream::GeneratedImages, 1, 0));
    REQUIRE(base != first(Stream::BatchOrder, 2, 0));
    REQUIRE(base != first(Stream::BatchOrder, 1, 1));
    REQUIRE(base == first(Stream::BatchOrder, 1, 0));
}
