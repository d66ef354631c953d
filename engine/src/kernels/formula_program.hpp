// Runs a formula's program over vectors: an operation at a time over a run of values short enough for
// the registers' memory to stay in the first-level cache, long enough for the choice of the operation to
// cost little.
#pragma once
#include <cassert>

#include "kernels/activation_functions.hpp"
#include "kernels/program_view.hpp"

namespace squash::kernels {
namespace {

inline constexpr std::size_t kProgramRun = 128;  // values; a multiple of kLanes

// The registers, each a run of values. Some 64 kB in all, of which a formula uses a few.
struct ProgramMemory {
    alignas(64) float at[formula::kMaxKernelRegisters][kProgramRun];
};

template <class Isa, class F>
SQUASH_HOT void mapOne(F function, std::size_t count, const float* a, float* out) {
    for (std::size_t i = 0; i < count; i += kWidth<Isa>)
        store<Isa>(out + i, function(load<Isa>(a + i)));
}

template <class Isa, class F>
SQUASH_HOT void mapTwo(F function, std::size_t count, const float* a, const float* b, float* out) {
    for (std::size_t i = 0; i < count; i += kWidth<Isa>)
        store<Isa>(out + i, function(load<Isa>(a + i), load<Isa>(b + i)));
}

struct Operands {
    const float *a, *b, *c, *d;
};

template <class Isa>
SQUASH_HOT void mapWhere(bool orEqual, std::size_t count, const Operands& in, float* out) {
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) {
        const Vec<Isa> a = load<Isa>(in.a + i), b = load<Isa>(in.b + i);
        const auto holds = orEqual ? a <= b : a < b;
        store<Isa>(out + i, xsimd::select(holds, load<Isa>(in.c + i), load<Isa>(in.d + i)));
    }
}

template <class Isa>
SQUASH_HOT void mapClip(std::size_t count, const Operands& in, float* out) {
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) {
        const Vec<Isa> a = load<Isa>(in.a + i), low = load<Isa>(in.b + i),
                       high = load<Isa>(in.c + i);
        store<Isa>(out + i, xsimd::select(a < low, low, xsimd::select(a > high, high, a)));
    }
}

// Operations with one operand.
template <class Isa>
void runOne(formula::Op op, std::size_t count, const float* a, float* out) {
    using formula::Op;
    using V = Vec<Isa>;
    const auto map = [&](auto function) { mapOne<Isa>(function, count, a, out); };
    switch (op) {
        case Op::Negate:
            return map([](const V& x) { return -x; });
        case Op::Absolute:
            return map([](const V& x) { return xsimd::abs(x); });
        case Op::Sign:
            return map([](const V& x) {
                const V negativeOrSelf = xsimd::select(x < V(0.0f), V(-1.0f), x);
                return xsimd::select(x > V(0.0f), V(1.0f), negativeOrSelf);  // 0 and NaN stay
            });
        case Op::SquareRoot:
            // NEON's is a product with an estimate of 1/sqrt(x): no number at infinity.
            return map([](const V& x) {
                return xsimd::select(x > V(3.402823466e38f), x, xsimd::sqrt(x));
            });
        case Op::Exponential:
            return map([](const V& x) { return xsimd::exp(x); });
        case Op::ExponentialMinusOne:
            return map([](const V& x) { return xsimd::expm1(x); });
        case Op::Logarithm:
            return map([](const V& x) { return xsimd::log(x); });
        case Op::Sine:
            return map([](const V& x) { return xsimd::sin(x); });
        case Op::Cosine:
            return map([](const V& x) { return xsimd::cos(x); });
        case Op::Tangent:
            return map([](const V& x) { return xsimd::tan(x); });
        case Op::Arcsine:
            return map([](const V& x) { return xsimd::asin(x); });
        case Op::Arccosine:
            return map([](const V& x) { return xsimd::acos(x); });
        case Op::Arctangent:
            return map([](const V& x) { return xsimd::atan(x); });
        case Op::HyperbolicSine:
            return map([](const V& x) { return xsimd::sinh(x); });
        case Op::HyperbolicCosine:
            return map([](const V& x) { return xsimd::cosh(x); });
        case Op::HyperbolicTangent:
            return map([](const V& x) { return TanhFunction{}(x).f; });
        case Op::TanhSlope:
            return map([](const V& x) { return TanhFunction{}(x).df; });
        case Op::InverseHyperbolicSine:
            return map([](const V& x) { return xsimd::asinh(x); });
        case Op::ErrorFunction:
            return map([](const V& x) { return xsimd::erf(x); });
        case Op::ComplementaryErrorFunction:
            return map([](const V& x) { return V(2.0f) * normalTail(V(1.41421356237f) * x); });
        case Op::Sigmoid:
            return map([](const V& x) { return Logistic<V>(x).up; });
        case Op::Softplus:
            return map([](const V& x) { return SoftplusFunction{}(x).f; });
        case Op::Relu:
            return map([](const V& x) { return xsimd::select(x < V(0.0f), V(0.0f), x); });
        case Op::Floor:
            return map([](const V& x) { return xsimd::floor(x); });
        default:
            assert(false);
    }
}

