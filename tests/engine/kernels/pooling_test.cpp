#include <algorithm>
#include <limits>

#include "activations/bound_activation.hpp"
#include "activations/course.hpp"
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

// Places for a kernel to fill, as Output: bytes behind them must survive.
class Places {
public:
    explicit Places(std::size_t count) : count_(count), bytes_(count + kGuard, kNonsense) {}
    std::uint8_t* data() { return bytes_.data(); }
    // Those written; none where a byte behind them was.
    std::vector<std::uint8_t> written() const {
        const auto end = bytes_.begin() + static_cast<std::ptrdiff_t>(count_);
        const bool intact = std::all_of(end, bytes_.end(), [](auto b) { return b == kNonsense; });
        return intact ? std::vector<std::uint8_t>(bytes_.begin(), end)
                      : std::vector<std::uint8_t>{};
    }

private:
    static constexpr std::size_t kGuard = 64;
    static constexpr std::uint8_t kNonsense = 0xA5;
    std::size_t count_;
    std::vector<std::uint8_t> bytes_;
};

// The arrays of a pooling for maxima and minima.
struct ExtremaArrays {
    explicit ExtremaArrays(std::size_t count)
        : high(count), low(count), highPlace(count), lowPlace(count) {}
    kernels::Extrema view() { return {high.data(), low.data(), highPlace.data(), lowPlace.data()}; }
    Output high, low;
    Places highPlace, lowPlace;
};

std::vector<Activation> quasiConvex() {
    std::vector<Activation> all;
    for (const ActivationInfo& info : activationTable())
        if (info.course == Course::QuasiConvex) all.push_back(makeActivation(info));
    return all;
}

// Compares with the activation of every value and the maximum of those. Which value of a window
// is said to be the largest may differ where two are equal but for rounding.
std::string checkExtrema(const KernelTable& table, const Activation& activation,
                         const PoolGeometry& g, bool slopes) {
    const FloatArray z = uniformNumbers(inputSize(g), 5, -6, 3);
    FloatArray df = z, f(z.size());
    const BoundActivation bound(activation);
    table.activate(bound.call(), z.size(), df.data(), f.data());
    const plain::Pooled want = plain::maxPool(g, f.data());
    ExtremaArrays got(want.y.size());
    Output y(want.y.size());
    table.extremaPoolForward(g, z.data(), got.view());
    table.activateExtrema(bound.call(), y.size(), got.view(), slopes, y.data());
    const std::vector<std::size_t> from = plain::sources(g, got.highPlace.written());
    if (from.size() != y.size()) return "written behind the places";
    std::vector<double> exact, slope;
    for (const std::size_t at : from) {
        exact.push_back(f[at]);
        slope.push_back(df[at]);
    }
    const std::string wrong = difference(want.y, y, 1e-6) + difference(exact, y);
    return wrong + (slopes ? difference(slope, got.high) : std::string());
}

}  // namespace

TEST_CASE("Max pooling finds the first maximum of each window", "[kernels]") {
    for (const PoolGeometry& g : geometries()) {
        CAPTURE(g.pool, g.inHeight, g.inWidth);
        const FloatArray x = wholeNumbers(inputSize(g), 6, 2);  // few values: many ties
        const plain::Pooled want = plain::maxPool(g, x.data());
        forEachKernelSet([&](const KernelTable& table) {
            Output y(want.y.size());
            Places argmax(want.y.size());
            table.maxPoolForward(g, x.data(), y.data(), argmax.data());
            CHECK(difference(want.y, y) == "");
            CHECK(argmax.written() == want.argmax);
        });
    }
}

TEST_CASE("Pooling for extrema finds the first maximum and the first minimum", "[kernels]") {
    for (const PoolGeometry& g : geometries()) {
        CAPTURE(g.pool, g.inHeight, g.inWidth);
        const FloatArray x = wholeNumbers(inputSize(g), 6, 2);
        FloatArray turned = x;
        for (float& value : turned) value = -value;
        const plain::Pooled high = plain::maxPool(g, x.data());
        plain::Pooled low = plain::maxPool(g, turned.data());
        for (double& value : low.y) value = -value;
        forEachKernelSet([&](const KernelTable& table) {
            ExtremaArrays got(high.y.size());
            table.extremaPoolForward(g, x.data(), got.view());
            CHECK(difference(high.y, got.high) == "");
            CHECK(difference(low.y, got.low) == "");
            CHECK(got.highPlace.written() == high.argmax);
            CHECK(got.lowPlace.written() == low.argmax);
        });
    }
}

TEST_CASE("A quasi-convex function needs only a window's extrema", "[kernels]") {
    const std::vector<Activation> activations = quasiConvex();
    REQUIRE(activations.size() >= 4);
    const PoolGeometry small{3, 7, 9, 2, 3, 3}, large{7, 28, 30, 14, 15, 2};
    for (const Activation& activation : activations) {
        CAPTURE(toText(activation));
        forEachKernelSet([&](const KernelTable& table) {
            for (const bool slopes : {true, false}) {
                CHECK(checkExtrema(table, activation, small, slopes) == "");
                CHECK(checkExtrema(table, activation, large, slopes) == "");
            }
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
        Places argmax(4 * kLanes);
        table.maxPoolForward(g, x.data(), y.data(), argmax.data());
        CHECK(argmax.written() == std::vector<std::uint8_t>(4 * kLanes, 0));
        CHECK(std::isnan(y[0]));
    });
}
