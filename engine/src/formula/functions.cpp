#include "formula/functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "squash/activations/catalogue.hpp"

namespace squash::formula {
namespace {

constexpr std::array<Function, 24> kFunctions{{
    {"where", Call::Where},
    {"min", Call::Fold, Op::Minimum},
    {"max", Call::Fold, Op::Maximum},
    {"clip", Call::Clip, Op::Clip},
    {"abs", Call::Simple, Op::Absolute},
    {"sign", Call::Simple, Op::Sign},
    {"sqrt", Call::Simple, Op::SquareRoot},
    {"exp", Call::Simple, Op::Exponential},
    {"log", Call::Simple, Op::Logarithm},
    {"sin", Call::Simple, Op::Sine},
    {"cos", Call::Simple, Op::Cosine},
    {"tan", Call::Simple, Op::Tangent},
    {"asin", Call::Simple, Op::Arcsine},
    {"acos", Call::Simple, Op::Arccosine},
    {"atan", Call::Simple, Op::Arctangent},
    {"sinh", Call::Simple, Op::HyperbolicSine},
    {"cosh", Call::Simple, Op::HyperbolicCosine},
    {"tanh", Call::Simple, Op::HyperbolicTangent},
    {"asinh", Call::Simple, Op::InverseHyperbolicSine},
    {"erf", Call::Simple, Op::ErrorFunction},
    {"sigmoid", Call::Simple, Op::Sigmoid},
    {"softplus", Call::Simple, Op::Softplus},
    {"relu", Call::Simple, Op::Relu},
    {"floor", Call::Simple, Op::Floor},
}};

std::vector<Function> allFunctions() {
    std::vector<Function> all(kFunctions.begin(), kFunctions.end());
    const auto table = activationTable();
    for (std::size_t i = 0; i < table.size(); ++i) {
        const bool known = std::any_of(all.begin(), all.end(), [&](const Function& function) {
            return function.name == table[i].name;
        });
        if (!known) all.push_back({table[i].name, Call::Activation, Op::Negate, i});
    }
    return all;
}

const std::vector<Function>& functions() {
    static const std::vector<Function> all = allFunctions();
    return all;
}

}  // namespace

const Function* findFunction(std::string_view name) {
    const auto& all = functions();
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Function& function) { return function.name == name; });
    return found == all.end() ? nullptr : &*found;
}

std::vector<std::string_view> functionNames() {
    std::vector<std::string_view> names;
    for (const Function& function : functions()) names.push_back(function.name);
    return names;
}

bool isParameterName(std::string_view name) {
    for (const ActivationInfo& entry : activationTable())
        for (const ActivationParameter& parameter : entry.parameters)
            if (parameter.name == name) return true;
    return false;
}

std::string_view functionName(Op op) {
    for (const Function& function : kFunctions)
        if (function.call != Call::Where && function.op == op) return function.name;
    return "?";
}

Arity arityOf(const Function& function) {
    switch (function.call) {
        case Call::Simple:
            return {1, 1, "one argument"};
        case Call::Fold:
            return {2, kMostFolded, fmt::format("two to {} arguments", kMostFolded)};
        case Call::Clip:
            return {3, 3, "three arguments, clip(v, lo, hi)"};
        case Call::Where:
            return {3, 3, "three arguments"};
        case Call::Activation:
            break;
    }
    const auto parameters = activationTable()[function.activation].parameters;
    if (parameters.empty()) return {1, 1, "one argument"};
    return {1, 1 + parameters.size(), "one argument and its parameters, " + callForm(function)};
}

std::string callForm(const Function& function) {
    const std::string name(function.name);
    switch (function.call) {
        case Call::Simple:
            return name + "(x)";
        case Call::Fold:
            return name + "(a, b)";
        case Call::Clip:
            return "clip(v, lo, hi)";
        case Call::Where:
            return "where(x > 0, a, b)";
        case Call::Activation:
            break;
    }
    std::string form = name + "(x";
    for (const auto& parameter : activationTable()[function.activation].parameters)
        form += ", " + std::string(parameter.name);
    return form + ")";
}

}  // namespace squash::formula
