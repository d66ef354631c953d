#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
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

constexpr std::string_view kLearn = "learn";

// What stands in learn(...), an empty piece for learn alone; nothing where it is something else.
std::optional<TextPiece> learnedFrom(const TextPiece& value) {
    if (value.text == kLearn) return TextPiece{};
    const bool wrapped = value.text.starts_with("learn(") && value.text.ends_with(')');
    if (!wrapped) return std::nullopt;
    const std::size_t before = kLearn.size() + 1;
    return TextPiece{value.text.substr(before, value.text.size() - before - 1),
                     value.column + before};
}

void checkWhole(const CallText& call, const CallArgument& argument, double value,
                const ActivationParameter& bounds) {
    if (value == std::floor(value) && value >= bounds.minimum && value <= bounds.maximum) return;
    failAt(call, argument.value.column,
           fmt::format("{} needs a whole number from {} to {}, found '{}'", bounds.name,
                       bounds.minimum, bounds.maximum, shownText(argument.value.text)));
}

void setParameter(const CallText& call, const CallArgument& argument, std::size_t index,
                  Activation& activation) {
    const auto learned = learnedFrom(argument.value);
    if (learned && learningOf(activation, index) == Learning::Never)
        failAt(call, argument.value.column,
               fmt::format("{} cannot be learned: expected a number", argument.name.text));
    activation.learned[index] |= learned.has_value();
    if (learned && learned->text.empty()) return;
    const CallArgument number{argument.name, learned.value_or(argument.value)};
    activation.parameters[index] = numberOf(call, number);
    if (activation.formula) return;
    const ActivationParameter& bounds = activation.entry->parameters[index];
    if (bounds.whole) checkWhole(call, number, activation.parameters[index], bounds);
}

void setParameters(const CallText& call, Activation& activation) {
    const std::vector<std::string> owned = parameterNames(activation);
    const std::vector<std::string_view> names(owned.begin(), owned.end());
    for (const auto& argument : call.arguments) {
        const auto kind = fmt::format("parameter of {}",
                                      activation.formula ? "the formula" : activation.entry->name);
        setParameter(call, argument, findName(call, argument.name, kind, names), activation);
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
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double value = activation.parameters[i];
        const bool isDefault = value == defaultOf(activation, i);
        if (activation.learned[i] && learningOf(activation, i) == Learning::OnRequest)
            arguments.push_back(isDefault ? fmt::format("{}={}", names[i], kLearn)
                                          : fmt::format("{}={}({})", names[i], kLearn, value));
        else if (!isDefault)
            arguments.push_back(fmt::format("{}={}", names[i], value));
    }
    if (activation.formula)
        return fmt::format("formula({}{}{})", activation.formula->text(),
                           arguments.empty() ? "" : "; ", fmt::join(arguments, ","));
    if (arguments.empty()) return std::string(activation.entry->name);
    return fmt::format("{}({})", activation.entry->name, fmt::join(arguments, ","));
}

}  // namespace squash
