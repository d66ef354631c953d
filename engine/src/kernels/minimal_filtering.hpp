// Minimal filtering F(4x4, 5x5): 4 x 4 outputs of a 5 x 5 convolution from 8 x 8 products instead of
// 4 * 4 * 25 = 400 multiplications (Winograd 1980; Toom-Cook; for networks: Lavin and Gray, arXiv
// 1509.09308). In one dimension, with d eight inputs, w five weights, y four outputs:
//
//     y = At [ (G w) * (Bt d) ]                       * is element by element
//
// Think of d, w as polynomials: a product of polynomials is known from its values at 8 points, and
// there it is a plain product. The points are 0, 1, -1, 2, -2, 1/2, -1/2 and infinity, which keeps the
// constants small and mostly powers of two. Points +p and -p share their even and odd parts, which
// is how the functions below are written. In two dimensions rows are done first, then columns.
//
// The backward pass is the exact transpose of the forward one, step by step backwards:
//     dd = B [ (G w) * (A dy) ]       dw = Gt [ (A dy) * (Bt d) ]
// so a single transform of dy serves both gradients.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

inline constexpr std::size_t kTileOut = 4;                      // outputs of a tile, a side
inline constexpr std::size_t kTileIn = 8;                       // inputs, and products, a side
inline constexpr std::size_t kFrequencies = kTileIn * kTileIn;  // products of a tile
inline constexpr std::size_t kFilter = kTileIn - kTileOut + 1;  // 5

// Transforms of one row or column. V: a vector; every element is a transform of its own.
template <class Isa>
struct MinimalFilter {
    using V = Vec<Isa>;

    // sum + factor * v
    SQUASH_INLINE static V plus(const V& sum, float factor, const V& v) {
        return Isa::madd(broadcast<Isa>(factor), v, sum);
    }

    // Bt
    SQUASH_INLINE static void input(const V (&d)[8], V (&r)[8]) {
        r[0] = plus(d[0] - d[6], 5.25f, d[4] - d[2]);
        r[7] = plus(d[7] - d[1], 5.25f, d[3] - d[5]);
        const V even1 = plus(d[2] + d[6], -4.25f, d[4]), odd1 = plus(d[1] + d[5], -4.25f, d[3]);
        r[1] = even1 + odd1;
        r[2] = even1 - odd1;
        const V even2 = plus(plus(d[6], 0.25f, d[2]), -1.25f, d[4]);
        const V odd2 = plus(plus(broadcast<Isa>(0.5f) * d[1], -2.5f, d[3]), 2.0f, d[5]);
        r[3] = even2 + odd2;
        r[4] = even2 - odd2;
        const V even3 = plus(plus(d[6], 4.0f, d[2]), -5.0f, d[4]);
        const V odd3 = plus(plus(broadcast<Isa>(2.0f) * d[1], -2.5f, d[3]), 0.5f, d[5]);
        r[5] = even3 + odd3;
        r[6] = even3 - odd3;
    }

    // B, the transpose of input().
    SQUASH_INLINE static void inputGradient(const V (&u)[8], V (&d)[8]) {
        const V s1 = u[1] + u[2], t1 = u[1] - u[2];
        const V s2 = u[3] + u[4], t2 = u[3] - u[4];
        const V s3 = u[5] + u[6], t3 = u[5] - u[6];
        d[0] = u[0];
        d[1] = plus(plus(t1 - u[7], 0.5f, t2), 2.0f, t3);
        d[2] = plus(plus(plus(s1, 0.25f, s2), 4.0f, s3), -5.25f, u[0]);
        d[3] = plus(plus(broadcast<Isa>(-2.5f) * (t2 + t3), -4.25f, t1), 5.25f, u[7]);
        d[4] = plus(plus(plus(broadcast<Isa>(-5.0f) * s3, -1.25f, s2), -4.25f, s1), 5.25f, u[0]);
        d[5] = plus(plus(plus(t1, 2.0f, t2), 0.5f, t3), -5.25f, u[7]);
        d[6] = s1 + s2 + s3 - u[0];
        d[7] = u[7];
    }

