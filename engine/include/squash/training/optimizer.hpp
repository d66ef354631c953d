// Optimizers by Keras's names, parameters and defaults. State is one array a moment, as long as
// the parameters; the step count is kept once for all of them.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "squash/core/aligned.hpp"
#include "squash/training/optimizer_kind.hpp"

namespace squash {

// What an experiment may ask for, the same typed in the panel and on the command line.
inline constexpr double kMinLearningRate = 1e-12, kMaxLearningRate = 1e6;

// Which values a parameter may have.
enum class OptimizerRange {
    Share,        // at least 0 and below 1
    Positive,     // above 0, also as a float
    NotNegative,  // at least 0
    Flag          // 0 or 1; "false" or "true" in text
};

struct OptimizerParameter {
    std::string_view name, title, note;  // Keras's "beta_1", "Beta 1", one sentence
    double defaultValue = 0;
    OptimizerRange range = OptimizerRange::Share;
    bool common = false;  // among those that one changes first
};

inline constexpr std::size_t kMaxOptimizerParameters = 5, kMaxMoments = 3;

struct OptimizerInfo {
    OptimizerKind kind;
    std::string_view name, title, note;  // "adam", "Adam", one sentence with its source
    double learningRate;                 // Keras's default
    std::vector<OptimizerParameter> parameters;
    std::vector<std::string_view> moments;  // arrays of state, by their names in checkpoints
};
// In the order they are offered; the first one is the default.
std::span<const OptimizerInfo> optimizerTable();
const OptimizerInfo& infoOf(OptimizerKind kind);

struct OptimizerSettings {
    OptimizerKind kind = OptimizerKind::Adam;
    double learningRate = 0.001;
    // In the table's order; those that the optimizer does not have are 0.
    std::array<double, kMaxOptimizerParameters> parameters = {0.9, 0.999, 1e-7};
    bool operator==(const OptimizerSettings&) const = default;
};
// With Keras's defaults.
OptimizerSettings makeOptimizer(OptimizerKind kind);

// By Keras's name; 0 where the optimizer has no such parameter.
double parameterOf(const OptimizerSettings& settings, std::string_view name);
// The optimizer has it.
void setParameter(OptimizerSettings& settings, std::string_view name, double value);

// "adam", "sgd(momentum=0.9,nesterov=true)", "adam(learning_rate=0.01)". Throws Error.
OptimizerSettings parseOptimizer(std::string_view text);
// Without the learning rate, which stands beside it everywhere; defaults are left out.
std::string toText(const OptimizerSettings& settings);

struct OptimizerState {
    std::uint64_t step = 0;  // updates done
    // As OptimizerInfo::moments; empty where these settings need none.
    std::array<FloatArray, kMaxMoments> moments = {};
};

// Whether that moment counts with these settings: sgd's velocity only with momentum, ...
bool usesMoment(const OptimizerSettings& settings, std::size_t moment);
// Gives the state the moments that the settings use, `size` floats each, and takes away the others;
// those that are there stay as they are.
void fitMoments(const OptimizerSettings& settings, std::size_t size, OptimizerState& state);

}  // namespace squash
