// What one call of the executor works on: a chunk of the batch in one worker's memory.
#pragma once
#include "training/executor.hpp"

namespace squash {

struct Executor::Chunk {
    const Batch& batch;
    Workspace& space;
    std::size_t firstImage = 0, images = 0, blocks = 0, worker = 0;
    const float* parameters = nullptr;
    bool training = false;
    float* shard = nullptr;     // training: the convolutions' gradients
    bool firstOfShard = false;  // nothing in it yet
    const WatchPreactivations* watch = nullptr;

    std::size_t firstBlock() const { return firstImage / kernels::kLanes; }
    std::size_t imagesOf(std::size_t block) const {
        const std::size_t done = block * kernels::kLanes;
        return images - done < kernels::kLanes ? images - done : kernels::kLanes;
    }
};

template <class Work>
void Executor::timed(const Chunk& chunk, const Op& op, bool isForward, const Work& work) {
    if (!times_ || !chunk.training) return work();
    const double start = nowMs_();
    work();
    OpTimes& times = (*times_)[chunk.worker];
    auto& sums = isForward ? times.forwardMs : times.backwardMs;
    sums[static_cast<std::size_t>(&op - plan_.ops.data())] += nowMs_() - start;
}

template <class Work>
void Executor::timed(std::size_t worker, double OpTimes::* sum, const Work& work) {
    if (!times_) return work();
    const double start = nowMs_();
    work();
    (*times_)[worker].*sum += nowMs_() - start;
}

// The optimizer's step on one slice of the parameters (see training/optimizer.hpp).
void applyOptimizer(const kernels::KernelTable& table, const kernels::OptimizerStep& step,
                    OptimizerState& state, std::size_t offset, std::size_t count,
                    const float* gradient, float* parameters);

}  // namespace squash
