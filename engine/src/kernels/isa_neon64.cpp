// AArch64: 32 registers of 4 floats, fused multiply-add.
#include "kernels/make_table.hpp"

namespace squash::kernels {
namespace {

struct Neon64 {
    using Arch = xsimd::neon64;
    // 24 sums leave 8 registers for the operands.
    static constexpr std::size_t outs = 6, vectors = 4;
    static constexpr std::size_t gradientIns = 6, gradientOuts = 4;
    static constexpr std::size_t denseRows = 6, denseVectors = 4;
    static constexpr std::size_t productRows = 6, productVectors = 4;
    static constexpr bool unrollTaps = true;
    static constexpr std::size_t peakSums = 24;

    using Batch = xsimd::batch<float, Arch>;
    SQUASH_INLINE static Batch madd(const Batch& a, const Batch& b, const Batch& sum) {
        return xsimd::fma(a, b, sum);
    }
};

}  // namespace

constinit const KernelTable kNeon64Table = makeTable<Neon64>("neon64");

}  // namespace squash::kernels
