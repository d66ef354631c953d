// What both WebAssembly instruction sets share: 4 floats a vector, 16 registers in a browser on x86-64.
// Included by isa_wasm*.cpp only.
#pragma once
#include <cstddef>
#include <xsimd/xsimd.hpp>

namespace squash::kernels {
namespace {

struct WasmBlocking {
    using Arch = xsimd::wasm;
    // 8 sums: with more the browser's compiler spills. Two rows of four vectors need fewer
    // broadcasts than four rows of two.
    static constexpr std::size_t outs = 2, vectors = 4;
    static constexpr std::size_t gradientIns = 4, gradientOuts = 2;
    static constexpr std::size_t denseRows = 2, denseVectors = 4;
    static constexpr std::size_t productRows = 2, productVectors = 4;
    static constexpr bool unrollTaps = false;
    static constexpr std::size_t peakSums = 8;
};

}  // namespace
}  // namespace squash::kernels
