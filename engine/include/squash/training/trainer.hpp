// Trains one experiment. advance() is the only engine of progress: resumable between blocks of
// images, it serves the command line's loop, the worker thread and the page without threads.
//
// The numbers do not depend on the pool's size nor on the budgets: a batch is cut into chunks of
// images the same way always, each shard of chunks sums its gradients into its own array, and
// these are added in a fixed order.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "squash/core/worker_pool.hpp"
#include "squash/data/dataset.hpp"
#include "squash/io/experiment.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/network/network.hpp"
#include "squash/training/gradient_flow.hpp"
#include "squash/training/history.hpp"
#include "squash/training/measurements.hpp"
#include "squash/training/predict.hpp"

namespace squash {

// All that makes a run go on exactly: saved in checkpoints.
struct TrainerState {
    FloatArray parameters;  // network.flatSize()
    OptimizerState optimizer;
    std::size_t epochsDone = 0;
    std::size_t stepInEpoch = 0;         // steps done in the unfinished epoch; all: not validated
    double lossSum = 0, correctSum = 0;  // over the images of those steps
    double seconds = 0;                  // of the unfinished epoch
    History history;
};

struct TrainerOptions {
    KernelSet kernels;
    WorkerPool* pool = nullptr;     // borrowed; must outlive the trainer
    std::function<double()> nowMs;  // a steady clock; default std::chrono::steady_clock
    bool gradientNorms = false;     // fill lastGradientNorms() each step
};

enum class Progress {
    Working,    // the budget is used up
    StepDone,   // an update was made
    EpochDone,  // an epoch is over and validated (its last StepDone came before)
    Finished    // all epochs of the experiment are done
};

class Trainer {
public:
    // Starts from the experiment's initializers and seed. Throws Error when the data has no image.
    Trainer(const Experiment& experiment, DatasetPtr data, TrainerOptions options);
    // Goes on from a saved state, with the epoch's validation where all its steps are done. Throws
    // Error also when the state is of another network or of a longer epoch.
    Trainer(const Experiment& experiment, DatasetPtr data, TrainerOptions options,
            TrainerState state);
    ~Trainer();

    // Works until the next event or until about budgetMs has passed (at least one task is done,
    // the overrun is at most one task: 32 images through the network). nowMs-based.
    Progress advance(double budgetMs);

    // Live changes, from the next step on: moments are kept when the kind stays the same.
    void setOptimizer(const OptimizerSettings& settings);
    void setEpochs(std::size_t total);
    // While on, training is timed by layer; off costs nothing. The numbers trained are the same.
    void setProfile(bool on);

    // The next step that begins is measured as it is trained; it costs some hundredths of its time more and changes
    // nothing. flow(): of the last step measured.
    void measureFlow();
    const GradientFlow& flow() const;

    const Experiment& experiment() const;
    const Network& network() const;
    const Dataset& data() const;
    const History& history() const;
    const FloatArray& parameters() const;
    const FloatArray& gradients() const;  // of the last step
    std::uint64_t step() const;           // updates done in the whole run
    std::size_t stepsPerEpoch() const;
    std::size_t trainImages() const, validationImages() const;  // after limit and validationLimit
    double epochPosition() const;  // epochs done plus the share of the running one: 7.3
    double seconds() const;        // of computing in the whole run, validation included
    double imagesTrained() const;  // in the whole run of this object, for rates
    bool validating() const;
    bool updating() const;         // some of the weights have this step's update, others not yet
    double epochProgress() const;  // 0..1 of training in this epoch
    double runningLoss() const, runningAccuracy() const;  // means over this epoch so far
    // L2 norm of each parameter's gradient, in the order of Network::parameters().
    const std::vector<double>& lastGradientNorms() const;
    Profile profile() const;  // of about the last second; empty before a step was timed

    const TrainerState& state() const;  // copy it between steps or while validating
    Model model() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace squash
