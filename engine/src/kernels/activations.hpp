// The activation functions applied to arrays: values and slopes together for training, values alone for
// prediction.
#pragma once
#include "kernels/activation_call.hpp"
#include "kernels/activation_functions.hpp"
#include "kernels/formula_program.hpp"
#include "kernels/piecewise_functions.hpp"

namespace squash::kernels {
namespace {

// Calls apply(function) with the function object of an activation that has code of its own.
template <class Apply>
SQUASH_INLINE void withFunction(const ActivationCall& a, const Apply& apply) {
    const float parameter = a.parameter;
    switch (a.code) {
        case ActivationCode::Formula:
            return;
        case ActivationCode::Linear:
            return apply(LinearFunction{});
        case ActivationCode::Sigmoid:
            return apply(SigmoidFunction{});
        case ActivationCode::Tanh:
            return apply(TanhFunction{});
        case ActivationCode::Relu:
            return apply(ReluFunction{});
        case ActivationCode::LeakyRelu:
            return apply(LeakyReluFunction{parameter});
        case ActivationCode::Elu:
            return apply(EluFunction{parameter, 1.0f});
        case ActivationCode::Selu:
            return apply(EluFunction{1.6732632423543772f, 1.0507009873554805f});
        case ActivationCode::Softplus:
            return apply(SoftplusFunction{});
        case ActivationCode::Softsign:
            return apply(SoftsignFunction{});
        case ActivationCode::Silu:
            return apply(SiluFunction{});
        case ActivationCode::Swish:
            return apply(SwishFunction{parameter});
        case ActivationCode::Gelu:
            return apply(GeluFunction{});
        case ActivationCode::GeluTanh:
            return apply(GeluTanhFunction{});
        case ActivationCode::Mish:
            return apply(MishFunction{});
        case ActivationCode::HardSigmoid:
            return apply(HardSigmoidFunction{});
        case ActivationCode::Relu6:
            return apply(Relu6Function{});
        case ActivationCode::Sine:
            return apply(SineFunction{});
        case ActivationCode::Squareplus:
            return apply(SquareplusFunction{parameter});
        case ActivationCode::Gaussian:
            return apply(GaussianFunction{});
        case ActivationCode::HardSilu:
            return apply(HardSiluFunction{});
        case ActivationCode::LogSigmoid:
            return apply(LogSigmoidFunction{});
        case ActivationCode::TanhShrink:
            return apply(TanhShrinkFunction{});
        case ActivationCode::Celu:
            return apply(CeluFunction{parameter});
        case ActivationCode::HardTanh:
            return apply(HardTanhFunction{});
        case ActivationCode::SparseSigmoid:
            return apply(SparseSigmoidFunction{});
        case ActivationCode::SparsePlus:
            return apply(SparsePlusFunction{});
        case ActivationCode::HardShrink:
            return apply(HardShrinkFunction{parameter});
        case ActivationCode::SoftShrink:
            return apply(SoftShrinkFunction{parameter});
        case ActivationCode::Threshold:
            return apply(ThresholdFunction{parameter, a.second});
    }
}

inline constexpr std::size_t kActivationRun = 2048;  // values to one call of the hot loop

template <class Isa, class F>
SQUASH_HOT void activateRun(F function, std::size_t count, float* z, float* y) {
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) {
        const ValueAndSlope<Vec<Isa>> both = function(load<Isa>(z + i));
        store<Isa>(y + i, both.f);
        store<Isa>(z + i, both.df);
    }
}

template <class Isa, class F>
SQUASH_HOT void activateOnlyRun(F function, std::size_t count, const float* z, float* y) {
    for (std::size_t i = 0; i < count; i += kWidth<Isa>)
        store<Isa>(y + i, function(load<Isa>(z + i)).f);
}

template <class Isa>
void activate(const ActivationCall& activation, std::size_t count, float* z, float* y) {
    if (activation.code == ActivationCode::Formula) {
        float* const results[] = {y, z};
        return runProgram<Isa>(*activation.training, count, z, results);
    }
    withFunction(activation, [&](auto function) {
        for (std::size_t i = 0; i < count; i += kActivationRun)
            activateRun<Isa>(function, smaller(kActivationRun, count - i), z + i, y + i);
    });
}

template <class Isa>
void activateOnly(const ActivationCall& activation, std::size_t count, const float* z, float* y) {
    if (activation.code == ActivationCode::Formula)
        return runProgram<Isa>(*activation.prediction, count, z, &y);
    withFunction(activation, [&](auto function) {
        for (std::size_t i = 0; i < count; i += kActivationRun)
            activateOnlyRun<Isa>(function, smaller(kActivationRun, count - i), z + i, y + i);
    });
}

// `count` values of a convolution's z from `at` on.
template <class Isa>
SQUASH_INLINE void activateResults(const ConvForward& call, std::size_t at, std::size_t count) {
    if (call.slopes)
        activate<Isa>(*call.activation, count, call.z + at, call.y + at);
    else
        activateOnly<Isa>(*call.activation, count, call.z + at, call.y + at);
}

// Where f(low) is the larger, it and what belongs to it take the place of f(high)'s.
template <class Isa>
SQUASH_HOT void keepLarger(std::size_t count, const Extrema at, const float* lowY, float* y) {
    alignas(64) float taken[kLanes];
    for (std::size_t i = 0; i < count; i += kLanes) {
        for (std::size_t v = 0; v < kLanes; v += kWidth<Isa>) {
            const Vec<Isa> fromHigh = load<Isa>(y + i + v), fromLow = load<Isa>(lowY + i + v);
            const auto larger = fromLow > fromHigh;
            store<Isa>(y + i + v, xsimd::select(larger, fromLow, fromHigh));
            store<Isa>(at.high + i + v, xsimd::select(larger, load<Isa>(at.low + i + v),
                                                      load<Isa>(at.high + i + v)));
            store<Isa>(taken + v, xsimd::select(larger, broadcast<Isa>(1), broadcast<Isa>(0)));
        }
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            at.highPlace[i + lane] =
                taken[lane] != 0 ? at.lowPlace[i + lane] : at.highPlace[i + lane];
    }
}

// A quasi-convex function is largest over a window at the window's largest or smallest z. So it is
// evaluated, with f', at those two instead of at every value of the window, and backwards only the
// kept one has a gradient.
template <class Isa>
void activateExtrema(const ActivationCall& activation, std::size_t count, const Extrema& at,
                     bool slopes, float* y) {
    alignas(64) float lowY[kActivationRun];
    for (std::size_t i = 0; i < count; i += kActivationRun) {
        const std::size_t run = smaller(kActivationRun, count - i);
        const Extrema here{at.high + i, at.low + i, at.highPlace + i, at.lowPlace + i};
        const auto apply = [&](float* z, float* f) {
            if (slopes)
                activate<Isa>(activation, run, z, f);
            else
                activateOnly<Isa>(activation, run, z, f);
        };
        apply(here.high, y + i);
        apply(here.low, lowY);
        keepLarger<Isa>(run, here, lowY, y + i);
    }
}

template <class Isa>
SQUASH_HOT void multiplyRun(std::size_t first, std::size_t end, const float* a, const float* b,
                            float* out) {
    for (std::size_t i = first; i < end; i += kWidth<Isa>)
        store<Isa>(out + i, load<Isa>(a + i) * load<Isa>(b + i));
}

template <class Isa>
void multiply(std::size_t count, const float* a, const float* b, float* out) {
    for (std::size_t i = 0; i < count; i += kActivationRun)
        multiplyRun<Isa>(i, smaller(i + kActivationRun, count), a, b, out);
}

}  // namespace
}  // namespace squash::kernels
