// AVX2 with fused multiply-add: 16 registers of 8 floats.
#include "kernels/make_table.hpp"

namespace squash::kernels {
namespace {

struct Avx2 {
    using Arch = xsimd::fma3<xsimd::avx2>;
    // 12 sums hide the latency (2 units, 4 cycles), 4 registers are left for the operands.
    static constexpr std::size_t outs = 6, vectors = 2;
    static constexpr std::size_t gradientIns = 4, gradientOuts = 3;
    static constexpr std::size_t denseRows = 6, denseVectors = 2;
    static constexpr std::size_t productRows = 6, productVectors = 2;
    static constexpr bool unrollTaps = true;
    static constexpr std::size_t peakSums = 12;

    using Batch = xsimd::batch<float, Arch>;
    SQUASH_INLINE static Batch madd(const Batch& a, const Batch& b, const Batch& sum) {
        return xsimd::fma(a, b, sum);
    }
};

}  // namespace

constinit const KernelTable kAvx2Table = makeTable<Avx2>("avx2");

}  // namespace squash::kernels
