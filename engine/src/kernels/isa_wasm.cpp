// WebAssembly SIMD128: 4 floats, no fused multiply-add; the browser has 16 registers on x86-64.
#include "kernels/make_table.hpp"

namespace squash::kernels {
namespace {

struct Wasm {
    using Arch = xsimd::wasm;
    // 8 sums: with more the browser's compiler spills.
    static constexpr std::size_t outs = 2, vectors = 4;
    static constexpr std::size_t gradientIns = 4, gradientOuts = 2;
    static constexpr std::size_t denseRows = 2, denseVectors = 4;
    static constexpr std::size_t productRows = 2, productVectors = 4;
    static constexpr bool unrollTaps = false;
    static constexpr std::size_t peakSums = 8;

    using Batch = xsimd::batch<float, Arch>;
    SQUASH_INLINE static Batch madd(const Batch& a, const Batch& b, const Batch& sum) {
        return a * b + sum;
    }
};

}  // namespace

constinit const KernelTable kWasmTable = makeTable<Wasm>("wasm");

}  // namespace squash::kernels
