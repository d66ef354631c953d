// By the kernels themselves, in float32: what they cannot compute counts, not what the formula means.
#include "squash/activations/scan.hpp"

#include <fmt/format.h>

#include <cmath>

#include "activations/bound_activation.hpp"
#include "core/round.hpp"
#include "kernels/kernel_table.hpp"
#include "squash/core/aligned.hpp"
#include "squash/kernels/kernel_sets.hpp"

namespace squash {
namespace {

constexpr int kSteps = 4000;
constexpr double kAlmostAll = 0.99;  // of the places looked at

double place(int step) { return -kScanReach + 2 * kScanReach * step / kSteps; }

// Of what is true at some steps: the first run of them.
struct Run {
    int first = -1, last = -1;

    void add(int step) {
        if (first < 0) first = last = step;
        if (step == last + 1) last = step;
    }
    std::string text() const {
        if (first == last) return fmt::format("at x = {:.4g}", place(first));
        return fmt::format("from x = {:.4g} to {:.4g}", place(first), place(last));
    }
};

}  // namespace

std::optional<std::string> trainingProblem(const Activation& activation) {
    if (!activation.formula) return std::nullopt;
    FloatArray df(roundUp(kSteps + 1, kernels::kLanes), 0.0f), f(df.size());
    for (int step = 0; step <= kSteps; ++step)
        df[static_cast<std::size_t>(step)] = static_cast<float>(place(step));
    const BoundActivation bound(activation);
    kernelSets().front().table->activate(bound.call(), df.size(), df.data(), f.data());
    Run noValue, noGradient;
    int flat = 0;
    for (int step = 0; step <= kSteps; ++step) {
        const auto at = static_cast<std::size_t>(step);
        if (!std::isfinite(f[at])) noValue.add(step);
        if (!std::isfinite(df[at])) noGradient.add(step);
        if (df[at] == 0) ++flat;
    }
    if (noValue.first >= 0) return "its value is not finite " + noValue.text();
    if (noGradient.first >= 0) return "its gradient is not finite " + noGradient.text();
    if (flat >= kAlmostAll * (kSteps + 1))
        return "its gradient is 0 almost everywhere, so nothing before it would learn";
    return std::nullopt;
}

}  // namespace squash
