#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "core/clock.hpp"
#include "squash/core/error.hpp"
#include "squash/core/grouped.hpp"
#include "training/session_impl.hpp"

namespace squash {
namespace {

constexpr double kPublishMs = 16;  // at most one snapshot a frame
constexpr double kRateWindowMs = 1000;

}  // namespace

void RateMeter::add(double count, double ms) {
    count_ += count;
    ms_ += ms;
    if (ms_ > 0) rate_ = 1000 * count_ / ms_;
    if (ms_ < kRateWindowMs) return;
    // Forget the older half, so the figure follows without jumping.
    count_ /= 2;
    ms_ /= 2;
}

TrainingLoop::TrainingLoop(std::size_t workers, KernelSet kernels)
    : pool_(workers), kernels_(kernels) {}

bool TrainingLoop::turn(double budgetMs) {
    try {
        return work(budgetMs);
    } catch (const std::bad_alloc&) {
        pauseWithoutMemory();
        return false;
    }
}

bool TrainingLoop::work(double budgetMs) {
    if (controls.fetch()) obey(controls.newest());
    if (measurement_)
        measure(budgetMs);
    else if (Run* run = playing_ ? nextTurn() : nullptr)
        train(*run, budgetMs);
    const double now = steadyNowMs();
    if (galleryDue(now)) refreshGallery();
    const bool looking = look(now);
    if (dirty_ && (!playing_ || now - publishedMs_ >= kPublishMs)) publish();
    return playing_ || measurement_ || looking;
}

void TrainingLoop::obey(const Controls& wanted) {
    const bool again = !started_ || wanted.generation != wanted_.generation;
    const bool otherRun = wanted.shown != wanted_.shown;
    const bool otherGallery = wanted.gallery != wanted_.gallery;
    wanted_ = wanted;
    dirty_ = true;
    if (otherGallery) galleryStep_ = ~0ull;
    if (otherRun) forgetPredictions();
    try {
        if (again) leaveRuns();
        validate(wanted_.experiment);
        for (const Runner& runner : wanted_.runners) validate(runner.experiment);
        requireOwnNumbers(wanted_.runners);
        planMeasurement();
        if (again && wanted_.data) restart();
        if (runs_.empty()) return;
        if (wanted_.restoreRequest > restored_) restore();
        if (runs_.empty()) return;
        obeyRuns();
        // Posted before its sender knew that the target was reached: not one step more.
        playing_ = wanted_.playing && anyActive();
        if (playing_) message_.clear();
    } catch (const Error& error) {
        stop(error.what());
    }
}

void TrainingLoop::obeyRuns() {
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        runs_[i]->obey(i < wanted_.runners.size() ? wanted_.runners[i]
                                                  : Runner{wanted_.experiment});
        runs_[i]->setProfile(wanted_.profile && runs_[i].get() == shown());
    }
}

// Only of what is trained alone: in a race who is out stays out.
void TrainingLoop::restore() {
    restored_ = wanted_.restoreRequest;
    turn_ = nullptr;
    forgetPredictions();
    try {
        if (runs_.front()->restoreGood()) message_.clear();
    } catch (const std::bad_alloc&) {
        runs_.clear();  // it has lost its trainer
        leaveRuns();
        stop("There is not enough memory to go back: start again.");
    }
}

// Of another run, or of other weights.
void TrainingLoop::forgetPredictions() {
    predictor_.reset();
    gallery_.clear();
    ++galleryVersion_;
    galleryMs_ = 0;
    galleryStep_ = ~0ull;
    unitWish_.reset();
    unitDueMs_ = 0;
}

Run* TrainingLoop::shown() const {
    return runs_.empty() ? nullptr : runs_[std::min(wanted_.shown, runs_.size() - 1)].get();
}

// A step each: the turn is of the one with the fewest.
Run* TrainingLoop::nextTurn() {
    if (turn_ && turn_->inStep() && turn_->active(targets())) return turn_;
    turn_ = nullptr;
    for (const auto& run : runs_)
        if (run->active(targets()) && (!turn_ || run->trainer().step() < turn_->trainer().step()))
            turn_ = run.get();
    return turn_;
}

bool TrainingLoop::anyActive() const {
    return std::ranges::any_of(runs_, [this](const auto& run) { return run->active(targets()); });
}

void TrainingLoop::train(Run& run, double budgetMs) {
    const double start = steadyNowMs();
    const double images = run.trainer().imagesTrained();
    const bool validating = run.trainer().validating();
    const Progress progress = run.advance(budgetMs, lookWish(run));
    const double done = run.trainer().imagesTrained() - images, ms = steadyNowMs() - start;
    if (!validating) {
        images_.add(done, ms);
        flops_.add(done * run.flopsPerImage(), ms);
    }
    if (progress != Progress::Working) dirty_ = true;
    follow(run, progress);
}

