// x86-64's baseline: 16 registers of 4 floats, a product and a sum instead of one instruction.
#include "kernels/make_table.hpp"

namespace squash::kernels {
namespace {

struct Sse2 {
    using Arch = xsimd::sse2;
    // 8 sums leave room for the operands and the products.
    static constexpr std::size_t outs = 4, vectors = 2;
    static constexpr std::size_t gradientIns = 4, gradientOuts = 2;
    static constexpr std::size_t denseRows = 4, denseVectors = 2;
    static constexpr std::size_t productRows = 4, productVectors = 2;
    static constexpr bool unrollTaps = true;
    static constexpr std::size_t peakSums = 8;

    using Batch = xsimd::batch<float, Arch>;
    SQUASH_INLINE static Batch madd(const Batch& a, const Batch& b, const Batch& sum) {
        return a * b + sum;
    }
};

}  // namespace

constinit const KernelTable kSse2Table = makeTable<Sse2>("sse2");

}  // namespace squash::kernels
