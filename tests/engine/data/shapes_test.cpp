#include "squash/data/shapes.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

using namespace squash;

namespace {
std::uint64_t hashOf(const ImageSet& set) {  // FNV-1a
    std::uint64_t hash = 0xcbf29ce484222325u;
    const auto add = [&](std::uint8_t byte) { hash = (hash ^ byte) * 0x100000001b3u; };
    std::for_each(set.labels.begin(), set.labels.end(), add);
    std::for_each(set.pixels.begin(), set.pixels.end(), add);
    return hash;
}
}  // namespace

TEST_CASE("generated images are the same on every machine", "[data]") {
    const auto data = generateShapes({.train = 500, .validation = 100, .seed = 1});
    CHECK(hashOf(data.train) == 0x27a7c5cebae2e38aULL);
    CHECK(hashOf(data.validation) == 0xc253734000b2ac1eULL);
}

TEST_CASE("generated images depend on their number and the seed only", "[data]") {
    const auto few = generateShapes({.train = 30, .validation = 10, .seed = 5});
    const auto more = generateShapes({.train = 90, .validation = 20, .seed = 5});
    REQUIRE(
        std::equal(few.train.pixels.begin(), few.train.pixels.end(), more.train.pixels.begin()));
    REQUIRE(std::equal(few.validation.labels.begin(), few.validation.labels.end(),
                       more.validation.labels.begin()));
    REQUIRE(generateShapes({.train = 30, .validation = 10, .seed = 6}).train.pixels !=
            few.train.pixels);
}

TEST_CASE("every ten generated images hold every class", "[data]") {
    const auto data = generateShapes({.train = 200, .validation = 100, .seed = 3});
    REQUIRE(data.generated);
    for (std::size_t i = 0; i < 200; i += 10)
        REQUIRE(std::set(data.train.labels.begin() + static_cast<std::ptrdiff_t>(i),
                         data.train.labels.begin() + static_cast<std::ptrdiff_t>(i + 10))
                    .size() == 10);
    REQUIRE(std::count(data.validation.labels.begin(), data.validation.labels.end(), 4) == 10);
    REQUIRE(std::set(data.classNames.begin(), data.classNames.end()).size() == 10);
}

TEST_CASE("validation images are others than training images", "[data]") {
    const auto data = generateShapes({.train = 50, .validation = 50, .seed = 1});
    for (std::size_t i = 0; i < 50; ++i)
        REQUIRE_FALSE(std::equal(data.train.image(i).begin(), data.train.image(i).end(),
                                 data.validation.image(i).begin()));
}

TEST_CASE("no set at all is fine", "[data]") {
    REQUIRE(generateShapes({.train = 0, .validation = 0}).train.size() == 0);
}
