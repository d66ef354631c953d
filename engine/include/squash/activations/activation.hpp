// The activation functions: one table gives name, parameters and defaults (Keras's) to the engine,
// the command line and the front end. Values in float64 here; the vector code for training is in
// src/kernels, and is compared with this.
#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace squash {

enum class ActivationKind {
    Linear,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu,
    Elu,
    Selu,
    Softplus,
    Softsign,
    Silu,
    Gelu,
    GeluTanh,
    Mish,
    HardSigmoid,
    Relu6
};
inline constexpr std::size_t kActivationKinds = 15;

struct ActivationParameter {
    std::string_view name;                  // Keras's: "negative_slope", "alpha"
    double defaultValue, minimum, maximum;  // minimum and maximum bound the slider, not the value
};

// How f runs from left to right. The largest of several f(x) is then known from few of the x: that of
// the largest x, or of the largest and the smallest.
enum class Course {
    NonDecreasing,
    QuasiConvex,  // non-increasing up to some x and non-decreasing from there on (Boyd and
                  // Vandenberghe, Convex Optimization, section 3.4)
    Other
};

struct ActivationInfo {
    ActivationKind kind;
    std::string_view name;     // as on the command line: "leaky_relu"
    std::string_view formula;  // a Formula's text, its parameters in the order of `parameters`
    std::string_view note;     // one sentence: what it is for, with its paper where there is one
    std::span<const ActivationParameter> parameters;  // at most 2
    Course course = Course::NonDecreasing;  // whatever the parameters within their slider's bounds
};

struct Activation {
    ActivationKind kind = ActivationKind::Relu;
    std::array<double, 2> parameters{};  // in the table's order; unused ones 0
    bool operator==(const Activation&) const = default;
};

std::span<const ActivationInfo> activationTable();  // in the order of ActivationKind
const ActivationInfo& info(ActivationKind kind);
Activation makeActivation(ActivationKind kind);  // with the defaults

// "relu", "leaky_relu(negative_slope=0.2)". Throws Error naming the column and the nearest name.
Activation parseActivation(std::string_view text);
std::string toText(const Activation& activation);  // parameters at their default are left out

struct ActivationValue {
    double f, df;
};
// f(x) and f'(x). At a kink f' is the one-sided value that the field uses (relu'(0) = 0).
ActivationValue evaluate(const Activation& activation, double x);

}  // namespace squash
