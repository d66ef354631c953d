// The measured limit of this processor: multiply-adds on registers alone, as many independent ones
// as the convolutions keep, so that what the layers reach can be shown as a part of it.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

inline constexpr std::size_t kPeakRun = 256;

template <class Isa>
SQUASH_HOT void peakRun(float* state) {
    constexpr std::size_t sums = Isa::peakSums;
    Vec<Isa> sum[sums];
    for (std::size_t i = 0; i < sums; ++i)
        sum[i] = broadcast<Isa>(state[0] + static_cast<float>(i));
    // Tends to 1 and stays there: no overflow, no denormal number.
    const Vec<Isa> factor = broadcast<Isa>(state[1]), step = broadcast<Isa>(1 - state[1]);
    for (std::size_t round = 0; round < kPeakRun; ++round)
        for (std::size_t i = 0; i < sums; ++i) sum[i] = Isa::madd(sum[i], factor, step);
    for (std::size_t i = 1; i < sums; ++i) sum[0] = sum[0] + sum[i];
    state[0] = xsimd::reduce_add(sum[0]) * (1.0f / static_cast<float>(sums * kWidth<Isa>));
}

template <class Isa>
double peak(std::size_t iterations, float* sink) {
    float state[2] = {1.0f, 0.875f};
    const std::size_t runs = (iterations + kPeakRun - 1) / kPeakRun;
    for (std::size_t run = 0; run < runs; ++run) peakRun<Isa>(state);
    *sink = state[0];
    return 2.0 * static_cast<double>(runs * kPeakRun) *
           static_cast<double>(Isa::peakSums * kWidth<Isa>);
}

}  // namespace
}  // namespace squash::kernels
