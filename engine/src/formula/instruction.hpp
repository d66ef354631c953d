// The operations of formulas, and one of them on registers. Plain data: the kernels include it.
#pragma once
#include <cstddef>
#include <cstdint>

namespace squash::formula {

enum class Op : std::uint8_t {
    Number,
    Variable,  // x
    Parameter,
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Minimum,
    Maximum,
    WhereLess,       // a < b ? c : d
    WhereLessEqual,  // a <= b ? c : d
    Clip,            // a within b .. c
    Absolute,
    Sign,
    SquareRoot,
    Exponential,
    Logarithm,
    Sine,
    Cosine,
    Tangent,
    Arcsine,
    Arccosine,
    Arctangent,
    HyperbolicSine,
    HyperbolicCosine,
    HyperbolicTangent,
    InverseHyperbolicSine,
    ErrorFunction,
    ComplementaryErrorFunction,  // 1 - erf(a) without its cancellation
    ExponentialMinusOne,         // exp(a) - 1 likewise
    Sigmoid,
    Softplus,
    Relu,
    Floor,
    TanhSlope,  // 1 - tanh(a)^2 without its cancellation
};

inline constexpr std::size_t kMaxRegisters = 256;
inline constexpr std::size_t kMaxKernelRegisters = 128;  // of what is trained with

struct Instruction {
    Op op;
    std::uint8_t out, in[4];
};

}  // namespace squash::formula
