#include "training/machine_peak.hpp"

#include <vector>

#include "core/clock.hpp"
#include "kernels/kernel_table.hpp"

namespace squash {

double peakRun(const KernelSet& kernels, WorkerPool& pool) {
    constexpr std::size_t kRounds = 200000;
    constexpr std::size_t kApart = 16;  // floats: each worker's result on a cache line of its own
    std::vector<float> sinks(pool.workers() * kApart);
    std::vector<double> flops(pool.workers());
    const double start = steadyNowMs();
    pool.run(0, pool.workers(), [&](std::size_t task, std::size_t) {
        flops[task] = kernels.table->peak(kRounds, &sinks[task * kApart]);
    });
    const double ms = steadyNowMs() - start;
    double all = 0;
    for (const double one : flops) all += one;
    // A browser's coarse clock may not have moved.
    return ms > 0 ? all / ms * 1e-6 : 0;
}

}  // namespace squash