template <class Isa>
void runInstruction(const formula::Instruction& step, std::size_t count, ProgramMemory& memory) {
    using formula::Op;
    using V = Vec<Isa>;
    const Operands in{memory.at[step.in[0]], memory.at[step.in[1]], memory.at[step.in[2]],
                      memory.at[step.in[3]]};
    float* out = memory.at[step.out];
    const auto map = [&](auto function) { mapTwo<Isa>(function, count, in.a, in.b, out); };
    switch (step.op) {
        case Op::Add:
            return map([](const V& a, const V& b) { return a + b; });
        case Op::Subtract:
            return map([](const V& a, const V& b) { return a - b; });
        case Op::Multiply:
            return map([](const V& a, const V& b) { return a * b; });
        case Op::Divide:
            return map([](const V& a, const V& b) { return a / b; });
        case Op::Power:
            return map([](const V& a, const V& b) {
                return xsimd::select(b == V(0.0f), V(1.0f), xsimd::pow(a, b));
            });
        case Op::Minimum:
            return map([](const V& a, const V& b) {
                return xsimd::select(b < a || xsimd::isnan(b), b, a);
            });
        case Op::Maximum:
            return map([](const V& a, const V& b) {
                return xsimd::select(b > a || xsimd::isnan(b), b, a);
            });
        case Op::WhereLess:
        case Op::WhereLessEqual:
            return mapWhere<Isa>(step.op == Op::WhereLessEqual, count, in, out);
        case Op::Clip:
            return mapClip<Isa>(count, in, out);
        default:
            return runOne<Isa>(step.op, count, in.a, out);
    }
}

template <class Isa>
SQUASH_INLINE void copyRun(std::size_t count, const float* from, float* to) {
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) store<Isa>(to + i, load<Isa>(from + i));
}

template <class Isa>
void runProgram(const ProgramView& program, std::size_t count, const float* x,
                float* const* results) {
    ProgramMemory memory;
    for (std::size_t i = 0; i < program.constants; ++i)
        for (std::size_t at = 0; at < smaller(kProgramRun, count); at += kWidth<Isa>)
            store<Isa>(memory.at[program.places[i]] + at, broadcast<Isa>(program.values[i]));
    for (std::size_t first = 0; first < count; first += kProgramRun) {
        const std::size_t run = smaller(kProgramRun, count - first);
        copyRun<Isa>(run, x + first, memory.at[0]);
        for (std::size_t i = 0; i < program.instructions; ++i)
            runInstruction<Isa>(program.code[i], run, memory);
        for (std::size_t i = 0; i < program.resultCount; ++i)
            copyRun<Isa>(run, memory.at[program.results[i]], results[i] + first);
    }
}

}  // namespace
}  // namespace squash::kernels
