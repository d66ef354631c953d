#include <limits>

#include "engine/kernels/plain.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::KernelTable;
using kernels::kLanes;
using kernels::PoolGeometry;

namespace {

// Sizes that the window divides, and sizes that leave rows and columns over.
std::vector<PoolGeometry> geometries() {
    std::vector<PoolGeometry> all;
    for (std::size_t pool = 1; pool <= 5; ++pool)
        for (std::size_t height = pool; height <= 2 * pool + 1; ++height)
            for (std::size_t width = pool; width <= 2 * pool + 1; ++width)
                all.push_back({3, height, width, height / pool, width / pool, pool});
    return all;
}

std::size_t inputSize(const PoolGeometry& g) {
    return g.channels * g.inHeight * g.inWidth * kLanes;
}

}  // namespace

TEST_CASE("Max pooling finds the first maximum of each window", "[kernels]") {
    for (const PoolGeometry& g : geometries()) {
        CAPTURE(g.pool, g.inHeight, g.inWidth);
        const FloatArray x = wholeNumbers(inputSize(g), 6, 2);  // few values: many ties
        const plain::Pooled want = plain::maxPool(g, x.data());
        forEachKernelSet([&](const KernelTable& table) {
            Output y(want.y.size());
            std::vector<std::uint8_t> argmax(want.y.size());
            table.maxPoolForward(g, x.data(), y.data(), argmax.data());
            CHECK(difference(want.y, y) == "");
            CHECK(argmax == want.argmax);
        });
    }
}

TEST_CASE("The gradient of max pooling goes to the maximum and to nothing else", "[kernels]") {
    for (const PoolGeometry& g : geometries()) {
        CAPTURE(g.pool, g.inHeight, g.inWidth);
        const FloatArray x = wholeNumbers(inputSize(g), 7, 2);
        const plain::Pooled pooled = plain::maxPool(g, x.data());
        const FloatArray dy = wholeNumbers(pooled.y.size(), 8);
        plain::Values want(inputSize(g));
        for (std::size_t i = 0; i < dy.size(); ++i) want[pooled.source[i]] += dy[i];
        forEachKernelSet([&](const KernelTable& table) {
            Output dx(inputSize(g));
            table.maxPoolBackward(g, dy.data(), pooled.argmax.data(), dx.data());
            CHECK(difference(want, dx) == "");
        });
    }
}

TEST_CASE("Max pooling of numbers that are none stays inside its window", "[kernels]") {
    const PoolGeometry g{1, 4, 4, 2, 2, 2};
    const FloatArray x(inputSize(g), std::numeric_limits<float>::quiet_NaN());
    forEachKernelSet([&](const KernelTable& table) {
        Output y(4 * kLanes);
        std::vector<std::uint8_t> argmax(4 * kLanes, 99);
        table.maxPoolForward(g, x.data(), y.data(), argmax.data());
        CHECK(argmax == std::vector<std::uint8_t>(4 * kLanes, 0));
        CHECK(std::isnan(y[0]));
    });
}
