// The activation functions as vector code, one vector at a time: f(x) and f'(x) from one evaluation of
// the exponential.
// Definitions are Keras 3's (keras.src.activations); the forms here differ where the plain formula
// would overflow, cancel or give 0 * infinity: exponentials are only taken of numbers <= 0.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

template <class V>
struct ValueAndSlope {
    V f, df;
};

// sigmoid(x), sigmoid(-x), and their product, which is the slope.
template <class V>
struct Logistic {
    V up, down, slope;

    SQUASH_INLINE explicit Logistic(const V& x) {
        const V e = xsimd::exp(-xsimd::abs(x));
        const V large = V(1.0f) / (V(1.0f) + e);
        const V small = e * large;
        const auto right = x >= V(0.0f);
        up = xsimd::select(right, large, small);
        down = xsimd::select(right, small, large);
        slope = large * small;
    }
};

struct LinearFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        return {x, V(1.0f)};
    }
};

struct SigmoidFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const Logistic<V> s(x);
        return {s.up, s.slope};
    }
};

struct TanhFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V m =
            xsimd::expm1(V(-2.0f) * xsimd::abs(x));  // exp(-2|x|) - 1, exact for small x too
        const V r = V(1.0f) / (m + V(2.0f));
        return {xsimd::copysign(-m * r, x), V(4.0f) * (m + V(1.0f)) * r * r};
    }
};

struct ReluFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const auto right = x > V(0.0f);
        return {xsimd::select(right, x, V(0.0f)), xsimd::select(right, V(1.0f), V(0.0f))};
    }
};

struct LeakyReluFunction {
    float slope;
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V factor = xsimd::select(x > V(0.0f), V(1.0f), V(slope));
        return {x * factor, factor};
    }
};

// scale * (x >= 0 ? x : alpha * (exp(x) - 1)); elu has scale 1.
struct EluFunction {
    float alpha, scale;
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const auto right = x >= V(0.0f);
        const V m = xsimd::expm1(xsimd::select(right, V(0.0f), x));
        const V inside = V(alpha * scale);
        return {xsimd::select(right, V(scale) * x, inside * m),
                xsimd::select(right, V(scale), inside * m + inside)};
    }
};

struct SoftplusFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V e = xsimd::exp(-xsimd::abs(x));
        const V large = V(1.0f) / (V(1.0f) + e);
        return {xsimd::max(x, V(0.0f)) + xsimd::log1p(e),
                xsimd::select(x >= V(0.0f), large, e * large)};
    }
};

// log(sigmoid(x))
struct LogSigmoidFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const ValueAndSlope<V> mirrored = SoftplusFunction{}(-x);
        return {-mirrored.f, mirrored.df};
    }
};

// x - tanh(x); the slope is tanh(x)^2.
struct TanhShrinkFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V t = TanhFunction{}(x).f;
        return {x - t, t * t};
    }
};

// x >= 0 ? x : alpha * (exp(x / alpha) - 1)
struct CeluFunction {
    float alpha;
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const auto right = x >= V(0.0f);
        const V m = xsimd::expm1(xsimd::select(right, V(0.0f), x) / V(alpha));
        return {xsimd::select(right, x, V(alpha) * m), xsimd::select(right, V(1.0f), m + V(1.0f))};
    }
};

struct SoftsignFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V r = V(1.0f) / (V(1.0f) + xsimd::abs(x));
        return {x * r, r * r};
    }
};

struct SiluFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const Logistic<V> s(x);
        return {x * s.up, s.up + x * s.slope};
    }
};

// x * sigmoid(beta * x)
struct SwishFunction {
    float beta;
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V u = V(beta) * x;
        const Logistic<V> s(u);
        // Beyond, the slope is 0 and u may be infinite.
        const V near = xsimd::clip(u, V(-100.0f), V(100.0f));
        return {x * s.up, s.up + near * s.slope};
    }
};

// Phi(-a) / exp(-a^2 / 2) for 0 <= a <= 10, Mills' ratio over sqrt(2 pi): a polynomial in
// t = 1 / (1 + 0.3 a), times t. Relative error 8e-8, 3e-6 up to 13; docs/mills_ratio.py makes the coefficients.
template <class V>
SQUASH_INLINE V millsRatio(const V& a) {
    const V t = V(1.0f) / (V(1.0f) + V(0.3f) * a);
    V p = V(0.03811507362f);
    for (const float c : {-0.167595915f, 0.224740298f, -0.07115321671f, 0.1381625053f,
                          0.09686907714f, 0.1212686555f, 0.1195935534f})
        p = xsimd::fma(p, t, V(c));
    return p * t;
}

