// AVX-512 (F, CD, DQ, BW): 32 registers of 16 floats, so a vector is the whole block of images.
#include "kernels/make_table.hpp"

namespace squash::kernels {
namespace {

struct Avx512 {
    using Arch = xsimd::avx512bw;
    // 12 sums for the convolutions (measured best with one vector of images), 24 for the gradients.
    static constexpr std::size_t outs = 12, vectors = 1;
    static constexpr std::size_t gradientIns = 6, gradientOuts = 4;
    static constexpr std::size_t denseRows = 8, denseVectors = 3;
    static constexpr std::size_t productRows = 12, productVectors = 2;
    static constexpr bool unrollTaps = true;
    static constexpr std::size_t peakSums = 24;

    using Batch = xsimd::batch<float, Arch>;
    SQUASH_INLINE static Batch madd(const Batch& a, const Batch& b, const Batch& sum) {
        return xsimd::fma(a, b, sum);
    }
};

}  // namespace

constinit const KernelTable kAvx512Table = makeTable<Avx512>("avx512");

}  // namespace squash::kernels