    // At
    SQUASH_INLINE static void output(const V (&m)[8], V (&y)[4]) {
        const V s1 = m[1] + m[2], t1 = m[1] - m[2];
        const V s2 = m[3] + m[4], t2 = m[3] - m[4];
        const V s3 = m[5] + m[6], t3 = m[5] - m[6];
        y[0] = m[0] + s1 + (s2 + s3);
        y[1] = plus(plus(t1, 0.5f, t3), 2.0f, t2);
        y[2] = plus(plus(s1, 0.25f, s3), 4.0f, s2);
        y[3] = plus(plus(t1 + m[7], 0.125f, t3), 8.0f, t2);
    }

    // A, the transpose of output().
    SQUASH_INLINE static void outputGradient(const V (&y)[4], V (&u)[8]) {
        u[0] = y[0];
        const V even1 = y[0] + y[2], odd1 = y[1] + y[3];
        u[1] = even1 + odd1;
        u[2] = even1 - odd1;
        const V even2 = plus(y[0], 4.0f, y[2]), odd2 = plus(y[1] + y[1], 8.0f, y[3]);
        u[3] = even2 + odd2;
        u[4] = even2 - odd2;
        const V even3 = plus(y[0], 0.25f, y[2]);
        const V odd3 = plus(broadcast<Isa>(0.5f) * y[1], 0.125f, y[3]);
        u[5] = even3 + odd3;
        u[6] = even3 - odd3;
        u[7] = y[3];
    }
};

// Transforms of a kernel's row or column, in float64 whatever the images are in: they happen once a
// batch, and an error in a transformed weight is the same for every image of it, so that nothing
// would average it out.
template <class Isa>
struct KernelFilter {
    using V = xsimd::batch<double, typename Isa::Arch>;

    // G
    SQUASH_INLINE static void transform(const V (&w)[5], V (&u)[8]) {
        const V one(-2.0 / 9), two(1.0 / 90), half(32.0 / 45);
        u[0] = w[0];
        const V even1 = w[0] + w[2] + w[4], odd1 = w[1] + w[3];
        u[1] = one * (even1 + odd1);
        u[2] = one * (even1 - odd1);
        const V even2 = w[0] + V(4) * w[2] + V(16) * w[4], odd2 = V(2) * w[1] + V(8) * w[3];
        u[3] = two * (even2 + odd2);
        u[4] = two * (even2 - odd2);
        const V even3 = w[0] + V(0.25) * w[2] + V(0.0625) * w[4];
        const V odd3 = V(0.5) * w[1] + V(0.125) * w[3];
        u[5] = half * (even3 + odd3);
        u[6] = half * (even3 - odd3);
        u[7] = w[4];
    }

    // Gt, the transpose.
    SQUASH_INLINE static void gradient(const V (&u)[8], V (&w)[5]) {
        const V one(-2.0 / 9), two(1.0 / 90), half(32.0 / 45);
        const V s1 = one * (u[1] + u[2]), t1 = one * (u[1] - u[2]);
        const V s2 = two * (u[3] + u[4]), t2 = two * (u[3] - u[4]);
        const V s3 = half * (u[5] + u[6]), t3 = half * (u[5] - u[6]);
        w[0] = u[0] + s1 + s2 + s3;
        w[1] = t1 + V(2) * t2 + V(0.5) * t3;
        w[2] = s1 + V(4) * s2 + V(0.25) * s3;
        w[3] = t1 + V(8) * t2 + V(0.125) * t3;
        w[4] = s1 + V(16) * s2 + V(0.0625) * s3 + u[7];
    }
};

// Floats on their way into and out of a vector of doubles; `count` of them, zeros behind.
template <class Isa>
inline constexpr std::size_t kDoubles = xsimd::batch<double, typename Isa::Arch>::size;

template <class Isa>
SQUASH_INLINE xsimd::batch<double, typename Isa::Arch> widen(const float* from, std::size_t count) {
    alignas(64) double values[kDoubles<Isa>];
    for (std::size_t i = 0; i < kDoubles<Isa>; ++i)
        values[i] = i < count ? static_cast<double>(from[i]) : 0;
    return xsimd::batch<double, typename Isa::Arch>::load_unaligned(values);
}

template <class Isa>
SQUASH_INLINE void narrow(const xsimd::batch<double, typename Isa::Arch>& from, float* to,
                          std::size_t count, std::size_t step) {
    alignas(64) double values[kDoubles<Isa>];
    from.store_unaligned(values);
    for (std::size_t i = 0; i < count; ++i) to[i * step] = static_cast<float>(values[i]);
}

}  // namespace
}  // namespace squash::kernels
