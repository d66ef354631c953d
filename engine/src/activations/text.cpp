#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "activations/activation_text.hpp"

namespace squash {

namespace {

constexpr std::string_view kSubject = "cannot read the activation";

std::vector<std::string_view> activationNames() {
    std::vector<std::string_view> names;
    for (const auto& each : activationTable()) names.push_back(each.name);
    return names;
}

void setParameters(const CallText& call, Activation& activation) {
    const std::vector<std::string> owned = parameterNames(activation);
    const std::vector<std::string_view> names(owned.begin(), owned.end());
    for (const auto& argument : call.arguments) {
        const auto kind = fmt::format("parameter of {}",
                                      activation.formula ? "the formula" : activation.entry->name);
        activation.parameters[findName(call, argument.name, kind, names)] =
            numberOf(call, argument);
    }
}

// formula(TEXT) or formula(TEXT; b=1.5,c=2): errors in TEXT have the whole text's columns.
Activation readFormula(const CallText& call, const TextPiece& inside) {
    const std::size_t end = std::min(inside.text.find(';'), inside.text.size());
    const std::string_view text = inside.text.substr(0, end);
    try {
        Activation activation = makeActivation(Formula(text));
        if (end == inside.text.size()) return activation;
        CallText parameters = call;
        readArguments(parameters, {inside.text.substr(end + 1), inside.column + end + 1});
        setParameters(parameters, activation);
        return activation;
    } catch (const FormulaError& fault) {
        failAt(call, inside.column + fault.column() - 1, fault.expected());
    }
}

double defaultOf(const Activation& activation, std::size_t parameter) {
    return activation.formula ? 1.0 : activation.entry->parameters[parameter].defaultValue;
}

}  // namespace

Activation readActivation(std::string_view whole, TextPiece piece) {
    if (const auto formula = readWrapped(std::string(kSubject), whole, piece, typedFormula().name))
        return readFormula(formula->call, formula->inside);
    const auto call = readCall(std::string(kSubject), whole, piece);
    Activation activation = makeActivation(
        activationTable()[findName(call, call.name, "activation", activationNames())]);
    setParameters(call, activation);
    return activation;
}

Activation parseActivation(std::string_view text) { return readActivation(text, {text, 1}); }

std::string toText(const Activation& activation) {
    const std::vector<std::string> names = parameterNames(activation);
    std::vector<std::string> arguments;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (activation.parameters[i] != defaultOf(activation, i))
            arguments.push_back(fmt::format("{}={}", names[i], activation.parameters[i]));
    if (activation.formula)
        return fmt::format("formula({}{}{})", activation.formula->text(),
                           arguments.empty() ? "" : "; ", fmt::join(arguments, ","));
    if (arguments.empty()) return std::string(activation.entry->name);
    return fmt::format("{}({})", activation.entry->name, fmt::join(arguments, ","));
}

}  // namespace squash
