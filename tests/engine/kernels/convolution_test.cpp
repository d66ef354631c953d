#include "engine/kernels/plain.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::ConvGeometry;
using kernels::KernelTable;

namespace {

ConvGeometry same(std::size_t in, std::size_t out, std::size_t height, std::size_t width,
                  std::size_t kernel) {
    return {in, out, height, width, height, width, kernel, (kernel - 1) / 2};
}

ConvGeometry valid(std::size_t in, std::size_t out, std::size_t height, std::size_t width,
                   std::size_t kernel) {
    return {in, out, height, width, height - kernel + 1, width - kernel + 1, kernel, 0};
}

std::string text(const ConvGeometry& g) {
    std::ostringstream text;
    text << g.inChannels << " -> " << g.outChannels << " channels, " << g.inHeight << "x"
         << g.inWidth << ", kernel " << g.kernel << ", pad " << g.pad;
    return text.str();
}

// Every remainder of the blocks of channels, every common kernel and a general one, both paddings,
// images smaller than the kernel, and rows long enough for several strips of the gradient.
std::vector<ConvGeometry> geometries() {
    std::vector<ConvGeometry> all;
    for (std::size_t in = 1; in <= 7; ++in)
        for (std::size_t out = 1; out <= 7; ++out) all.push_back(same(in, out, 3, 4, 3));
    for (std::size_t out = 8; out <= 26; ++out) all.push_back(same(out % 5 + 1, out, 3, 3, 3));
    for (std::size_t in = 8; in <= 26; ++in) all.push_back(valid(in, in % 5 + 1, 4, 3, 3));
    for (std::size_t kernel = 1; kernel <= 9; kernel += 2)
        for (std::size_t size = 1; size <= 9; size += 2) {
            all.push_back(same(2, 3, size, size + 1, kernel));
            all.push_back(valid(5, 7, kernel + size - 1, kernel + size, kernel));
        }
    all.push_back(same(3, 5, 11, 40, 5));
    all.push_back(valid(3, 5, 15, 70, 3));
    return all;
}

struct Arrays {
    FloatArray x, dz, kernel, bias;
    explicit Arrays(const ConvGeometry& g)
        : x(wholeNumbers(plain::inputSize(g), 1)),
          dz(wholeNumbers(plain::outputSize(g), 2)),
          kernel(wholeNumbers(plain::weightCount(g), 3)),
          bias(wholeNumbers(g.outChannels, 4)) {}
};

// check(table, geometry, arrays) for all of them.
template <class Check>
void forEachConvolution(const Check& check) {
    for (const ConvGeometry& g : geometries()) {
        CAPTURE(text(g));
        const Arrays arrays(g);
        forEachKernelSet([&](const KernelTable& table) { check(table, g, arrays); });
    }
}

}  // namespace

TEST_CASE("A convolution equals its definition at every remainder", "[kernels]") {
    forEachConvolution([](const KernelTable& table, const ConvGeometry& g, const Arrays& a) {
        Output packed(table.convPackedSize(g)), z(plain::outputSize(g));
        table.convPackForward(g, a.kernel.data(), packed.data());
        table.convForward(g, a.x.data(), packed.data(), a.bias.data(), z.data());
        const auto want = plain::convForward(g, a.x.data(), a.kernel.data(), a.bias.data());
        CHECK(difference(want, z) == "");
        CHECK(packed.guardIntact());
    });
}

TEST_CASE("The input gradient of a convolution equals its definition at every remainder",
          "[kernels]") {
    forEachConvolution([](const KernelTable& table, const ConvGeometry& g, const Arrays& a) {
        Output packed(table.convPackedSize(g)), dx(plain::inputSize(g));
        table.convPackBackward(g, a.kernel.data(), packed.data());
        table.convBackwardInput(g, a.dz.data(), packed.data(), dx.data());
        CHECK(difference(plain::convBackwardInput(g, a.dz.data(), a.kernel.data()), dx) == "");
        CHECK(packed.guardIntact());
    });
}

TEST_CASE("The kernel gradient of a convolution is added to what was there", "[kernels]") {
    forEachConvolution([](const KernelTable& table, const ConvGeometry& g, const Arrays& a) {
        Output dKernel(plain::weightCount(g)), dBias(g.outChannels);
        std::copy(a.kernel.begin(), a.kernel.end(), dKernel.data());
        std::copy(a.bias.begin(), a.bias.end(), dBias.data());
        table.convBackwardKernel(g, a.x.data(), a.dz.data(), dKernel.data(), dBias.data());
        const auto want = plain::convBackwardKernel(g, a.x.data(), a.dz.data(), a.kernel.data());
        CHECK(difference(want, dKernel) == "");
        CHECK(difference(plain::convBackwardBias(g, a.dz.data(), a.bias.data()), dBias) == "");
    });
}
