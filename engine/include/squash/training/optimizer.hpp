// Optimizers by Keras's names, parameters and defaults. State is one array a moment, as long as
// the parameters; the step count is kept once for all of them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "squash/core/aligned.hpp"

namespace squash {

enum class OptimizerKind { Adam, Sgd };

// What an experiment may ask for, the same typed in the panel and on the command line.
inline constexpr double kMinLearningRate = 1e-12, kMaxLearningRate = 1e6;

struct OptimizerSettings {
    OptimizerKind kind = OptimizerKind::Adam;
    double learningRate = 0.001;                        // adam 0.001, sgd 0.01 (Keras's defaults)
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7;  // adam
    double momentum = 0;                                // sgd
    bool nesterov = false;                              // sgd
    bool operator==(const OptimizerSettings&) const = default;
};

struct OptimizerInfo {
    OptimizerKind kind;
    std::string_view name, title, note;        // "adam", "Adam", one sentence with its source
    std::vector<std::string_view> parameters;  // "beta_1", ...
};
std::span<const OptimizerInfo> optimizerTable();

// "adam", "sgd(momentum=0.9,nesterov=true)", "adam(learning_rate=0.01)". Throws Error.
OptimizerSettings parseOptimizer(std::string_view text);
// Without the learning rate, which stands beside it everywhere; defaults are left out.
std::string toText(const OptimizerSettings& settings);

struct OptimizerState {
    std::uint64_t step = 0;    // updates done
    FloatArray first, second;  // adam: m, v; sgd: velocity in `first`; empty when not needed
};

}  // namespace squash
