// Measures this machine in small slices, so that whatever runs beside it (frames, new controls) has
// its turn: the peak, then, when wanted, a training step and every activation.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "squash/core/worker_pool.hpp"
#include "squash/io/experiment.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/training/measurements.hpp"
#include "training/activation_bench.hpp"
#include "training/step_bench.hpp"

namespace squash {

class Measurement {
public:
    enum class Extent { Peak, All };
    Measurement(Extent extent, const Experiment& experiment, const KernelSet& kernels,
                WorkerPool& pool);

    void work(double budgetMs);  // at least one sample; the longest takes 32 images' training
    Extent extent() const { return extent_; }
    bool done() const { return at_ == jobs_.size(); }
    double progress() const;  // 0..1

    double peakGflops() const { return peak_; }
    std::vector<ActivationCost> costs() const;  // when done, with Extent::All

private:
    struct Job {
        double ms;  // how long to go on sampling
        std::function<void()> begin, sample, end;
    };
    void addStep();
    void addActivation(const ActivationInfo& entry);
    void sampleOnce();
    double otherNs() const;  // of an image: all of a step but the activations
    // Values of an image that f is taken of, and that the gradient is multiplied at.
    struct Uses {
        double forward = 0, backward = 0;
    };
    Uses uses(const ActivationInfo& entry) const;
    void passOnce();

    Extent extent_;
    Experiment experiment_;
    KernelSet kernels_;
    WorkerPool& pool_;
    std::vector<Job> jobs_;
    std::size_t at_ = 0, samples_ = 0;
    double spentMs_ = 0;
    double peak_ = 0;
    std::unique_ptr<StepBench> step_;
    std::vector<double> layersMs_, updatesMs_;  // of each step: without activations; the optimizer
    std::unique_ptr<ActivationBench> activation_;
    std::vector<ActivationCost> costs_;
};

}  // namespace squash
