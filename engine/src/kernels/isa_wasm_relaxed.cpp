// WebAssembly relaxed SIMD: as SIMD128, with a multiply-add that the browser may fuse.
#include "kernels/make_table.hpp"
#include "kernels/wasm_blocking.hpp"

namespace squash::kernels {
namespace {

struct WasmRelaxed : WasmBlocking {
    using Batch = xsimd::batch<float, Arch>;
    SQUASH_INLINE static Batch madd(const Batch& a, const Batch& b, const Batch& sum) {
        return wasm_f32x4_relaxed_madd(a.data, b.data, sum.data);
    }
};

}  // namespace

constinit const KernelTable kWasmRelaxedTable = makeTable<WasmRelaxed>("wasm_relaxed");

}  // namespace squash::kernels
