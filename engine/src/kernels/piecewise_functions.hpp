// Activation functions of a few straight or curved pieces: comparisons choose, at a kink or a jump the side that
// the catalogue's formula takes.
#pragma once
#include "kernels/activation_functions.hpp"

namespace squash::kernels {
namespace {

// x from low to high, and what is no number stays none.
template <class V>
SQUASH_INLINE V bounded(const V& x, float low, float high) {
    return xsimd::select(x < V(low), V(low), xsimd::select(x > V(high), V(high), x));
}

// clip(x, -1, 1)
struct HardTanhFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        return {bounded(x, -1.0f, 1.0f), xsimd::select(xsimd::abs(x) < V(1.0f), V(1.0f), V(0.0f))};
    }
};

// clip((x + 1)/2, 0, 1)
struct SparseSigmoidFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        return {bounded(xsimd::fma(x, V(0.5f), V(0.5f)), 0.0f, 1.0f),
                xsimd::select(xsimd::abs(x) < V(1.0f), V(0.5f), V(0.0f))};
    }
};

// 0 up to -1, (x + 1)^2/4 between, x from 1 on; the slope is sparse_sigmoid.
struct SparsePlusFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V slope = SparseSigmoidFunction{}(x).f;
        return {xsimd::select(x < V(1.0f), slope * slope, x), slope};
    }
};

// x where |x| > threshold, else 0
struct HardShrinkFunction {
    float threshold;
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const auto kept = xsimd::abs(x) > V(threshold);
        return {xsimd::select(kept, x, V(0.0f)), xsimd::select(kept, V(1.0f), V(0.0f))};
    }
};

// x nearer to 0 by the threshold, or 0 where it is nearer already
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
