#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "activations/activation_text.hpp"

namespace squash {

namespace {
std::vector<std::string_view> activationNames() {
    std::vector<std::string_view> names;
    for (const auto& each : activationTable()) names.push_back(each.name);
    return names;
}

std::vector<std::string_view> parameterNames(const ActivationInfo& info) {
    std::vector<std::string_view> names;
    for (const auto& each : info.parameters) names.push_back(each.name);
    return names;
}
}  // namespace

Activation readActivation(std::string_view whole, TextPiece piece) {
    const auto call = readCall("cannot read the activation", whole, piece);
    const auto& found =
        activationTable()[findName(call, call.name, "activation", activationNames())];
    Activation activation = makeActivation(found.kind);
    const auto names = parameterNames(found);
    for (const auto& argument : call.arguments) {
        const auto index =
            findName(call, argument.name, fmt::format("parameter of {}", found.name), names);
        activation.parameters[index] = numberOf(call, argument);
    }
    return activation;
}

Activation parseActivation(std::string_view text) { return readActivation(text, {text, 1}); }

std::string toText(const Activation& activation) {
    const auto& about = info(activation.kind);
    std::vector<std::string> arguments;
    for (std::size_t i = 0; i < about.parameters.size(); ++i)
        if (activation.parameters[i] != about.parameters[i].defaultValue)
            arguments.push_back(
                fmt::format("{}={}", about.parameters[i].name, activation.parameters[i]));
    if (arguments.empty()) return std::string(about.name);
    return fmt::format("{}({})", about.name, fmt::join(arguments, ","));
}

}  // namespace squash
