#include "squash/training/optimizer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/call_text.hpp"
#include "training/optimizer_text.hpp"

namespace squash {

namespace {

const OptimizerInfo& findOptimizer(const CallText& call) {
    std::vector<std::string_view> names;
    for (const auto& each : optimizerTable()) names.push_back(each.name);
    return optimizerTable()[findName(call, call.name, "optimizer", names)];
}

double positiveOf(const CallText& call, const CallArgument& argument) {
    const double value = numberOf(call, argument);
    if (!(value > 0))
        failAt(call, argument.value.column,
               fmt::format("{} must be above 0, found {}", argument.name.text, value));
    return value;
}

double valueOf(const CallText& call, const CallArgument& argument,
               const OptimizerParameter& parameter) {
    if (parameter.range == OptimizerRange::Flag) return flagOf(call, argument) ? 1 : 0;
    if (parameter.range == OptimizerRange::Positive) return positiveOf(call, argument);
    const double value = numberOf(call, argument);
    const bool share = parameter.range == OptimizerRange::Share;
    if (value < 0 || (share && value >= 1))
        failAt(call, argument.value.column,
               fmt::format("{} must be at least 0{}, found {}", parameter.name,
                           share ? " and below 1" : "", value));
    return value;
}

}  // namespace

OptimizerText readOptimizer(std::string_view text) {
    const auto call = readCall("cannot read the optimizer", text, {text, 1});
    const auto& info = findOptimizer(call);
    std::vector<std::string_view> names{"learning_rate"};
    for (const auto& parameter : info.parameters) names.push_back(parameter.name);
    OptimizerText result{makeOptimizer(info.kind), false};
    for (const auto& argument : call.arguments) {
        const std::size_t index =
            findName(call, argument.name, fmt::format("parameter of {}", info.name), names);
        if (index == 0) {
            result.settings.learningRate = positiveOf(call, argument);
            result.givesLearningRate = true;
        } else {
            result.settings.parameters[index - 1] =
                valueOf(call, argument, info.parameters[index - 1]);
        }
    }
    return result;
}

OptimizerSettings parseOptimizer(std::string_view text) { return readOptimizer(text).settings; }

std::string toText(const OptimizerSettings& settings) {
    const OptimizerInfo& info = infoOf(settings.kind);
    std::vector<std::string> arguments;
    for (std::size_t i = 0; i < info.parameters.size(); ++i) {
        const OptimizerParameter& parameter = info.parameters[i];
        const double value = settings.parameters[i];
        if (value == parameter.defaultValue) continue;
        if (parameter.range == OptimizerRange::Flag)
            arguments.push_back(fmt::format("{}={}", parameter.name, value != 0));
        else
            arguments.push_back(fmt::format("{}={}", parameter.name, value));
    }
    const std::string name(info.name);
    return arguments.empty() ? name : fmt::format("{}({})", name, fmt::join(arguments, ","));
}

}  // namespace squash
