// Asking for memory before it is needed. Processors do so by themselves where addresses go on evenly;
// what is asked for here comes in stretches too short, or by steps too long, for that (Drepper, What
// Every Programmer Should Know About Memory, 2007, section 6.3).
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

inline constexpr std::size_t kCacheLine = 16;  // floats

// Nothing in WebAssembly, which has no instruction for it.
SQUASH_INLINE void prefetch(const float* from) { __builtin_prefetch(from); }

// The same; in WebAssembly a load whose value nobody waits for. Its compiler keeps that, as a load may
// trap. It takes a load's place in the processor's queues, so it pays only where nothing else waits.
SQUASH_INLINE void touch(const float* from) {
#ifdef __wasm__
    static_cast<void>(*static_cast<const volatile float*>(from));
#else
    prefetch(from);
#endif
}

// What is going to be written: a store waits for its line as a load does.
SQUASH_INLINE void prefetchToWrite(const float* to) {
#ifdef __wasm__
    touch(to);
#else
    __builtin_prefetch(to, 1);
#endif
}

// Rows of a matrix, `stride` floats from one to the next.
SQUASH_INLINE void prefetchRows(const float* from, std::size_t rows, std::size_t stride,
                                std::size_t columns) {
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t i = 0; i < columns; i += kCacheLine) prefetch(from + r * stride + i);
}

// Piece `part` of `parts` of an array: spread over as many calls, the requests do not wait for each
// other.
SQUASH_INLINE void touchPart(const float* from, std::size_t count, std::size_t part,
                             std::size_t parts) {
    const std::size_t piece = (count / kCacheLine + parts - 1) / parts * kCacheLine;
    for (std::size_t i = part * piece; i < smaller((part + 1) * piece, count); i += kCacheLine)
        touch(from + i);
}

}  // namespace
}  // namespace squash::kernels
