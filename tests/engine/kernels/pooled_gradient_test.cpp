// The kernel gradient of a first convolution straight from the pooling behind it.
#include "engine/kernels/plain.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::ConvGeometry;
using kernels::kLanes;
using kernels::PoolGeometry;

namespace {

struct Pair {
    ConvGeometry conv;
    PoolGeometry pool;
};

Pair pair(std::size_t in, std::size_t out, std::size_t side, std::size_t kernel, std::size_t pool) {
    const std::size_t height = side + 1, pad = kernel / 2;
    return {{in, out, height, side, height, side, kernel, pad},
            {out, height, side, height / pool, side / pool, pool}};
}

// Every number of tap vectors and of tap rows, windows that leave rows and columns over, one window.
std::vector<Pair> pairs() {
    std::vector<Pair> all;
    for (std::size_t kernel = 1; kernel <= 7; kernel += 2)
        for (std::size_t in = 1; in <= 3 && in * kernel <= 16; ++in)  // what 4 vectors of 4 hold
            all.push_back(pair(in, 3, 16, kernel, 2));
    for (std::size_t pool = 1; pool <= 4; ++pool) all.push_back(pair(3, 6, 17, 5, pool));
    all.push_back(pair(3, 6, 32, 5, 2));
    return all;
}

std::vector<std::uint8_t> randomPlaces(const PoolGeometry& p, std::size_t count) {
    std::mt19937 generator(3);
    std::vector<std::uint8_t> places(count);
    for (auto& place : places) place = static_cast<std::uint8_t>(generator() % (p.pool * p.pool));
    return places;
}

}  // namespace

TEST_CASE("The gradient straight from a pooling is that of its dz full of zeros", "[kernels]") {
    for (const Pair& shapes : pairs()) {
        const auto& [g, p] = shapes;
        CAPTURE(g.inChannels, g.inWidth, g.kernel, p.pool);
        const std::size_t windows = p.channels * p.outHeight * p.outWidth * kLanes;
        const FloatArray x = wholeNumbers(plain::inputSize(g), 1), dy = wholeNumbers(windows, 2);
        const auto places = randomPlaces(p, windows);
        const FloatArray zeros(plain::weightCount(g) + g.outChannels);
        std::size_t taken = 0;
        forEachKernelSet([&](const kernels::KernelTable& table) {
            if (!table.convTakesPooled(g, p)) return;
            ++taken;
            Output dz(plain::outputSize(g)), gradient(table.convGradientSize(g)),
                dBias(g.outChannels), scratch(table.convScratchSize(g));
            table.maxPoolBackward(p, dy.data(), places.data(), dz.data());
            for (const bool add : {false, true})
                table.convBackwardPooled(g, p,
                                         {x.data(), dy.data(), places.data(), gradient.data(),
                                          dBias.data(), add, scratch.data()});
            CHECK(scratch.guardIntact());
            auto want = plain::convBackwardKernel(g, x.data(), dz.data(), zeros.data());
            auto wantBias = plain::convBackwardBias(g, dz.data(), zeros.data());
            for (double& value : want) value *= 2;
            for (double& value : wantBias) value *= 2;
            CHECK(difference(want, gradient) == "");
            CHECK(difference(wantBias, dBias) == "");
        });
        CHECK(taken > 0);
    }
}

TEST_CASE("The article's first convolution takes its gradient from the pooling", "[kernels]") {
    const Pair shapes = pair(3, 6, 32, 5, 2);
    forEachKernelSet([&](const kernels::KernelTable& table) {
        CHECK(table.convTakesPooled(shapes.conv, shapes.pool));
    });
}
