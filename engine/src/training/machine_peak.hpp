// The limit of this machine: multiply-adds in registers alone, on all workers at once.
#pragma once
#include "squash/core/worker_pool.hpp"
#include "squash/kernels/kernel_sets.hpp"

namespace squash {

// GFLOP/s of one short run (some milliseconds); the best of many is the peak.
double peakRun(const KernelSet& kernels, WorkerPool& pool);

}  // namespace squash
