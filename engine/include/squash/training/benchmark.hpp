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
    double fmaPeakGflops = 0;  // of all workers together
    std::vector<LayerTime> layers;
    std::size_t threads = 0;
    std::string isa;
};
struct BenchmarkOptions {
    Experiment experiment;
    KernelSet kernels;
    double seconds = 3;
};
BenchmarkResult runBenchmark(const BenchmarkOptions& options, WorkerPool& pool);

}  // namespace squash
