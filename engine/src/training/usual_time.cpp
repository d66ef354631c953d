#include "training/usual_time.hpp"

#include <algorithm>
#include <numeric>

namespace squash {

double usualMs(std::vector<double> samples) {
    constexpr double kCoarseMs = 0.3;
    if (samples.empty()) return 0;
    const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
    std::nth_element(samples.begin(), middle, samples.end());
    const double limit = std::max(2 * *middle, kCoarseMs);
    const auto end =
        std::partition(samples.begin(), samples.end(), [limit](double ms) { return ms <= limit; });
    return std::accumulate(samples.begin(), end, 0.0) / static_cast<double>(end - samples.begin());
}

}  // namespace squash
