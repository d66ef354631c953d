// Keras 3's optimizers (keras.src.optimizers): what there is to choose, with its defaults and sources.
#include <algorithm>
#include <cassert>

#include "squash/training/optimizer.hpp"

namespace squash {
namespace {

using Range = OptimizerRange;

OptimizerParameter beta1(double value) {
    return {"beta_1", "Beta 1", "How much of the running mean of the gradient is kept.", value,
            Range::Share};
}
OptimizerParameter beta2(double value) {
    return {"beta_2", "Beta 2", "How much of the running mean of the squared gradient is kept.",
            value, Range::Share};
}
OptimizerParameter weightDecay(double value) {
    return {"weight_decay",
            "Weight decay",
            "Each step also takes this share, times the learning rate, off every weight.",
            value,
            Range::NotNegative,
            value != 0};
}
const OptimizerParameter kMomentum{
    "momentum", "Momentum",   "How much of the last update is kept; 0 is the plain form.",
    0,          Range::Share, true};
const OptimizerParameter kEpsilon{"epsilon", "Epsilon",
                                  "Keeps the division away from 0 where gradients are tiny.", 1e-7,
                                  Range::Positive};
const OptimizerParameter kAmsgrad{
    "amsgrad", "AMSGrad",
    "Divides by the largest second moment so far (Reddi et al., arXiv:1904.09237).", 0,
    Range::Flag};

// Lasting for the program: names and notes are views of literals.
const std::vector<OptimizerInfo>& table() {
    static const std::vector<OptimizerInfo> infos = {
        {OptimizerKind::Adam,
         "adam",
         "Adam",
         "A step size of its own for each weight, from running means of the gradient and its "
         "square (arXiv:1412.6980).",
         0.001,
         {beta1(0.9), beta2(0.999), kEpsilon, kAmsgrad, weightDecay(0)},
         {"m", "v", "v_hat"}},
        {OptimizerKind::Sgd,
         "sgd",
         "SGD",
         "Stochastic gradient descent, with momentum where given (Polyak 1964; Nesterov's form "
         "after Sutskever et al. 2013).",
         0.01,
         {kMomentum,
          {"nesterov", "Nesterov", "Looks ahead along the momentum before it steps.", 0,
           Range::Flag, true},
          weightDecay(0)},
         {"velocity"}},
        {OptimizerKind::AdamW,
         "adamw",
         "AdamW",
         "Adam with weight decay beside the gradient instead of in it (arXiv:1711.05101).",
         0.001,
         {beta1(0.9), beta2(0.999), kEpsilon, kAmsgrad, weightDecay(0.004)},
         {"m", "v", "v_hat"}},
        {OptimizerKind::Nadam,
         "nadam",
         "Nadam",
         "Adam with Nesterov's look ahead (Dozat 2016).",
         0.001,
         {beta1(0.9), beta2(0.999), kEpsilon, weightDecay(0)},
         {"m", "v"}},
        {OptimizerKind::Adamax,
         "adamax",
         "Adamax",
         "Adam with the largest recent gradient in place of the mean square (arXiv:1412.6980, "
         "section 7).",
         0.001,
         {beta1(0.9), beta2(0.999), kEpsilon, weightDecay(0)},
         {"m", "u"}},
        {OptimizerKind::RmsProp,
         "rmsprop",
         "RMSprop",
         "Divides the gradient by the root of its running mean square (Hinton 2012, lecture 6).",
         0.001,
         {{"rho", "Rho", "How much of the running mean of the squared gradient is kept.", 0.9,
           Range::Share},
          kMomentum,
          kEpsilon,
          {"centered", "Centered", "Divides by the gradient's estimated variance instead.", 0,
           Range::Flag},
          weightDecay(0)},
         {"velocity", "momentum", "average_gradient"}},
        {OptimizerKind::Adagrad,
         "adagrad",
         "Adagrad",
         "Divides the gradient by the root of the sum of all its squares so far (Duchi et al. "
         "2011).",
         0.001,
         {{"initial_accumulator_value", "First sum", "Where the sum of squares begins.", 0.1,
           Range::NotNegative},
          kEpsilon,
          weightDecay(0)},
         {"accumulator"}},
        {OptimizerKind::Lion,
         "lion",
         "Lion",
         "Steps of one size, in the direction of the sign of a momentum (arXiv:2302.06675).",
         0.001,
         {beta1(0.9), beta2(0.99), weightDecay(0)},
         {"m"}},
    };
    return infos;
}

}  // namespace

std::span<const OptimizerInfo> optimizerTable() { return table(); }

const OptimizerInfo& infoOf(OptimizerKind kind) {
    const auto found = std::ranges::find(table(), kind, &OptimizerInfo::kind);
    assert(found != table().end());
    return *found;
}

OptimizerSettings makeOptimizer(OptimizerKind kind) {
    const OptimizerInfo& info = infoOf(kind);
    OptimizerSettings settings{kind, info.learningRate, {}};
    for (std::size_t i = 0; i < info.parameters.size(); ++i)
        settings.parameters[i] = info.parameters[i].defaultValue;
    return settings;
}

double parameterOf(const OptimizerSettings& settings, std::string_view name) {
    const auto& parameters = infoOf(settings.kind).parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (parameters[i].name == name) return settings.parameters[i];
    return 0;
}

void setParameter(OptimizerSettings& settings, std::string_view name, double value) {
    const auto& parameters = infoOf(settings.kind).parameters;
    const auto found = std::ranges::find(parameters, name, &OptimizerParameter::name);
    assert(found != parameters.end());
    settings.parameters[static_cast<std::size_t>(found - parameters.begin())] = value;
}

bool usesMoment(const OptimizerSettings& settings, std::size_t moment) {
    const auto& moments = infoOf(settings.kind).moments;
    if (moment >= moments.size()) return false;
    const std::string_view name = moments[moment];
    const auto on = [&settings](std::string_view parameter) {
        return parameterOf(settings, parameter) != 0;
    };
    if (settings.kind == OptimizerKind::Sgd || name == "momentum") return on("momentum");
    if (name == "v_hat") return on("amsgrad");
    if (name == "average_gradient") return on("centered");
    return true;
}

void fitMoments(const OptimizerSettings& settings, std::size_t size, OptimizerState& state) {
    const auto begin = static_cast<float>(parameterOf(settings, "initial_accumulator_value"));
    for (std::size_t i = 0; i < kMaxMoments; ++i) {
        if (!usesMoment(settings, i))
            state.moments[i] = {};
        else
            state.moments[i].resize(size, begin);
    }
}

}  // namespace squash
