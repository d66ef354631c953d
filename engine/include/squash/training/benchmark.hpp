// Measures this machine: images a second, time a layer, and the multiply-add peak in the same run.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "squash/core/worker_pool.hpp"
#include "squash/io/experiment.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/training/measurements.hpp"

namespace squash {

struct Rate {
    double imagesPerSecond = 0, gflops = 0;
};
struct BenchmarkResult {
    Rate train, predict;
    double fmaPeakGflops = 0;       // of all workers together
    std::vector<LayerTime> layers;  // of one worker, in the network's order
    std::size_t threads = 0;
    std::string isa;  // KernelSet::name
};
struct BenchmarkOptions {
    Experiment experiment;
    KernelSet kernels;
    // About how long all of it takes: a tenth for the peak, four for training, two and a half each
    // for prediction and the layers. Each runs some times however few seconds are left for it.
    double seconds = 3;
};
// Sixteen batches of generated images, in turn. Throws Error for an experiment that cannot be trained.
BenchmarkResult runBenchmark(const BenchmarkOptions& options, WorkerPool& pool);

}  // namespace squash
