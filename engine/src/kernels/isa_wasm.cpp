// WebAssembly SIMD128: no fused multiply-add.
#include "kernels/make_table.hpp"
#include "kernels/wasm_blocking.hpp"

namespace squash::kernels {
namespace {

struct Wasm : WasmBlocking {
    using Batch = xsimd::batch<float, Arch>;
    SQUASH_INLINE static Batch madd(const Batch& a, const Batch& b, const Batch& sum) {
        return a * b + sum;
    }
};

}  // namespace

constinit const KernelTable kWasmTable = makeTable<Wasm>("wasm");

}  // namespace squash::kernels
