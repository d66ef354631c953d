// Convolutions of few input channels, whose rows are filtered forwards and whose gradients are direct.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/kernels/plain.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::ConvGeometry;
using kernels::KernelTable;

namespace {

ConvGeometry geometry(std::size_t in, std::size_t out, std::size_t height, std::size_t width,
                      std::size_t pad) {
    return {in, out, height, width, height + 2 * pad - 4, width + 2 * pad - 4, 5, pad};
}

// Tiles that the row ends in, more than a strip of them, fewer rows than taps, every remainder of the
// outputs and more than one group of them.
std::vector<ConvGeometry> geometries() {
    std::vector<ConvGeometry> all;
    for (std::size_t in = 1; in <= 3; ++in) {
        for (std::size_t size = 4; size <= 9; ++size) {
            all.push_back(geometry(in, 5, size, 13 - size, 2));
            all.push_back(geometry(in, 6, size + 4, 17 - size, 0));
        }
        for (std::size_t out = 2; out <= 27; ++out) all.push_back(geometry(in, out, 4, 5, 2));
        all.push_back(geometry(in, 50, 5, 4, 2));
        all.push_back(geometry(in, 4, 6, 39, 2));
    }
    all.push_back(geometry(3, 6, 32, 32, 2));
    return all;
}

}  // namespace

TEST_CASE("A convolution with filtered rows equals its definition, forwards and backwards",
          "[kernels]") {
    for (const ConvGeometry& g : geometries()) {
        CAPTURE(g.inChannels, g.outChannels, g.inHeight, g.inWidth, g.pad);
        const FloatArray x = uniformNumbers(plain::inputSize(g), 1, -1, 1),
                         dz = uniformNumbers(plain::outputSize(g), 2, -1, 1),
                         kernel = uniformNumbers(plain::weightCount(g), 3, -1, 1),
                         bias = uniformNumbers(g.outChannels, 4, -1, 1);
        const auto wantZ = plain::convForward(g, x.data(), kernel.data(), bias.data());
        const FloatArray zeros(plain::weightCount(g) + g.outChannels);
        const auto wantKernel = plain::convBackwardKernel(g, x.data(), dz.data(), zeros.data());
        const auto wantBias = plain::convBackwardBias(g, dz.data(), zeros.data());
        const auto wantDx = plain::convBackwardInput(g, dz.data(), kernel.data());
        forEachKernelSet([&](const KernelTable& table) {
            FloatArray packed(table.convPackedSize(g)), gradient(table.convGradientSize(g));
            Output z(wantZ.size()), dx(wantDx.size()), dBias(g.outChannels),
                scratch(table.convScratchSize(g));
            REQUIRE(table.convPackParts(g) == 1);
            table.convPack(g, 0, kernel.data(), packed.data());
            table.convForward(g, {x.data(), packed.data(), bias.data(), z.data(), scratch.data()});
            table.convBackward(g, {x.data(), dz.data(), packed.data(), gradient.data(),
                                   dBias.data(), false, dx.data(), scratch.data()});
            CHECK(z.guardIntact());
            CHECK(dx.guardIntact());
            CHECK(scratch.guardIntact());
            Output dKernel(plain::weightCount(g));
            const float* part = gradient.data();
            for (std::size_t out = 0; out < g.outChannels; out += kernels::kLanes)
                table.convSumGradients(g, {out, std::min(out + kernels::kLanes, g.outChannels)}, 1,
                                       &part, dKernel.data());
            CHECK(plain::relativeError(wantKernel, dKernel.data()) < 2e-6);
            CHECK(plain::relativeError(wantBias, dBias.data()) < 2e-6);
            // A single tap that is missing or too much would be a hundredth.
            CHECK(plain::relativeError(wantZ, z.data()) < 2e-6);
            CHECK(plain::relativeError(wantDx, dx.data()) < 2e-6);
        });
    }
}
