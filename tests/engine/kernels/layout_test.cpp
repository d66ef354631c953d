#include "engine/kernels/plain.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::KernelTable;
using kernels::kLanes;

TEST_CASE("Pixels become planes of 16 images, with zeros where there is no image", "[kernels]") {
    for (std::size_t bytes : {1u, 3u, 16u, 50u}) {
        std::mt19937 generator(9);
        std::vector<std::vector<std::uint8_t>> images(kLanes, std::vector<std::uint8_t>(bytes));
        for (auto& image : images)
            for (auto& pixel : image) pixel = static_cast<std::uint8_t>(generator());
        for (std::size_t count = 1; count <= kLanes; ++count) {
            CAPTURE(bytes, count);
            std::vector<const std::uint8_t*>
                pointers;  // none behind `count`: they must not be read
            for (std::size_t i = 0; i < count; ++i) pointers.push_back(images[i].data());
            plain::Values want(bytes * kLanes);
            for (std::size_t i = 0; i < count; ++i)
                for (std::size_t b = 0; b < bytes; ++b) want[b * kLanes + i] = images[i][b] * 0.25;
            forEachKernelSet([&](const KernelTable& table) {
                Output out(bytes * kLanes);
                table.loadImages(pointers.data(), count, bytes, 0.25f, out.data());
                CHECK(difference(want, out) == "");
            });
        }
    }
}

TEST_CASE("Flatten puts channels innermost, as Keras does, and unflatten undoes it", "[kernels]") {
    for (std::size_t channels = 1; channels <= 19; ++channels)
        for (std::size_t positions = 1; positions <= 10; ++positions) {
            CAPTURE(channels, positions);
            const FloatArray x = wholeNumbers(channels * positions * kLanes, 10, 1000);
            plain::Values want(x.size());
            for (std::size_t i = 0; i < x.size(); ++i) {
                const std::size_t channel = i / kLanes / positions,
                                  position = i / kLanes % positions;
                want[(position * channels + channel) * kLanes + i % kLanes] = x[i];
            }
            forEachKernelSet([&](const KernelTable& table) {
                Output y(x.size()), back(x.size());
                table.flatten(channels, positions, x.data(), y.data());
                table.unflatten(channels, positions, y.data(), back.data());
                CHECK(difference(want, y) == "");
                CHECK(difference({x.begin(), x.end()}, back) == "");
            });
        }
}

TEST_CASE("A product of arrays may overwrite either of them", "[kernels]") {
    for (std::size_t count = kLanes; count <= 5 * kLanes; count += kLanes) {
        const FloatArray a = wholeNumbers(count, 11), b = wholeNumbers(count, 12);
        plain::Values want(count);
        for (std::size_t i = 0; i < count; ++i) want[i] = double(a[i]) * b[i];
        forEachKernelSet([&](const KernelTable& table) {
            Output out(count);
            FloatArray left = a, right = b;
            table.multiply(count, a.data(), b.data(), out.data());
            table.multiply(count, left.data(), b.data(), left.data());
            table.multiply(count, a.data(), right.data(), right.data());
            CHECK(difference(want, out) == "");
            CHECK(difference(want, left.data()) == "");
            CHECK(difference(want, right.data()) == "");
        });
    }
}
