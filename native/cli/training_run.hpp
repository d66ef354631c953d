// One run of `squash train`: the loop around Trainer::advance with everything that watches it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "machine_options.hpp"
#include "progress.hpp"
#include "run_logs.hpp"
#include "squash/io/checkpoint.hpp"
#include "squash/training/trainer.hpp"

namespace squash::cli {

struct TrainingFiles {
    std::optional<std::string> history, stepLog, save;
};

// What is trained: a new experiment, or one that goes on from `saved`.
struct TrainingPlan {
    Experiment experiment;
    DatasetPtr data;
    std::optional<Checkpoint> saved;
    TrainingFiles files;
};

enum class Outcome { Finished, Interrupted };

class TrainingRun {
public:
    TrainingRun(TrainingPlan plan, Machine& machine, std::FILE* progressStream);
    Outcome run();
    const Trainer& trainer() const { return trainer_; }
    bool saved() const { return saved_; }  // a checkpoint of this run is on disk
    // The files that were asked for and lack the run's end, each as words with the file's option;
    // training goes on without them.
    std::vector<std::string> unfinishedFiles() const;
    double imagesPerSecond() const;  // of training alone, without validation

private:
    void openLogs();
    void measureLastStep();
    void stepDone();
    void epochDone();
    void save(std::size_t epoch);
    void logStep(const StepPoint& point);
    void logEpoch(const EpochRecord& record);
    void warnOnce(const StepPoint& point);
    void notice(const std::string& line);

    TrainingPlan plan_;
    Trainer trainer_;
    ProgressLines progress_;
    std::optional<HistoryLog> history_;
    std::optional<StepLog> steps_;
    std::vector<std::string> endedLogs_;  // as unfinishedFiles() says it
    std::size_t unsavedEpoch_ = 0;        // the first that the checkpoint lacks; 0: none
    double trainingSeconds_ = 0;
    bool measured_ = false, warned_ = false, saved_ = false;
};

}  // namespace squash::cli
