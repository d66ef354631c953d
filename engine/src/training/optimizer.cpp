#include "squash/training/optimizer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "core/call_text.hpp"
#include "training/optimizer_text.hpp"

namespace squash {

namespace {

const std::vector<OptimizerInfo>& table() {
    static const std::vector<OptimizerInfo> infos = {
        {OptimizerKind::Adam,
         "adam",
         "Adam",
         "A step size of its own for each weight, from running means of the gradient and its "
         "square (arXiv:1412.6980).",
         {"learning_rate", "beta_1", "beta_2", "epsilon"}},
        {OptimizerKind::Sgd,
         "sgd",
         "SGD",
         "Stochastic gradient descent, with momentum where given (Polyak 1964; Nesterov's form "
         "after Sutskever et al. 2013).",
         {"learning_rate", "momentum", "nesterov"}},
    };
    return infos;
}

OptimizerSettings defaultsOf(OptimizerKind kind) {
    OptimizerSettings settings;
    settings.kind = kind;
    if (kind == OptimizerKind::Sgd) settings.learningRate = 0.01;
    return settings;
}

const OptimizerInfo& findOptimizer(const CallText& call) {
    std::vector<std::string_view> names;
    for (const auto& each : table()) names.push_back(each.name);
    return table()[findName(call, call.name, "optimizer", names)];
}

double shareOf(const CallText& call, const CallArgument& argument) {
    const double value = numberOf(call, argument);
    if (value < 0 || value >= 1)
        failAt(
            call, argument.value.column,
            fmt::format("{} must be at least 0 and below 1, found {}", argument.name.text, value));
    return value;
}

double positiveOf(const CallText& call, const CallArgument& argument) {
    const double value = numberOf(call, argument);
    if (!(value > 0))
        failAt(call, argument.value.column,
               fmt::format("{} must be above 0, found {}", argument.name.text, value));
    return value;
}

void apply(const CallText& call, const CallArgument& argument, OptimizerText& result) {
    auto& settings = result.settings;
    const auto name = argument.name.text;
    if (name == "learning_rate") {
        settings.learningRate = positiveOf(call, argument);
        result.givesLearningRate = true;
    } else if (name == "epsilon") {
        settings.epsilon = positiveOf(call, argument);
    } else if (name == "nesterov") {
        settings.nesterov = flagOf(call, argument);
    } else {
        double& target = name == "beta_1"   ? settings.beta1
                         : name == "beta_2" ? settings.beta2
                                            : settings.momentum;
        target = shareOf(call, argument);
    }
}

}  // namespace

std::span<const OptimizerInfo> optimizerTable() { return table(); }

OptimizerText readOptimizer(std::string_view text) {
    const auto call = readCall("cannot read the optimizer", text, {text, 1});
    const auto& info = findOptimizer(call);
    OptimizerText result{defaultsOf(info.kind), false};
    for (const auto& argument : call.arguments) {
        findName(call, argument.name, fmt::format("parameter of {}", info.name), info.parameters);
        apply(call, argument, result);
    }
    return result;
}

OptimizerSettings parseOptimizer(std::string_view text) { return readOptimizer(text).settings; }

std::string toText(const OptimizerSettings& settings) {
    const auto defaults = defaultsOf(settings.kind);
    std::vector<std::string> arguments;
    const auto add = [&](std::string_view name, double value, double normal) {
        if (value != normal) arguments.push_back(fmt::format("{}={}", name, value));
    };
    if (settings.kind == OptimizerKind::Adam) {
        add("beta_1", settings.beta1, defaults.beta1);
        add("beta_2", settings.beta2, defaults.beta2);
        add("epsilon", settings.epsilon, defaults.epsilon);
    } else {
        add("momentum", settings.momentum, defaults.momentum);
        if (settings.nesterov) arguments.emplace_back("nesterov=true");
    }
    const std::string name = settings.kind == OptimizerKind::Adam ? "adam" : "sgd";
    return arguments.empty() ? name : fmt::format("{}({})", name, fmt::join(arguments, ","));
}

}  // namespace squash
