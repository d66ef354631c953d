// The vector type every kernel is written with, and the small tools around it.
//
// An instruction set is a struct `Isa` (see isa_*.cpp): its xsimd architecture, its multiply-add,
// and how many sums fit its registers. Kernels are templates over it, so that the same text becomes
// SSE2, AVX2, AVX-512, NEON and WebAssembly code.
//
// Everything in kernels/*.hpp lives in an unnamed namespace on purpose: these headers are compiled
// several times with different flags, and a function shared by name between two of them could be
// linked from the one that this processor cannot run. For the same reason no std:: function is
// called here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <xsimd/xsimd.hpp>

#include "kernels/kernel_table.hpp"

#define SQUASH_INLINE [[gnu::always_inline]] inline
// An inner loop gets a function of its own: the compiler then gives all registers to it, and a browser,
// which first runs code as a less optimized form, changes to the better one at the next call.
#define SQUASH_HOT [[gnu::noinline]]

namespace squash::kernels {
namespace {

template <class Isa>
using Vec = xsimd::batch<float, typename Isa::Arch>;

// Floats in a vector, and vectors to the 16 images of a block.
template <class Isa>
inline constexpr std::size_t kWidth = Vec<Isa>::size;
template <class Isa>
inline constexpr std::size_t kVectors = kLanes / kWidth<Isa>;

// Unaligned loads cost nothing where the address happens to be aligned, so there is one kind.
template <class Isa>
SQUASH_INLINE Vec<Isa> load(const float* from) {
    return Vec<Isa>::load_unaligned(from);
}

template <class Isa>
SQUASH_INLINE void store(float* to, const Vec<Isa>& value) {
    value.store_unaligned(to);
}

template <class Isa>
SQUASH_INLINE Vec<Isa> broadcast(float value) {
    return Vec<Isa>(value);
}

// Zeros; count is a multiple of kWidth.
template <class Isa>
SQUASH_INLINE void clear(float* to, std::size_t count) {
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) store<Isa>(to + i, broadcast<Isa>(0));
}

template <class T>
SQUASH_INLINE constexpr T smaller(T a, T b) {
    return b < a ? b : a;
}

template <class T>
SQUASH_INLINE constexpr T larger(T a, T b) {
    return a < b ? b : a;
}

// A number known to the compiler, passed to generic lambdas as a value.
template <std::size_t N>
struct Constant {
    static constexpr std::size_t value = N;
};

// Calls f(Constant<n>) for a run-time n of 1 .. Max: the way from a remainder to its template.
template <std::size_t Max, class F>
SQUASH_INLINE void withConstant(std::size_t n, const F& f) {
    if constexpr (Max == 1) {
        f(Constant<1>{});
    } else if (n == Max) {
        f(Constant<Max>{});
    } else {
        withConstant<Max - 1>(n, f);
    }
}

// Cuts `count` things into as few parts of at most `most` as possible, and those as even as
// possible: 16 by 6 gives 6, 5, 5, which keeps more of the multipliers busy than 6, 6, 4.
struct Split {
    std::size_t parts, base, longer;  // the first `longer` parts hold base + 1

    Split(std::size_t count, std::size_t most)
        : parts((count + most - 1) / most),
          base(parts == 0 ? 0 : count / parts),
          longer(parts == 0 ? 0 : count % parts) {}

    std::size_t size(std::size_t part) const { return base + (part < longer ? 1 : 0); }
    std::size_t first(std::size_t part) const { return part * base + smaller(part, longer); }
};

}  // namespace
}  // namespace squash::kernels
