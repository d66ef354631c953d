// Adam (Kingma and Ba, arXiv 1412.6980, section 2's last form, as Keras has it: epsilon is added
// to the root of the uncorrected second moment) and SGD with momentum.
#include <cmath>

#include "training/executor_chunk.hpp"

namespace squash {
namespace {

kernels::AdamStep adamStep(const OptimizerSettings& settings, std::uint64_t step) {
    const auto t = static_cast<double>(step);
    const double correction =
        std::sqrt(1 - std::pow(settings.beta2, t)) / (1 - std::pow(settings.beta1, t));
    return {static_cast<float>(settings.learningRate * correction),
            static_cast<float>(1 - settings.beta1), static_cast<float>(1 - settings.beta2),
            static_cast<float>(settings.epsilon)};
}

}  // namespace

void applyOptimizer(const kernels::KernelTable& table, const OptimizerSettings& settings,
                    OptimizerState& state, std::size_t offset, std::size_t count,
                    const float* gradient, float* parameters) {
    switch (settings.kind) {
        case OptimizerKind::Adam:
            table.adam(adamStep(settings, state.step), count, gradient, state.first.data() + offset,
                       state.second.data() + offset, parameters);
            break;
        case OptimizerKind::Sgd:
            table.sgd({static_cast<float>(settings.learningRate),
                       static_cast<float>(settings.momentum), settings.nesterov},
                      count, gradient, state.first.data() + offset, parameters);
            break;
    }
}

}  // namespace squash