void TrainingLoop::planMeasurement() {
    using Extent = Measurement::Extent;
    const bool all = wanted_.measureRequest > measured_.request;
    const bool peak = wanted_.profile && measured_.peakGflops == 0 && !measurement_;
    if (!all && !peak) return;
    if (all && measurement_ && measurement_->extent() == Extent::All) return;
    measurement_ = std::make_unique<Measurement>(all ? Extent::All : Extent::Peak,
                                                 wanted_.experiment, kernels_, pool_);
    measured_.progress = 0;
}

// Between two steps or in the middle of one: the trainer is not touched, so it trains the same.
void TrainingLoop::measure(double budgetMs) {
    dirty_ = true;
    try {
        measurement_->work(budgetMs);
    } catch (const std::bad_alloc&) {
        // Training has its memory and goes on.
        measured_.request = wanted_.measureRequest;
        measurement_.reset();
        message_ = "There is not enough memory to measure.";
        return;
    }
    measured_.progress = measurement_->progress();
    if (!measurement_->done()) return;
    // Other programs can only lower it.
    measured_.peakGflops = std::max(measured_.peakGflops, measurement_->peakGflops());
    if (measurement_->extent() == Measurement::Extent::All) {
        measured_.costs = measurement_->costs();
        measured_.request = wanted_.measureRequest;
    }
    measured_.progress = 0;
    measurement_.reset();
}

void TrainingLoop::follow(Run& run, Progress progress) {
    // A step that ends an epoch pauses before the validation; playing on does it.
    if (!anyActive()) playing_ = false;
    if (!playing_) dirty_ = true;
    if (progress == Progress::StepDone && wanted_.runners.empty() && run.out())
        stop("The loss is no longer a number. " +
             (run.goodStep() > 0 ? fmt::format("Back to step {}", grouped(run.goodStep()))
                                 : std::string("Start again")) +
             " with a smaller rate.");
}

void TrainingLoop::stop(const std::string& message) {
    playing_ = false;
    dirty_ = true;
    message_ = message;
}

// What is trained stays, whatever found no memory beside it.
void TrainingLoop::pauseWithoutMemory() {
    playing_ = false;
    dirty_ = true;
    try {
        message_ = "There is not enough memory to go on: training is paused.";
        publish();
    } catch (const std::bad_alloc&) {
        // Not even for a snapshot: the next turn tries again.
    }
}

void TrainingLoop::publish() {
    Snapshot& snapshot = snapshots.draft();
    if (runs_.empty())
        snapshot = Snapshot{};  // it holds an older one, perhaps with another run's figures
    snapshot.revision = wanted_.revision;
    snapshot.generation = wanted_.generation;
    snapshot.experiment = wanted_.experiment;
    snapshot.data = data_;
    snapshot.playing = playing_;
    snapshot.message = message_;
    snapshot.gallery = gallery_;
    snapshot.galleryVersion = galleryVersion_;
    snapshot.measured = measured_;
    snapshot.restored = restored_;
    snapshot.shown = wanted_.shown;
    fillFigures(snapshot);
    snapshots.publish();
    dirty_ = false;
    publishedMs_ = steadyNowMs();
}

void TrainingLoop::fillFigures(Snapshot& snapshot) const {
    snapshot.loss = snapshot.accuracy = snapshot.validationLoss = snapshot.validationAccuracy =
        Snapshot::kNotYet;
    snapshot.runners.clear();
    const Run* run = shown();
    if (!run) return;
    for (const auto& each : runs_) snapshot.runners.push_back(each->state());
    const Trainer& trainer = run->trainer();
    snapshot.learned = run->learned();
    snapshot.values = run->looks().values();
    snapshot.units = run->looks().units();
    snapshot.unitHistory = run->looks().unitHistory();
    snapshot.flow = run->looks().flow();
    snapshot.histograms = run->looks().histograms();
    snapshot.spread = run->spread();
    snapshot.unit = run->unit();
    snapshot.goodStep = run->goodStep();
    snapshot.finished = run->finished();
    snapshot.profile = trainer.profile();
    snapshot.validating = trainer.validating();
    snapshot.step = trainer.step();
    snapshot.stepsPerEpoch = trainer.stepsPerEpoch();
    snapshot.epoch = trainer.epochPosition();
    snapshot.history = trainer.history();
    snapshot.imagesPerSecond = playing_ ? images_.perSecond() : 0;
    snapshot.gflops = playing_ ? flops_.perSecond() * 1e-9 : 0;
    const auto& epochs = snapshot.history.epochs();
    if (!epochs.empty()) {
        snapshot.loss = epochs.back().loss;
        snapshot.accuracy = epochs.back().accuracy;
        snapshot.validationLoss = epochs.back().validationLoss;
        snapshot.validationAccuracy = epochs.back().validationAccuracy;
    }
    if (std::isnan(trainer.runningLoss())) return;
    snapshot.loss = trainer.runningLoss();
    snapshot.accuracy = trainer.runningAccuracy();
}

}  // namespace squash
