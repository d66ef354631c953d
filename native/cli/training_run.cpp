#include "training_run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <new>

#include "errors.hpp"
#include "interrupt.hpp"

namespace squash::cli {
namespace {

constexpr double kBudgetMs = 50;  // how late Ctrl-C and the progress line may be

// Before an epoch is trained that could not be saved.
void requireWritable(const std::optional<std::string>& path) {
    if (!path) return;
    if (std::filesystem::is_directory(*path))
        throw Error("cannot save", *path, "a file's name; this is a folder");
    if (std::filesystem::exists(*path) && !std::filesystem::is_regular_file(*path))
        throw Error("cannot save", *path, "a regular file; this is a device or a pipe");
    auto folder = std::filesystem::path(*path).parent_path();
    if (folder.empty()) folder = ".";
    if (!std::filesystem::is_directory(folder))
        throw Error("cannot save", *path, "a folder that exists");
    if (::access(folder.c_str(), W_OK) != 0)
        throw Error("cannot save", *path, "a folder that may be written to");
}

// The unfinished epoch of a saved run fits only the very same order of images.
void fitPosition(const Experiment& wanted, Checkpoint& saved) {
    const Experiment& before = saved.experiment;
    const bool sameOrder = wanted.batch == before.batch && wanted.limit == before.limit &&
                           wanted.seed == before.seed && wanted.shuffle == before.shuffle &&
                           wanted.data == before.data;
    if (sameOrder || saved.state.stepInEpoch == 0) return;
    printNotice("the saved run was within an epoch, which begins again because its images changed");
    saved.state.stepInEpoch = 0;
    saved.state.lossSum = saved.state.correctSum = saved.state.seconds = 0;
}

TrainerOptions optionsFor(const TrainingPlan& plan, Machine& machine) {
    TrainerOptions options;
    options.kernels = machine.kernels;
    options.pool = &machine.pool;
    options.gradientNorms = plan.files.stepLog.has_value();
    return options;
}

Trainer makeTrainer(TrainingPlan& plan, Machine& machine) {
    requireWritable(plan.files.save);
    const TrainerOptions options = optionsFor(plan, machine);
    if (!plan.saved) return Trainer(plan.experiment, plan.data, options);
    fitPosition(plan.experiment, *plan.saved);
    // The saved moments belong to the saved optimizer; run() then changes to the wanted one.
    Experiment start = plan.experiment;
    start.optimizer = plan.saved->experiment.optimizer;
    return Trainer(start, plan.data, options, std::move(plan.saved->state));
}

double secondsSince(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// What went wrong, where a file cannot be written. Whatever it was, hours of training are worth more
// than a record of them.
std::optional<std::string> faultOf(const std::function<void()>& write) {
    try {
        write();
    } catch (const std::bad_alloc&) {
        return "cannot write (this machine): memory for it";
    } catch (const std::exception& error) {
        return error.what();
    }
    return std::nullopt;
}

}  // namespace

TrainingRun::TrainingRun(TrainingPlan plan, Machine& machine, std::FILE* progressStream)
    : plan_(std::move(plan)), trainer_(makeTrainer(plan_, machine)), progress_(progressStream) {
    if (trainer_.experiment().optimizer != plan_.experiment.optimizer)
        trainer_.setOptimizer(plan_.experiment.optimizer);
    openLogs();
}

void TrainingRun::openLogs() {
    const TrainingFiles& files = plan_.files;
    if (files.history) history_.emplace(*files.history, trainer_.history());
    if (files.stepLog) steps_.emplace(*files.stepLog, trainer_.step());
}

Outcome TrainingRun::run() {
    const InterruptWatch watch;
    for (;;) {
        measureLastStep();
        const bool validating = trainer_.validating();
        const auto begin = std::chrono::steady_clock::now();
        const Progress progress = trainer_.advance(kBudgetMs);
        if (!validating) trainingSeconds_ += secondsSince(begin);
        if (progress == Progress::Finished) return Outcome::Finished;
        if (progress == Progress::StepDone) stepDone();
        if (progress == Progress::EpochDone) epochDone();
        progress_.update(trainer_);
        // While validating the last step is over already; else it is finished first.
        const bool betweenSteps = progress != Progress::Working || trainer_.validating();
        if (!InterruptWatch::asked() || !betweenSteps) continue;
        progress_.breakLine();
        return Outcome::Interrupted;
    }
}

// The last one of a whole batch, of which findings are told at the end. Asked once: a wish while it is under way
// would be for the step behind it.
void TrainingRun::measureLastStep() {
    if (measured_) return;
    const TrainerState& state = trainer_.state();
    const std::size_t whole = trainer_.trainImages() / trainer_.experiment().batch;
    measured_ = state.epochsDone + 1 == trainer_.experiment().epochs &&
                state.stepInEpoch + 1 == std::max<std::size_t>(1, whole);
    if (measured_) trainer_.measureFlow();
}

void TrainingRun::stepDone() {
    const History& history = trainer_.history();
    const StepPoint point = history.stepAt(history.steps() - 1);
    logStep(point);
    if (!std::isfinite(point.loss)) warnOnce(point);
}

void TrainingRun::epochDone() {
    const EpochRecord& record = trainer_.history().epochs().back();
    progress_.finishEpoch(trainer_, record);
    save(record.epoch);  // first: a log's row can be told from it, but not it from the row
    logEpoch(record);
}

void TrainingRun::save(std::size_t epoch) {
    if (!plan_.files.save) return;
    const auto fault = faultOf([&] {
        saveCheckpoint(*plan_.files.save, trainer_.experiment(), trainer_.state(),
                       trainedOn(trainer_.data()));
    });
    if (!fault) {
        saved_ = true;
        unsavedEpoch_ = 0;
    } else if (unsavedEpoch_ == 0) {
        unsavedEpoch_ = epoch;
        notice(*fault + "; training goes on, and each epoch's end tries again");
    }
}

void TrainingRun::logStep(const StepPoint& point) {
    if (!steps_) return;
    const auto fault = faultOf([&] { steps_->write(point, trainer_.lastGradientNorms()); });
    if (!fault) return;
    steps_.reset();
    endedLogs_.push_back(
        fmt::format("--step-log {} ends before step {}", *plan_.files.stepLog, point.step));
    notice(*fault + "; training goes on without this log");
}

void TrainingRun::logEpoch(const EpochRecord& record) {
    if (!history_) return;
    const auto fault = faultOf([&] { history_->write(record); });
    if (!fault) return;
    history_.reset();
    endedLogs_.push_back(
        fmt::format("--history {} ends before epoch {}", *plan_.files.history, record.epoch));
    notice(*fault + "; training goes on without this log");
}

std::vector<std::string> TrainingRun::unfinishedFiles() const {
    std::vector<std::string> files = endedLogs_;
    if (unsavedEpoch_ > 0)
        files.push_back(
            fmt::format("--save {} ends before epoch {}", *plan_.files.save, unsavedEpoch_));
    return files;
}

void TrainingRun::notice(const std::string& line) {
    progress_.breakLine();
    printNotice(line);
}

void TrainingRun::warnOnce(const StepPoint& point) {
    if (warned_) return;
    warned_ = true;
    notice(
        fmt::format("the loss is not finite any more (step {}): a smaller learning rate; "
                    "training goes on, as Keras does",
                    point.step));
}

double TrainingRun::imagesPerSecond() const {
    return trainingSeconds_ > 0 ? trainer_.imagesTrained() / trainingSeconds_ : 0;
}

}  // namespace squash::cli
