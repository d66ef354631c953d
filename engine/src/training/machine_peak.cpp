#include "training/machine_peak.hpp"

#include <numeric>
#include <vector>

#include "core/clock.hpp"
#include "kernels/kernel_table.hpp"

namespace squash {

double peakRun(const KernelSet& kernels, WorkerPool& pool) {
    constexpr std::size_t kRounds = 200000;
    constexpr std::size_t kApart = 16;  // floats: each worker's result on a cache line of its own
    std::vector<float> sinks(pool.workers() * kApart);
    std::vector<double> rates(pool.workers());
    // Each by its own clock: where others keep a core busy, one worker may do the tasks of two one after the other.
    pool.run(0, pool.workers(), [&](std::size_t task, std::size_t) {
        const double start = steadyNowMs();
        const double flops = kernels.table->peak(kRounds, &sinks[task * kApart]);
        const double ms = steadyNowMs() - start;
        rates[task] =
            ms > 0 ? flops / ms * 1e-6 : 0;  // a browser's coarse clock may not have moved
    });
    return std::accumulate(rates.begin(), rates.end(), 0.0);
}

}  // namespace squash
