// Activations that need more than z, against plain loops.
#include <cmath>

#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::ChannelGeometry;
using kernels::KernelTable;
using kernels::kLanes;

namespace {

// Planes, Flatten's order, units, and a channel alone.
const std::vector<ChannelGeometry> kGeometries{
    {1, 3, 7}, {5, 4, 1}, {1, 9, 1}, {2, 3, 4}, {1, 1, 1}};

std::size_t sizeOf(const ChannelGeometry& g) { return g.outer * g.channels * g.inner * kLanes; }

std::size_t channelOf(const ChannelGeometry& g, std::size_t i) {
    return i / (g.inner * kLanes) % g.channels;
}

// Where input `piece` of output i lies.
std::size_t pieceAt(const ChannelGeometry& g, std::size_t pieces, std::size_t i,
                    std::size_t piece) {
    const std::size_t run = g.inner * kLanes;
    return (i / run * pieces + piece) * run + i % run;
}

// Wellons' "lowbias32", as the kernel's comment names it.
double uniform(std::uint32_t bits) {
    bits ^= bits >> 16;
    bits *= 0x7feb352du;
    bits ^= bits >> 15;
    bits *= 0x846ca68bu;
    bits ^= bits >> 16;
    return static_cast<double>(bits >> 8) / 16777216.0;
}

}  // namespace

TEST_CASE("prelu has its channel's slope below 0, also in place", "[kernels]") {
    for (const ChannelGeometry& g : kGeometries) {
        const FloatArray z = wholeNumbers(sizeOf(g), 3),
                         alpha = uniformNumbers(g.channels, 4, -1, 1);
        std::vector<double> want(z.size());
        for (std::size_t i = 0; i < z.size(); ++i)
            want[i] = z[i] > 0 ? z[i] : static_cast<double>(alpha[channelOf(g, i)]) * z[i];
        forEachKernelSet([&](const KernelTable& table) {
            Output y(z.size());
            table.preluForward(g, z.data(), alpha.data(), y.data());
            CHECK(difference(want, y, 1e-6) == "");
            FloatArray inPlace = z;
            table.preluForward(g, inPlace.data(), alpha.data(), inPlace.data());
            CHECK(difference(want, inPlace.data(), 1e-6) == "");
        });
    }
}

TEST_CASE("prelu's gradients are those of z and of each channel's slope", "[kernels]") {
    for (const ChannelGeometry& g : kGeometries) {
        const FloatArray z = wholeNumbers(sizeOf(g), 5), dy = wholeNumbers(z.size(), 6),
                         alpha = uniformNumbers(g.channels, 7, -1, 1);
        std::vector<double> dz(z.size()), dAlpha(g.channels, 0.0);
        for (std::size_t i = 0; i < z.size(); ++i) {
            const std::size_t c = channelOf(g, i);
            dz[i] = z[i] > 0 ? dy[i] : static_cast<double>(alpha[c]) * dy[i];
            if (z[i] <= 0) dAlpha[c] += static_cast<double>(dy[i]) * z[i];
        }
        std::vector<double> twice = dAlpha;
        for (double& sum : twice) sum *= 2;
        forEachKernelSet([&](const KernelTable& table) {
            Output gotZ(z.size()), gotAlpha(g.channels);
            kernels::PreluBackward call{dy.data(),   z.data(),        alpha.data(),
                                        gotZ.data(), gotAlpha.data(), false};
            table.preluBackward(g, call);
            CHECK(difference(dz, gotZ, 1e-6) == "");
            CHECK(difference(dAlpha, gotAlpha) == "");
            call.add = true;
            table.preluBackward(g, call);
            CHECK(difference(twice, gotAlpha) == "");
        });
    }
}

TEST_CASE("maxout takes the largest piece and gives it the gradient", "[kernels]") {
    for (const ChannelGeometry& g : kGeometries)
        for (const std::size_t pieces : {1u, 2u, 3u, 5u}) {
            CAPTURE(g.outer, g.channels, g.inner, pieces);
            const FloatArray x = wholeNumbers(sizeOf(g) * pieces, 8, 2);  // few values: many ties
            const FloatArray dy = wholeNumbers(sizeOf(g), 9);
            std::vector<double> y(dy.size()), dx(x.size(), 0.0);
            for (std::size_t i = 0; i < y.size(); ++i) {
                std::size_t best = pieceAt(g, pieces, i, 0);
                for (std::size_t piece = 1; piece < pieces; ++piece)
                    if (x[pieceAt(g, pieces, i, piece)] > x[best])
                        best = pieceAt(g, pieces, i, piece);
                y[i] = x[best];
                dx[best] = dy[i];
            }
            forEachKernelSet([&](const KernelTable& table) {
                Output gotY(y.size()), gotX(x.size());
                std::vector<std::uint8_t> places(y.size());
                table.maxoutForward(g, pieces, x.data(), gotY.data(), places.data());
                table.maxoutBackward(g, pieces, dy.data(), places.data(), gotX.data());
                CHECK(difference(y, gotY) == "");
                CHECK(difference(dx, gotX) == "");
            });
        }
}

TEST_CASE("Random slopes lie where the seed says, evenly between their bounds", "[kernels]") {
    constexpr std::size_t count = 5 * 1024 + 3 * kLanes;
    const FloatArray start = uniformNumbers(count, 10, -2, 1);
    const kernels::RandomSlopes slopes{0.125f, 0.5f, 12345};
    std::vector<double> y(count), df(count);
    double sum = 0, below = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double slope = 0.125 + 0.375 * uniform(static_cast<std::uint32_t>(i) ^ slopes.seed);
        df[i] = start[i] > 0 ? 1 : slope;
        y[i] = df[i] * static_cast<double>(start[i]);
        if (start[i] > 0) continue;
        sum += slope;
        below += 1;
    }
    CHECK(std::abs(sum / below - 0.3125) < 0.375 / std::sqrt(12 * below) * 3);
    forEachKernelSet([&](const KernelTable& table) {
        Output z(count), got(count);
        std::copy(start.begin(), start.end(), z.data());
        table.activateRandomly(slopes, count, z.data(), got.data());
        CHECK(difference(y, got, 1e-6) == "");
        CHECK(difference(df, z, 1e-6) == "");
    });
}

TEST_CASE("A product of arrays is summed", "[kernels]") {
    for (const std::size_t count : {kLanes, 2 * kLanes, 37 * kLanes}) {
        const FloatArray a = wholeNumbers(count, 11), b = wholeNumbers(count, 12);
        double want = 0;
        for (std::size_t i = 0; i < count; ++i) want += static_cast<double>(a[i]) * b[i];
        forEachKernelSet([&](const KernelTable& table) {
            CHECK(table.dot(count, a.data(), b.data()) == static_cast<float>(want));
        });
    }
}
