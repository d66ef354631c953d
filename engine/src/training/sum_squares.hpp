// The sum of the squares of many floats: in float32 over short runs, by the kernels, and on in float64.
#pragma once
#include <algorithm>
#include <cstddef>

#include "kernels/kernel_table.hpp"

namespace squash {

// count is a multiple of kLanes.
inline double sumOfSquares(const kernels::KernelTable& table, const float* values,
                           std::size_t count) {
    constexpr std::size_t run = 4096;
    double sum = 0;
    for (std::size_t at = 0; at < count; at += run)
        sum += table.dot(std::min(run, count - at), values + at, values + at);
    return sum;
}

}  // namespace squash
