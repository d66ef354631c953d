// The vector functions that activations are made of: how far they are from the exact values, in
// units in the last place, each measured through an activation that is this function over a range.
// docs/numbers.md has the table.
#include <functional>
#include <limits>

#include "activations/bound_activation.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;

namespace {

constexpr std::size_t kPoints = 200'000;
constexpr double kMostUlps = 4;

double ulps(float got, double want) {
    const float size = std::abs(static_cast<float>(want));
    const double unit = std::nextafter(size, std::numeric_limits<float>::infinity()) - size;
    return std::abs(got - want) / unit;
}

FloatArray grid(float low, float high) {
    FloatArray x(kPoints);
    for (std::size_t i = 0; i < kPoints; ++i)
        x[i] = low + (high - low) * static_cast<float>(i) / static_cast<float>(kPoints - 1);
    return x;
}

double worst(const FloatArray& x, const FloatArray& y, const std::function<double(double)>& exact) {
    double most = 0;
    for (std::size_t i = 0; i < x.size(); ++i) most = std::max(most, ulps(y[i], exact(x[i])));
    return most;
}

double activated(const kernels::KernelTable& table, const char* name, float low, float high,
                 const std::function<double(double)>& exact) {
    const FloatArray x = grid(low, high);
    FloatArray y(x.size());
    const Activation activation = parseActivation(name);
    table.activateOnly(BoundActivation(activation).call(), x.size(), x.data(), y.data());
    return worst(x, y, exact);
}

}  // namespace

TEST_CASE("Exponential and logarithm are within four units in the last place", "[kernels]") {
    const auto exp = [](double x) { return std::exp(x); };
    const auto expm1 = [](double x) { return std::expm1(x); };
    const auto log1pExp = [](double x) { return std::log1p(std::exp(x)); };
    forEachKernelSet([&](const kernels::KernelTable& table) {
        // Below -20 the denominator of sigmoid, 1 + exp(x), is 1 in float32.
        CHECK(activated(table, "sigmoid", -87, -20, exp) <= kMostUlps);
        CHECK(activated(table, "elu", -87, 0, expm1) <= kMostUlps);
        CHECK(activated(table, "elu", -1, 0, expm1) <= kMostUlps);
        // log1p of 0..1; the error of exp(x) comes in undiminished at most.
        CHECK(activated(table, "softplus", -87, 0, log1pExp) <= kMostUlps);
        CHECK(activated(table, "softplus", -1, 0, log1pExp) <= kMostUlps);
    });
}

TEST_CASE("Tanh and sigmoid are within four units in the last place", "[kernels]") {
    const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
    const auto tanh = [](double x) { return std::tanh(x); };
    forEachKernelSet([&](const kernels::KernelTable& table) {
        CHECK(activated(table, "sigmoid", -80, 80, sigmoid) <= kMostUlps);
        CHECK(activated(table, "sigmoid", -1, 1, sigmoid) <= kMostUlps);
        CHECK(activated(table, "tanh", -10, 10, tanh) <= kMostUlps);
        CHECK(activated(table, "tanh", -0.1f, 0.1f, tanh) <= kMostUlps);
    });
}

TEST_CASE("The logarithm and the error function are within four units in the last place",
          "[kernels]") {
    const auto log = [](double x) { return std::log(x); };
    const auto erf = [](double x) { return std::erf(x); };
    forEachKernelSet([&](const kernels::KernelTable& table) {
        CHECK(activated(table, "formula(log(x))", 1e-30f, 1e-3f, log) <= kMostUlps);
        CHECK(activated(table, "formula(log(x))", 1e-3f, 100, log) <= kMostUlps);
        CHECK(activated(table, "formula(log(x))", 1, 1e30f, log) <= kMostUlps);
        CHECK(activated(table, "formula(erf(x))", -5, 5, erf) <= kMostUlps);
        CHECK(activated(table, "formula(erf(x))", -0.1f, 0.1f, erf) <= kMostUlps);
    });
}
