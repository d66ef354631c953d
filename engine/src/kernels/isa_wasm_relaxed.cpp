// WebAssembly relaxed SIMD: as SIMD128, with a multiply-add that the browser may fuse.
#include "kernels/make_table.hpp"

namespace squash::kernels {
namespace {

struct WasmRelaxed {
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
        return wasm_f32x4_relaxed_madd(a.data, b.data, sum.data);
    }
};

}  // namespace

constinit const KernelTable kWasmRelaxedTable = makeTable<WasmRelaxed>("wasm_relaxed");

}  // namespace squash::kernels
