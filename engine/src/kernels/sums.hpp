// A tile of sums held in registers: Outs outputs times Vectors vectors of images. One step loads the
// images once and broadcasts one weight an output; this is the inner loop of convolutions and dense
// layers alike. All bounds are known to the compiler, else the sums would go through memory. A tile, since each
// value loaded serves Outs sums and each weight Vectors of them (Goto and van de Geijn, "Anatomy of
// High-Performance Matrix Multiplication", ACM TOMS 34, 2008).
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

// The vectors of a value stand `apart` floats from each other, those of one block side by side.
template <class Isa, std::size_t Outs, std::size_t Vectors>
struct Sums {
    Vec<Isa> at[Outs][Vectors];

    // Adds x * weight for every output; its weights stand weightStride floats apart.
    SQUASH_INLINE void add(const float* x, const float* weights, std::size_t weightStride = 1,
                           std::size_t apart = kWidth<Isa>) {
        Vec<Isa> values[Vectors];
        for (std::size_t v = 0; v < Vectors; ++v) values[v] = load<Isa>(x + v * apart);
        for (std::size_t o = 0; o < Outs; ++o) {
            const Vec<Isa> weight = broadcast<Isa>(weights[o * weightStride]);
            for (std::size_t v = 0; v < Vectors; ++v)
                at[o][v] = Isa::madd(values[v], weight, at[o][v]);
        }
    }
    SQUASH_INLINE void clear() {
        for (std::size_t o = 0; o < Outs; ++o)
            for (std::size_t v = 0; v < Vectors; ++v) at[o][v] = broadcast<Isa>(0);
    }
    SQUASH_INLINE void start(const float* bias) {
        for (std::size_t o = 0; o < Outs; ++o)
            for (std::size_t v = 0; v < Vectors; ++v) at[o][v] = broadcast<Isa>(bias[o]);
    }
    SQUASH_INLINE void read(const float* from, std::size_t stride,
                            std::size_t apart = kWidth<Isa>) {
        for (std::size_t o = 0; o < Outs; ++o)
            for (std::size_t v = 0; v < Vectors; ++v)
                at[o][v] = load<Isa>(from + o * stride + v * apart);
    }
    SQUASH_INLINE void multiply(const float* by, std::size_t stride,
                                std::size_t apart = kWidth<Isa>) {
        for (std::size_t o = 0; o < Outs; ++o)
            for (std::size_t v = 0; v < Vectors; ++v)
                at[o][v] = at[o][v] * load<Isa>(by + o * stride + v * apart);
    }
    // By 1 where the number in its place is above 0, else by 0.
    SQUASH_INLINE void multiplyByStep(const float* of, std::size_t stride,
                                      std::size_t apart = kWidth<Isa>) {
        const Vec<Isa> one = broadcast<Isa>(1), zero = broadcast<Isa>(0);
        for (std::size_t o = 0; o < Outs; ++o)
            for (std::size_t v = 0; v < Vectors; ++v)
                at[o][v] = at[o][v] *
                           xsimd::select(load<Isa>(of + o * stride + v * apart) > zero, one, zero);
    }
    SQUASH_INLINE void write(float* to, std::size_t stride, std::size_t apart = kWidth<Isa>) const {
        for (std::size_t o = 0; o < Outs; ++o)
            for (std::size_t v = 0; v < Vectors; ++v)
                store<Isa>(to + o * stride + v * apart, at[o][v]);
    }
};

}  // namespace
}  // namespace squash::kernels
