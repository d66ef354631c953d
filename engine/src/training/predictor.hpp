// Forward passes of one network as often as wanted: what they need is made once.
#pragma once
#include "squash/core/worker_pool.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/network/network.hpp"
#include "training/executor.hpp"

namespace squash {

class Predictor {
public:
    // The pool is borrowed and must outlive the predictor; the network may go.
    Predictor(const Network& network, const KernelSet& kernels, WorkerPool& pool)
        : executor_(network, *kernels.table, pool.workers(), 0), pool_(pool) {}

    // parameters: network.flatSize() floats. Fills what `output` names, an entry an image.
    void run(const float* parameters, const Batch& batch, const ChunkOutput& output) {
        pool_.run(0, executor_.packTasks(),
                  [&](std::size_t task, std::size_t) { executor_.pack(task, parameters); });
        pool_.run(0, batch.chunks(), [&](std::size_t chunk, std::size_t worker) {
            executor_.predict(batch, chunk, worker, parameters, output);
        });
    }

private:
    Executor executor_;
    WorkerPool& pool_;
};

}  // namespace squash
