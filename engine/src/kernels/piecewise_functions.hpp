// Activation functions of a few straight or curved pieces: comparisons choose, at a kink or a jump the side that
// the catalogue's formula takes.
#pragma once
#include "kernels/activation_functions.hpp"

namespace squash::kernels {
namespace {

struct HardTanhFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        return {xsimd::clip(x, V(-1.0f), V(1.0f)),
                xsimd::select(xsimd::abs(x) < V(1.0f), V(1.0f), V(0.0f))};
    }
};

struct SparseSigmoidFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        return {xsimd::clip(xsimd::fma(x, V(0.5f), V(0.5f)), V(0.0f), V(1.0f)),
                xsimd::select(xsimd::abs(x) < V(1.0f), V(0.5f), V(0.0f))};
    }
};

struct SparsePlusFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V half = xsimd::clip(xsimd::fma(x, V(0.5f), V(0.5f)), V(0.0f), V(1.0f));
        return {xsimd::select(x < V(1.0f), half * half, x), half};
    }
};

struct HardShrinkFunction {
    float threshold;
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const auto kept = xsimd::abs(x) > V(threshold);
        return {xsimd::select(kept, x, V(0.0f)), xsimd::select(kept, V(1.0f), V(0.0f))};
    }
};

struct SoftShrinkFunction {
    float threshold;
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V t(threshold);
        const auto above = x > t, below = x < -t;
        return {xsimd::select(above, x - t, xsimd::select(below, x + t, V(0.0f))),
                xsimd::select(above || below, V(1.0f), V(0.0f))};
    }
};

struct ThresholdFunction {
    float threshold, value;  // value: in place of what is not above
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const auto above = x > V(threshold);
        return {xsimd::select(above, x, V(value)), xsimd::select(above, V(1.0f), V(0.0f))};
    }
};

}  // namespace
}  // namespace squash::kernels
