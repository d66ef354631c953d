#include <catch2/catch_test_macros.hpp>

#include "data/files.hpp"
#include "squash/data/cifar10.hpp"

using namespace squash;
using namespace squash::test;

namespace {

// As tests/data/make-packed-sample.mjs made them.
std::vector<Bytes> sampleImages() {
    std::uint32_t state = 1;
    std::vector<Bytes> images;
    for (std::size_t i = 0; i < 5; ++i) {
        const std::size_t bits = i == 4 ? 8 : i + 1;
        Bytes image(kImageBytes);
        for (std::size_t at = 0; at < kImageBytes; ++at) {
            state = state * 1664525u + 1013904223u;
            const std::size_t channel = at >> 10, row = (at >> 5) & 31, column = at & 31;
            image[at] = static_cast<std::uint8_t>(row * i + column * 3 + channel * 40 +
                                                  ((state >> 24) >> (8 - bits)));
        }
        images.push_back(image);
    }
    return images;
}

std::string packedError(const Bytes& part) {
    return errorOf([&] {
        Dataset data;
        appendPackedPart(part, "part-1", data);
    });
}

}  // namespace

TEST_CASE("a part that the page's packer wrote is unpacked without loss", "[data]") {
    const auto part = readBytes("packed-sample.bin");
    const auto images = sampleImages();
    Dataset data;
    appendPackedPart(part, "part-1", data);
    REQUIRE(data.train.size() == 3);
    REQUIRE(data.validation.size() == 2);
    REQUIRE(data.train.labels == Bytes{0, 3, 6});
    REQUIRE(data.validation.labels == Bytes{9, 2});
    for (std::size_t i = 0; i < 5; ++i) {
        const auto found = i < 3 ? data.train.image(i) : data.validation.image(i - 3);
        REQUIRE(Bytes(found.begin(), found.end()) == images[i]);
    }
    appendPackedPart(part, "part-2", data);
    REQUIRE(data.train.size() == 6);
}

TEST_CASE("a wrong packed part is refused with its place", "[data]") {
    const auto part = readBytes("packed-sample.bin");
    REQUIRE(contains(packedError({}), "part-1, byte 0): a header that begins with SQUASHP1"));
    auto wrong = part;
    wrong[11] = 255;
    REQUIRE(contains(packedError(wrong), "byte 8): 1 to 60000 images"));
    wrong = part;
    wrong[17] = 99;
    REQUIRE(contains(packedError(wrong), "byte 17): a label from 0 to 9, found 99"));
    wrong = part;
    wrong[8] = 200;
    REQUIRE_FALSE(packedError(wrong).empty());
    wrong = part;
    wrong[9] = 200;
    REQUIRE(contains(packedError(wrong), "labels"));
    wrong = part;
    wrong.resize(part.size() - 1);
    REQUIRE(contains(packedError(wrong), "its packed pixels"));
}

TEST_CASE("damaged packed parts give an error or whole images, never a crash", "[data]") {
    const auto part = readBytes("packed-sample.bin");
    std::mt19937 generator(2);
    for (int round = 0; round < 2000; ++round) {
        const auto bytes = damaged(part, generator);
        Dataset data;
        errorOf([&] { appendPackedPart(bytes, "part", data); });
        REQUIRE(data.train.pixels.size() == data.train.size() * kImageBytes);
        REQUIRE(data.train.size() + data.validation.size() <= 60000);
    }
}
