#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::AdamStep;
using kernels::KernelTable;
using kernels::SgdStep;

namespace {

constexpr std::size_t kCounts[] = {16, 32, 48, 1008, 1024, 1040, 2064};
constexpr double kTolerance = 2e-7;  // a few roundings of numbers below 1

std::vector<double> doubles(const FloatArray& values) { return {values.begin(), values.end()}; }

}  // namespace

TEST_CASE("Adam's step is Keras's", "[kernels]") {
    const AdamStep step{0.05f, 0.1f, 0.001f, 1e-3f};
    for (std::size_t count : kCounts) {
        CAPTURE(count);
        const FloatArray g = uniformNumbers(count, 1, -1, 1), m0 = uniformNumbers(count, 2, -1, 1);
        const FloatArray v0 = uniformNumbers(count, 3, 0.01f, 1),
                         w0 = uniformNumbers(count, 4, -1, 1);
        auto m = doubles(m0), v = doubles(v0), w = doubles(w0);
        for (std::size_t i = 0; i < count; ++i) {
            m[i] += (g[i] - m[i]) * step.oneMinusBeta1;
            v[i] += (double(g[i]) * g[i] - v[i]) * step.oneMinusBeta2;
            w[i] -= m[i] * step.alpha / (std::sqrt(v[i]) + step.epsilon);
        }
        forEachKernelSet([&](const KernelTable& table) {
            FloatArray mGot = m0, vGot = v0, wGot = w0;
            table.adam(step, count, g.data(), mGot.data(), vGot.data(), wGot.data());
            CHECK(difference(m, mGot.data(), kTolerance) == "");
            CHECK(difference(v, vGot.data(), kTolerance) == "");
            CHECK(difference(w, wGot.data(), kTolerance) == "");
        });
    }
}

TEST_CASE("A parameter without a gradient does not move under Adam", "[kernels]") {
    const FloatArray zeros(16, 0.0f), w0 = uniformNumbers(16, 5, -1, 1);
    forEachKernelSet([&](const KernelTable& table) {
        FloatArray m = zeros, v = zeros, w = w0;
        table.adam({0.001f, 0.1f, 0.001f, 1e-7f}, 16, zeros.data(), m.data(), v.data(), w.data());
        CHECK(w == w0);
    });
}

TEST_CASE("The step of SGD with momentum is Keras's, with and without Nesterov", "[kernels]") {
    for (const SgdStep step : {SgdStep{0.1f, 0.9f, false}, SgdStep{0.1f, 0.9f, true}})
        for (std::size_t count : kCounts) {
            CAPTURE(count, step.nesterov);
            const FloatArray g = uniformNumbers(count, 1, -1, 1),
                             v0 = uniformNumbers(count, 2, -1, 1);
            const FloatArray w0 = uniformNumbers(count, 4, -1, 1);
            auto v = doubles(v0), w = doubles(w0);
            for (std::size_t i = 0; i < count; ++i) {
                v[i] = step.momentum * v[i] - double(step.learningRate) * g[i];
                w[i] +=
                    step.nesterov ? step.momentum * v[i] - double(step.learningRate) * g[i] : v[i];
            }
            forEachKernelSet([&](const KernelTable& table) {
                FloatArray vGot = v0, wGot = w0;
                table.sgd(step, count, g.data(), vGot.data(), wGot.data());
                CHECK(difference(v, vGot.data(), kTolerance) == "");
                CHECK(difference(w, wGot.data(), kTolerance) == "");
            });
        }
}

TEST_CASE("SGD without momentum needs no velocity", "[kernels]") {
    for (std::size_t count : kCounts) {
        CAPTURE(count);
        const FloatArray g = uniformNumbers(count, 1, -1, 1), w0 = uniformNumbers(count, 4, -1, 1);
        auto w = doubles(w0);
        for (std::size_t i = 0; i < count; ++i) w[i] -= double(0.1f) * g[i];
        forEachKernelSet([&](const KernelTable& table) {
            FloatArray wGot = w0;
            table.sgd({0.1f, 0.0f, false}, count, g.data(), nullptr, wGot.data());
            CHECK(difference(w, wGot.data(), kTolerance) == "");
        });
    }
}
