#include "engine/kernels/plain.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::DenseGeometry;
using kernels::KernelTable;
using kernels::kLanes;

namespace {

// Blocks stand a little apart, so that a wrong stride shows.
DenseGeometry geometry(std::size_t inputs, std::size_t outputs, std::size_t blocks) {
    return {inputs, outputs, blocks, inputs * kLanes + 16, outputs * kLanes + 32};
}

std::vector<DenseGeometry> geometries() {
    std::vector<DenseGeometry> all;
    for (std::size_t outputs = 1; outputs <= 35; ++outputs)
        all.push_back(geometry(outputs * 3 % 11 + 1, outputs, outputs % 4 + 1));
    for (std::size_t inputs = 1; inputs <= 70; ++inputs)
        all.push_back(geometry(inputs, inputs % 9 + 1, inputs % 4 + 1));
    all.push_back(geometry(200, 84, 4));
    return all;
}

struct Arrays {
    FloatArray x, dy, kernel, bias;
    explicit Arrays(const DenseGeometry& g)
        : x(wholeNumbers(g.blocks * g.inputStride, 1)),
          dy(wholeNumbers(g.blocks * g.outputStride, 2)),
          kernel(wholeNumbers(g.inputs * g.outputs, 3)),
          bias(wholeNumbers(g.outputs, 4)) {}
};

template <class Check>
void forEachDense(const Check& check) {
    for (const DenseGeometry& g : geometries()) {
        CAPTURE(g.inputs, g.outputs, g.blocks);
        const Arrays arrays(g);
        forEachKernelSet([&](const KernelTable& table) { check(table, g, arrays); });
    }
}

plain::Values valuesOf(const Output& output) {
    return {output.data(), output.data() + output.size()};
}

std::size_t padded(std::size_t outputs) { return (outputs + 15) / 16 * 16; }

}  // namespace

TEST_CASE("A dense layer equals its definition for every number of units and blocks", "[kernels]") {
    forEachDense([](const KernelTable& table, const DenseGeometry& g, const Arrays& a) {
        Output y(g.blocks * g.outputStride);
        const auto want =
            plain::denseForward(g, a.x.data(), a.kernel.data(), a.bias.data(), valuesOf(y));
        table.denseForward(g, a.x.data(), a.kernel.data(), a.bias.data(), y.data());
        CHECK(difference(want, y) == "");
    });
}

TEST_CASE("The input gradient of a dense layer equals its definition", "[kernels]") {
    forEachDense([](const KernelTable& table, const DenseGeometry& g, const Arrays& a) {
        Output dx(g.blocks * g.inputStride);
        const auto want = plain::denseBackwardInput(g, a.dy.data(), a.kernel.data(), valuesOf(dx));
        table.denseBackwardInput(g, {a.dy.data(), a.kernel.data(), dx.data()});
        CHECK(difference(want, dx) == "");
    });
}

// factor: of the number in a slope's place. The stride is not the arrays'.
template <class Factor>
void checkMultiplied(bool valuesOfRelu, const Factor& factor) {
    forEachDense([&](const KernelTable& table, const DenseGeometry& g, const Arrays& a) {
        const std::size_t stride = g.inputs * kLanes + 48;
        const FloatArray slopes = wholeNumbers(g.blocks * stride, 6);
        Output dx(g.blocks * g.inputStride);
        auto want = plain::denseBackwardInput(g, a.dy.data(), a.kernel.data(), valuesOf(dx));
        for (std::size_t b = 0; b < g.blocks; ++b)
            for (std::size_t i = 0; i < g.inputs * kLanes; ++i)
                want[b * g.inputStride + i] *= factor(slopes[b * stride + i]);
        table.denseBackwardInput(
            g, {a.dy.data(), a.kernel.data(), dx.data(), slopes.data(), stride, valuesOfRelu});
        CHECK(difference(want, dx) == "");
    });
}

TEST_CASE("The input gradient is multiplied by the slopes of the activation before", "[kernels]") {
    checkMultiplied(false, [](float slope) { return slope; });
}

TEST_CASE("Of relu the values are enough: the input gradient passes where they are above 0",
          "[kernels]") {
    checkMultiplied(true, [](float value) { return value > 0 ? 1.0f : 0.0f; });
}

TEST_CASE("The kernel gradient of a dense layer can be made of ranges of inputs", "[kernels]") {
    forEachDense([](const KernelTable& table, const DenseGeometry& g, const Arrays& a) {
        const std::size_t panel = (g.blocks + 1) * kLanes * kLanes;  // more room than is used
        Output dyT(padded(g.outputs) / kLanes * panel), dKernel(g.inputs * g.outputs);
        for (std::size_t b = 0; b < g.blocks; ++b)
            table.denseTranspose(g.outputs, a.dy.data() + b * g.outputStride, panel,
                                 dyT.data() + b * kLanes * kLanes);
        const auto want = plain::denseBackwardKernel(g, a.x.data(), a.dy.data());
        const std::size_t middle = g.inputs / 3;
        // The later range first: if the earlier one wrote behind its end, it would show.
        for (const auto& [first, last] :
             {std::pair{middle, g.inputs}, std::pair{std::size_t{0}, middle}})
            table.denseBackwardKernel(g, first, last, a.x.data(), dyT.data(), panel,
                                      dKernel.data());
        CHECK(difference(want, dKernel) == "");
        CHECK(dyT.guardIntact());
    });
}

TEST_CASE("Transposed gradients have zeros behind the last unit", "[kernels]") {
    for (std::size_t outputs = 1; outputs <= 35; ++outputs) {
        const FloatArray dy = wholeNumbers(outputs * kLanes, 5);
        constexpr std::size_t panel = kLanes * kLanes;
        plain::Values want(kLanes * padded(outputs));
        for (std::size_t i = 0; i < dy.size(); ++i) {
            const std::size_t out = i / kLanes, image = i % kLanes;
            want[out / kLanes * panel + image * kLanes + out % kLanes] = dy[i];
        }
        forEachKernelSet([&](const KernelTable& table) {
            Output dyT(kLanes * padded(outputs));
            table.denseTranspose(outputs, dy.data(), panel, dyT.data());
            CHECK(difference(want, dyT) == "");
        });
    }
}
