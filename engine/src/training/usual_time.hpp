// What a repeated measurement says once the samples are left out in which something else ran.
#pragma once
#include <vector>

namespace squash {

// The mean of those up to twice the median. No median: where the clock is coarse (0.1 ms in a page
// without isolation) single samples are rounded, and only their mean is right. 0 of none.
double usualMs(std::vector<double> samples);

}  // namespace squash
