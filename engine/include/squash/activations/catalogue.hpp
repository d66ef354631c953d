// The catalogue of activation functions: one table gives name, formula, parameters and defaults
// (Keras's) to the engine, the command line and the front end. Adding one is an entry here in table.cpp:
// its formula is what runs, on every instruction set. A function that is used much may have vector code
// of its own besides.
#pragma once
#include <cstddef>
#include <span>
#include <string_view>

namespace squash {

// The vector code that computes it (src/kernels/activation_functions.hpp).
enum class ActivationCode {
    Formula,  // none of its own: its formula's program
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
    Relu6,
    Swish,
    Sine,
    Squareplus,
    Gaussian,
    HardSilu,
    LogSigmoid,
    TanhShrink,
    Celu,
    HardTanh,
    SparseSigmoid,
    SparsePlus,
    HardShrink,
    SoftShrink,
    Threshold
};

enum class Learning {
    OnRequest,  // one value a layer
    Always,     // one value a channel or unit
    Never
};

struct ActivationParameter {
    std::string_view name;                  // Keras's: "negative_slope", "alpha"
    double defaultValue, minimum, maximum;  // minimum and maximum bound the slider, not the value
    Learning learning = Learning::OnRequest;
    bool whole = false;  // a whole number, from minimum to maximum
};

// What an output depends on besides the input in its place.
enum class ActivationKind {
    Pointwise,      // nothing
    ChannelSlopes,  // prelu: the slope of its channel or unit, which is learned
    RandomSlopes,  // rrelu: in training a slope drawn for each value anew; the formula has their mean
    Pieces  // maxout: output u is the largest of inputs k*u .. k*u+k-1; the formula is of equal ones
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
    std::string_view name;     // as on the command line: "leaky_relu"
    std::string_view formula;  // a Formula's text, its parameters in the order of `parameters`
    std::string_view note;     // one sentence: what it is for, with its paper where there is one
    std::span<const ActivationParameter> parameters = {};  // at most 2
    Course course = Course::NonDecreasing;  // whatever the parameters within their slider's bounds
    ActivationCode code = ActivationCode::Formula;
    ActivationKind kind = ActivationKind::Pointwise;
    bool common = false;  // offered before the others
};

std::span<const ActivationInfo> activationTable();
const ActivationInfo* findActivation(std::string_view name);  // null where there is none

}  // namespace squash
