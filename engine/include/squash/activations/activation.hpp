// An activation function as a layer has it: an entry of the catalogue or a formula that a person typed,
// with the values of its parameters. Values in float64 here; the vector code for training is in
// src/kernels, and is compared with this.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "squash/activations/catalogue.hpp"
#include "squash/formula/formula.hpp"

namespace squash {

struct Activation {
    const ActivationInfo* entry;     // of the catalogue, or typedFormula()
    std::optional<Formula> formula;  // of typedFormula() only
    // In the order of parameterNames(); unused ones are 0.
    std::array<double, kMaxFormulaParameters> parameters{};
    // Those that training changes, from the values above on.
    std::array<bool, kMaxFormulaParameters> learned{};

    Activation();  // relu
    bool operator==(const Activation&) const = default;
};

Activation makeActivation(const ActivationInfo& entry);  // with the defaults
Activation makeActivation(std::string_view name);        // of the catalogue; throws Error
Activation makeActivation(Formula formula);              // its parameters are 1

// What stands for an entry where a formula was typed: its name is "formula", everything else empty.
const ActivationInfo& typedFormula();

std::string_view formulaText(const Activation& activation);
std::vector<std::string> parameterNames(const Activation& activation);

// Whether training may change a parameter, and whether a person can choose that.
Learning learningOf(const Activation& activation, std::size_t parameter);
bool learns(const Activation& activation);  // any of its parameters

// Inputs of one output: the k of maxout, else 1.
std::size_t piecesOf(const Activation& activation);

// "relu", "leaky_relu(negative_slope=0.2)", "formula(x*sigmoid(b*x); b=1.5)"; "swish(beta=learn(1.5))" learns beta,
// from 1.5 on, "swish(beta=learn)" from the default. Throws Error naming the column and the nearest name.
Activation parseActivation(std::string_view text);
std::string toText(const Activation& activation);  // parameters at their default are left out

struct ActivationValue {
    double f, df;
};
// f(x) and f'(x). At a kink f' is the one-sided value that the field uses (relu'(0) = 0), or the one
// that formula.hpp tells of.
ActivationValue evaluate(const Activation& activation, double x);

// The formula with f', of which a catalogue's entry is computed; made once for each.
const Formula& formulaOf(const Activation& activation);

}  // namespace squash
