// The trainer as a machine of stages: each is a number of independent tasks, and advance() goes on
// with the stage where the last call stopped.
#pragma once
#include <optional>

#include "squash/training/trainer.hpp"
#include "training/batch_source.hpp"
#include "training/executor.hpp"
#include "training/flow_meter.hpp"
#include "training/profiler.hpp"

namespace squash {

enum class Stage {
    Pack,       // weights into the kernels' order
    Chunks,     // forward and backward, one round of shards at a time
    Gradients,  // of the dense layers' weights; sums of the convolutions'
    Update,     // optimizer
    ValidatePack,
    Validate
};

struct Trainer::Impl {
    Impl(const Experiment& experiment, DatasetPtr data, TrainerOptions options,
         std::optional<TrainerState> saved);

    Experiment experiment;
    DatasetPtr data;
    TrainerOptions options;
    Network network;
    WorkerPool& pool;
    Executor executor;
    BatchSource source, validation;
    TrainerState state;
    FloatArray gradients;
    std::vector<ImageResult> results, validationResults;
    std::vector<double> gradientNorms;
    double imagesTrained = 0;

    Stage stage = Stage::Pack;
    std::size_t next = 0;   // first task of the stage not done
    std::size_t round = 0;  // Stage::Chunks
    bool stepPrepared = false, settingsChanged = false;
    OptimizerSettings nextSettings;
    double callStart = 0, deadline = 0;             // of advance(), in nowMs
    std::unique_ptr<Profiler> profiler;             // while steps are timed
    std::unique_ptr<FlowMeter> flow;                // from the first wish on
    bool flowWanted = false, flowMeasured = false;  // of the next step, of the one under way

    Progress advance(double budgetMs);
    void setProfile(bool on);
    std::size_t trainImages() const;
    std::size_t validationImages() const;
    std::size_t stepsPerEpoch() const;
    std::uint64_t lastStep()
        const;  // of the whole run; the optimizer's own count starts anew with it

private:
    bool runStage(std::size_t tasks, WorkerPool::Task task);
    void startEpoch();
    void prepareStep();
    void applySettings();
    std::optional<Progress> advanceStage();
    std::optional<Progress> chunks();
    std::optional<Progress> finishStep();
    std::optional<Progress> validate();
    std::optional<Progress> finishEpoch();
    void measureNorms();
};

}  // namespace squash
