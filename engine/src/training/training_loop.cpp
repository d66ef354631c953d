#include <algorithm>
#include <cmath>
#include <new>

#include "core/clock.hpp"
#include "squash/core/error.hpp"
#include "training/batch_source.hpp"
#include "training/session_impl.hpp"

namespace squash {
namespace {

constexpr double kPublishMs = 16;   // at most one snapshot a frame
constexpr double kGalleryMs = 400;  // the example images follow this often while training
constexpr double kRateWindowMs = 1000;

}  // namespace

void RateMeter::add(double images, double ms) {
    images_ += images;
    ms_ += ms;
    if (ms_ > 0) rate_ = 1000 * images_ / ms_;
    if (ms_ < kRateWindowMs) return;
    // Forget the older half, so the figure follows without jumping.
    images_ /= 2;
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
    else if (playing_)
        train(budgetMs);
    const double now = steadyNowMs();
    const bool galleryDue =
        trainer_ && !wanted_.gallery.empty() && galleryStep_ != trainer_->step() &&
        (!playing_ || (now - galleryMs_ >= kGalleryMs && !trainer_->validating()));
    if (galleryDue) refreshGallery();
    if (valuesDue(now)) beginValues();
    if (probing_) workOnValues();
    if (dirty_ && (!playing_ || now - publishedMs_ >= kPublishMs)) publish();
    return playing_ || measurement_ || probing_;
}

void TrainingLoop::obey(const Controls& wanted) {
    const bool again = !started_ || wanted.generation != wanted_.generation;
    const bool otherGallery = wanted.gallery != wanted_.gallery;
    wanted_ = wanted;
    dirty_ = true;
    if (otherGallery) galleryStep_ = ~0ull;
    try {
        if (again) leaveRun();
        validate(wanted_.experiment);
        planMeasurement();
        if (again && wanted_.data) restart(wanted_);
        if (!trainer_) return;
        trainer_->setOptimizer(wanted_.experiment.optimizer);
        trainer_->setEpochs(wanted_.experiment.epochs);
        trainer_->setProfile(wanted_.profile);
        finished_ = trainer_->history().epochs().size() >= wanted_.experiment.epochs;
        // Posted before its sender knew that the target was reached: not one step more.
        playing_ = wanted_.playing && !finished_ && !targetReached();
        if (playing_) message_.clear();
    } catch (const Error& error) {
        stop(error.what());
    }
}

// Whether the new start succeeds or not: the figures of the run before are not its own. A failure
// leaves nothing to go on with, so what is posted next starts again.
void TrainingLoop::leaveRun() {
    trainer_.reset();  // its memory first: a page has little
    predictor_.reset();
    probe_.reset();
    probing_ = false;
    values_ = {};
    units_.reset();
    flowHistory_.reset();
    flowDueMs_ = 0;
    valuesStep_ = ~0ull;
    valuesWish_.reset();
    valuesDueMs_ = 0;
    started_ = playing_ = finished_ = galleryTold_ = false;
    rate_.reset();
    message_.clear();
    gallery_.clear();
    galleryStep_ = ~0ull;
}

void TrainingLoop::restart(const Controls& wanted) {
    data_ = wanted.data;
    TrainerOptions options;
    options.kernels = kernels_;
    options.pool = &pool_;
    options.nowMs = steadyNowMs;
    try {
        trainer_.emplace(wanted.experiment, data_, options);
        flopsPerImage_ = trainingFlopsPerImage(trainer_->network());
        started_ = true;
    } catch (const std::bad_alloc&) {
        trainer_.reset();
        // Another experiment may fit: the thread lives on.
        stop("There is not enough memory for this: a smaller batch or fewer images need less.");
    }
}

void TrainingLoop::train(double budgetMs) {
    const double start = steadyNowMs();
    const double images = trainer_->imagesTrained();
    const bool validating = trainer_->validating();
    if (flowDue(start)) askForFlow(start);
    const Progress progress = trainer_->advance(budgetMs);
    if (progress == Progress::StepDone) noteFlow();
    if (!validating) rate_.add(trainer_->imagesTrained() - images, steadyNowMs() - start);
    if (progress != Progress::Working) dirty_ = true;
    checkTargets(progress);
}

// A layer's rate means little without the peak beside it, so that one is measured unasked.
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

bool TrainingLoop::targetReached() const {
    const std::size_t epochs = trainer_->history().epochs().size();
    return (wanted_.stopAtStep > 0 && trainer_->step() >= wanted_.stopAtStep) ||
           (wanted_.stopAtEpoch > 0 && epochs >= wanted_.stopAtEpoch);
}

void TrainingLoop::checkTargets(Progress progress) {
    if (progress == Progress::Finished) finished_ = true;
    // A step that ends an epoch pauses before the validation; playing on does it.
    if (targetReached() || finished_) playing_ = false;
    if (!playing_) dirty_ = true;
    if (progress != Progress::StepDone) return;
    const StepPoint last = trainer_->history().stepAt(trainer_->history().steps() - 1);
    if (std::isfinite(last.loss)) return;
    stop(
        "The loss is no longer a number: the weights have grown beyond all bounds. Try a smaller "
        "learning rate and start again.");
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
    if (!trainer_)
        snapshot = Snapshot{};  // it holds an older one, perhaps with another run's figures
    snapshot.revision = wanted_.revision;
    snapshot.generation = wanted_.generation;
    snapshot.experiment = wanted_.experiment;
    snapshot.data = data_;
    snapshot.playing = playing_;
    snapshot.finished = finished_;
    snapshot.message = message_;
    snapshot.gallery = gallery_;
    snapshot.galleryVersion = galleryVersion_;
    snapshot.measured = measured_;
    snapshot.values = values_;
    snapshot.units = units_;
    snapshot.flow = flowHistory_;
    fillFigures(snapshot);
    snapshots.publish();
    dirty_ = false;
    publishedMs_ = steadyNowMs();
}

void TrainingLoop::fillFigures(Snapshot& snapshot) const {
    snapshot.loss = snapshot.accuracy = snapshot.validationLoss = snapshot.validationAccuracy =
        Snapshot::kNotYet;
    if (!trainer_) return;
    snapshot.profile = trainer_->profile();
    snapshot.validating = trainer_->validating();
    snapshot.step = trainer_->step();
    snapshot.stepsPerEpoch = trainer_->stepsPerEpoch();
    snapshot.epoch = trainer_->epochPosition();
    snapshot.history = trainer_->history();
    snapshot.imagesPerSecond = playing_ ? rate_.imagesPerSecond() : 0;
    snapshot.gflops = snapshot.imagesPerSecond * flopsPerImage_ * 1e-9;
    const auto& epochs = snapshot.history.epochs();
    if (!epochs.empty()) {
        snapshot.loss = epochs.back().loss;
        snapshot.accuracy = epochs.back().accuracy;
        snapshot.validationLoss = epochs.back().validationLoss;
        snapshot.validationAccuracy = epochs.back().validationAccuracy;
    }
    if (std::isnan(trainer_->runningLoss())) return;
    snapshot.loss = trainer_->runningLoss();
    snapshot.accuracy = trainer_->runningAccuracy();
}

}  // namespace squash
