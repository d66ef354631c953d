// Each optimizer's numbers for one step, as Keras 3 has them (keras.src.optimizers), in float64.
#include <cmath>

#include "training/executor_chunk.hpp"

namespace squash {
namespace {

constexpr double kNadamDecay = 0.96;  // Dozat's schedule of the momentum; Keras has it fixed

// Adam (arXiv:1412.6980, section 2's last form: epsilon is added to the root of the uncorrected
// second moment).
double adamRate(const OptimizerSettings& settings, double t) {
    return settings.learningRate * std::sqrt(1 - std::pow(parameterOf(settings, "beta_2"), t)) /
           (1 - std::pow(parameterOf(settings, "beta_1"), t));
}

// Nadam's momentum of step t is u(t) = beta_1 (1 - 0.96^t / 2); means are corrected by the product of
// all of them so far, which is soon too small to be seen in 1 - product.
void setNadam(const OptimizerSettings& settings, std::uint64_t step,
              kernels::OptimizerStep& result) {
    const double beta = parameterOf(settings, "beta_1");
    const auto t = static_cast<double>(step);
    const auto momentum = [beta](double at) {
        return beta * (1 - 0.5 * std::pow(kNadamDecay, at));
    };
    double product = 1;
    for (std::uint64_t i = 1; i <= step && product > 1e-12; ++i)
        product *= momentum(static_cast<double>(i));
    const double now = momentum(t), next = momentum(t + 1);
    result.rate = static_cast<float>(settings.learningRate * next / (1 - product * next));  // of m
    result.gradientRate = static_cast<float>(settings.learningRate * (1 - now) / (1 - product));
    result.correction = static_cast<float>(1 / (1 - std::pow(parameterOf(settings, "beta_2"), t)));
}

}  // namespace

kernels::OptimizerStep optimizerStep(const OptimizerSettings& settings, std::uint64_t step) {
    const auto value = [&](std::string_view name) {
        return static_cast<float>(parameterOf(settings, name));
    };
    const auto rest = [&](std::string_view name) {
        return static_cast<float>(1 - parameterOf(settings, name));
    };
    kernels::OptimizerStep result;
    result.kind = settings.kind;
    result.rate = static_cast<float>(settings.learningRate);
    result.shrink =
        static_cast<float>(1 - settings.learningRate * parameterOf(settings, "weight_decay"));
    result.momentum = value("momentum");
    result.keep1 = value("beta_1");
    result.keep2 = value("beta_2");
    result.take1 = rest("beta_1");
    result.take2 = rest(settings.kind == OptimizerKind::RmsProp ? "rho" : "beta_2");
    result.epsilon = value("epsilon");
    result.nesterov = value("nesterov") != 0;
    result.amsgrad = value("amsgrad") != 0;
    result.centered = value("centered") != 0;
    const auto t = static_cast<double>(step);
    switch (settings.kind) {
        case OptimizerKind::Adam:
        case OptimizerKind::AdamW:
            result.rate = static_cast<float>(adamRate(settings, t));
            break;
        case OptimizerKind::Adamax:
            result.rate = static_cast<float>(settings.learningRate /
                                             (1 - std::pow(parameterOf(settings, "beta_1"), t)));
            break;
        case OptimizerKind::Nadam:
            setNadam(settings, step, result);
            break;
        default:
            break;
    }
    return result;
}

void applyOptimizer(const kernels::KernelTable& table, const kernels::OptimizerStep& step,
                    OptimizerState& state, std::size_t offset, std::size_t count,
                    const float* gradient, float* parameters) {
    float* moments[kMaxMoments];
    for (std::size_t i = 0; i < kMaxMoments; ++i)
        moments[i] = state.moments[i].empty() ? nullptr : state.moments[i].data() + offset;
    table.optimize(step, count, gradient, moments, parameters);
}

}  // namespace squash