// Phi(-x), Phi being the normal distribution: the share above x. Keeps its relative precision for large
// x, which (1 - erf) would lose; below float32's normal numbers beyond 13.
template <class V>
SQUASH_INLINE V normalTail(const V& x) {
    const V size = xsimd::abs(x);
    const V a = xsimd::select(size > V(13.0f), V(13.0f), size);  // NaN stays
    const V tail = xsimd::exp(V(-0.5f) * a * a) * millsRatio(a);
    return xsimd::select(x < V(0.0f), V(1.0f) - tail, tail);
}

// x * Phi(x), Phi being the normal distribution; f' = Phi(x) + x * phi(x). One exponential serves
// both, and Phi of negative numbers keeps its relative precision, which 1 + erf would lose.
struct GeluFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        // Beyond 10 both Phi and phi are 0 or 1 in float32.
        const V near = xsimd::clip(x, V(-10.0f), V(10.0f));
        const V e = xsimd::exp(V(-0.5f) * near * near);
        const V tail = e * millsRatio(xsimd::abs(near));
        const V Phi = xsimd::select(x < V(0.0f), tail, V(1.0f) - tail);
        return {x * Phi, Phi + near * (V(0.398942280401f) * e)};
    }
};

// x * sigmoid(2u), u = sqrt(2 / pi) * (x + 0.044715 x^3), which is 0.5 x (1 + tanh(u)).
struct GeluTanhFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V near = xsimd::clip(x, V(-20.0f), V(20.0f));
        const V square = near * near;
        const V twice = V(1.595769121606f);  // 2 sqrt(2 / pi)
        const Logistic<V> s(twice * near * (V(1.0f) + V(0.044715f) * square));
        return {x * s.up, s.up + near * s.slope * twice * (V(1.0f) + V(0.134145f) * square)};
    }
};

// x * tanh(softplus(x)). With n = exp(-|x|) the hyperbolic tangent is w / d, where for x <= 0
// w = n^2 + 2n and d = w + 2, for x > 0 both are divided by exp(2x): w = 1 + 2n, d = w + 2n^2.
struct MishFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V n = xsimd::exp(-xsimd::abs(x));
        const auto right = x > V(0.0f);
        const V w = xsimd::select(right, V(1.0f) + V(2.0f) * n, n * (n + V(2.0f)));
        const V gap = xsimd::select(right, V(2.0f) * n * n, V(2.0f));
        const V r = V(1.0f) / (w + gap);
        const V t = w * r;
        const V large = V(1.0f) / (V(1.0f) + n);
        const V sigmoid = xsimd::select(right, large, n * large);
        return {x * t, t + x * (gap * r) * (V(1.0f) + t) * sigmoid};  // gap * r is 1 - t
    }
};

struct HardSigmoidFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V sixth = V(1.0f / 6.0f);
        const V y = xsimd::clip(x + V(3.0f), V(0.0f), V(6.0f)) * sixth;
        return {y, xsimd::select(xsimd::abs(x) < V(3.0f), sixth, V(0.0f))};
    }
};

struct Relu6Function {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V y = xsimd::clip(x, V(0.0f), V(6.0f));
        return {y, xsimd::select(y == x && x > V(0.0f) && x < V(6.0f), V(1.0f), V(0.0f))};
    }
};

// (x + r)/2 with r = sqrt(x^2 + b), without the difference of equals where x < 0; f' = f/r.
struct SquareplusFunction {
    float b;
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V a = xsimd::abs(x);
        const V near = xsimd::min(a, V(1e18f));  // whose square is a number; beyond, r = |x|
        const V r = xsimd::max(a, xsimd::sqrt(xsimd::fma(near, near, V(b))));
        const V half = V(0.5f) * r + V(0.5f) * a;
        const V f = xsimd::select(x > V(0.0f), half, V(0.25f * b) / half);
        return {f, f / r};
    }
};

struct GaussianFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V f = xsimd::exp(-(x * x));
        return {f, x * (V(-2.0f) * f)};  // 0 also where 2x is no number any more
    }
};

// x * clip(x/6 + 1/2, 0, 1); at its kinks f' is the one from outside, as the formula's.
struct HardSiluFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const V gate = xsimd::clip(xsimd::fma(x, V(1.0f / 6), V(0.5f)), V(0.0f), V(1.0f));
        const auto inside = xsimd::abs(x) < V(3.0f);
        return {x * gate, xsimd::select(inside, xsimd::fma(x, V(1.0f / 3), V(0.5f)), gate)};
    }
};

// f and f' from one reduction of x to a quarter of the circle.
struct SineFunction {
    template <class V>
    SQUASH_INLINE ValueAndSlope<V> operator()(const V& x) const {
        const auto both = xsimd::sincos(x);
        return {both.first, both.second};
    }
};

}  // namespace
}  // namespace squash::kernels
