#include <limits>

#include "activations/bound_activation.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::KernelTable;

namespace {

// All kinds with their defaults, and other parameters where there are any.
std::vector<Activation> activations() {
    std::vector<Activation> all;
    for (const ActivationInfo& info : activationTable()) {
        all.push_back(makeActivation(info));
        if (info.parameters.empty()) continue;
        all.push_back(all.back());
        for (std::size_t i = 0; i < info.parameters.size(); ++i)
            all.back().parameters[i] = info.parameters[i].defaultValue / 2 + 0.375;
    }
    return all;
}

// -100 .. 100, the kinks among them, closer near 0, and the tiny numbers on both sides of it.
FloatArray points() {
    FloatArray all{0.0f, 1e-30f, -1e-30f, 1e-6f, -1e-6f, 1e-3f, -1e-3f};
    for (int i = -400; i <= 400; ++i) all.push_back(static_cast<float>(i) * 0.25f);
    for (int i = -1200; i <= 1200; ++i) all.push_back(static_cast<float>(i) * 0.01f);
    while (all.size() % kernels::kLanes != 0) all.push_back(0.0f);
    return all;
}

// Where the function is finite in float32.
FloatArray pointsOf(const Activation& activation) {
    FloatArray all = points();
    if (activation.entry->name == "exponential")
        for (float& x : all) x = std::min(x, 88.0f);
    return all;
}

constexpr double kTolerance = 1e-6;  // of the Keras reference: relative, or absolute below 1

}  // namespace

TEST_CASE("Every activation and its slope agree with float64", "[kernels]") {
    for (const Activation& activation : activations()) {
        CAPTURE(toText(activation));
        const FloatArray x = pointsOf(activation);
        std::vector<double> f, df;
        for (float point : x) {
            const ActivationValue value = evaluate(activation, static_cast<double>(point));
            f.push_back(value.f);
            df.push_back(value.df);
        }
        forEachKernelSet([&](const KernelTable& table) {
            FloatArray z = x;
            Output y(x.size());
            table.activate(BoundActivation(activation).call(), x.size(), z.data(), y.data());
            CHECK(difference(f, y, kTolerance) == "");
            CHECK(difference(df, z.data(), kTolerance) == "");
        });
    }
}

TEST_CASE("Activation without the slope gives the same values, also in place", "[kernels]") {
    for (const Activation& activation : activations()) {
        CAPTURE(toText(activation));
        const FloatArray x = pointsOf(activation);
        forEachKernelSet([&](const KernelTable& table) {
            FloatArray z = x, y(x.size()), inPlace = x;
            table.activate(BoundActivation(activation).call(), x.size(), z.data(), y.data());
            table.activateOnly(BoundActivation(activation).call(), x.size(), inPlace.data(),
                               inPlace.data());
            CHECK(difference({y.begin(), y.end()}, inPlace.data()) == "");
        });
    }
}

TEST_CASE("No activation turns a huge number into none", "[kernels]") {
    FloatArray x;
    for (float size : {1e3f, 1e6f, 1e10f, 1e19f, 1e30f, 3e38f, 50.0f, 88.0f})
        for (float sign : {1.0f, -1.0f}) x.push_back(sign * size);
    for (const Activation& activation : activations()) {
        CAPTURE(toText(activation));
        const bool explodes = activation.entry->name == "exponential";  // but never to a NaN
        forEachKernelSet([&](const KernelTable& table) {
            FloatArray z = x, y(x.size());
            table.activate(BoundActivation(activation).call(), x.size(), z.data(), y.data());
            for (std::size_t i = 0; i < x.size(); ++i) {
                CAPTURE(x[i]);
                CHECK_FALSE(std::isnan(y[i]));
                CHECK((std::isfinite(z[i]) || (explodes && x[i] > 88 && z[i] > 0)));
            }
        });
    }
}

TEST_CASE("Functions of pieces treat what is no number as their formulas do", "[kernels]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const char* name :
         {"hard_tanh", "sparse_sigmoid", "sparse_plus", "hard_shrink", "soft_shrink", "threshold",
          "elu", "selu", "celu", "log_sigmoid", "tanh_shrink"}) {
        CAPTURE(name);
        const Activation activation = makeActivation(name);
        const bool stays = std::isnan(evaluate(activation, nan).f);
        forEachKernelSet([&](const KernelTable& table) {
            FloatArray z(kernels::kLanes, static_cast<float>(nan)), y(z.size());
            table.activate(BoundActivation(activation).call(), z.size(), z.data(), y.data());
            CHECK(std::isnan(y[0]) == stays);
        });
    }
}
