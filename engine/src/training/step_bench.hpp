// A training step of its own, timed by operation: one worker, generated images, weights that stay.
#pragma once
#include "squash/io/experiment.hpp"
#include "training/batch_source.hpp"
#include "training/executor.hpp"

namespace squash {

class StepBench {
public:
    // A batch of that many images; the experiment's network and optimizer.
    StepBench(const Experiment& experiment, const kernels::KernelTable& table, std::size_t images);

    void pass();  // one step; the first one warms up and does not count

    const Network& network() const { return network_; }
    const Plan& plan() const { return executor_.plan(); }
    const OpTimes& times() const { return times_.front(); }  // of all steps that count
    std::size_t steps() const { return steps_; }

private:
    DatasetPtr data_;
    BatchSource source_;
    Network network_;
    Executor executor_;
    OptimizerSettings settings_;
    OptimizerState state_;
    FloatArray parameters_, gradients_;
    std::vector<ImageResult> results_;
    std::vector<OpTimes> times_;
    std::size_t steps_ = 0;
    bool warm_ = false;
};

}  // namespace squash
