#include "training/run.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

#include "core/clock.hpp"
#include "squash/training/diagnosis.hpp"
#include "training/loss.hpp"

namespace squash {
namespace {

constexpr std::size_t kSpreadImages = 64;  // all in one go: some hundredths of a second on a page
// From one kept copy of the weights to the next: a quarter of the steps so far, so that going back costs a fifth of them
// and the step that was bad, but no more than so many images, a second's or some; and kLeastSteps after a copy that was
// not good, so that each such costs three steps more. By steps and not by time: the same experiment goes back to the
// same step on every machine.
constexpr std::uint64_t kKeepPart = 4, kLeastSteps = 2, kMostImages = 32768;
constexpr double kNoise = 2;  // a good batch's loss is at most this many times the least

std::uint64_t stepsToNextCopy(std::uint64_t step, std::size_t batch) {
    return std::max(kLeastSteps, std::min(step / kKeepPart, kMostImages / batch));
}

}  // namespace

Run::Run(const Runner& wanted, const DatasetPtr& data, const TrainerOptions& options)
    : number_(wanted.run),
      data_(data),
      options_(options),
      wantedOptimizer_(wanted.experiment.optimizer) {
    trainer_.emplace(wanted.experiment, data_, options_);
    looks_.emplace(*trainer_, options_.kernels, *options_.pool);
    flopsPerImage_ = trainingFlopsPerImage(trainer_->network());
    noteLearned();
}

// A step under way is given up and made once more later; one whose update has begun cannot be.
void Run::rest() {
    if (restingAs_) return;
    const std::size_t epochs = trainer_->experiment().epochs;
    trainer_->setEpochs(
        std::numeric_limits<std::size_t>::max());  // with fewer it would not end the update
    if (trainer_->updating()) {
        while (trainer_->updating()) trainer_->advance(0);
        afterStep();
    }
    resting_ = trainer_->state();
    restingAs_ = trainer_->experiment();
    restingAs_->epochs = epochs;
    if (!judging_) candidate_ = {};
    looks_->rest();
    trainer_.reset();
    inStep_ = false;
}

void Run::wake() {
    if (!restingAs_) return;
    trainer_.emplace(*restingAs_, data_, options_, resting_);
    noteLearned();
    restingAs_.reset();
    resting_ = {};
}

void Run::obey(const Runner& wanted) {
    wantedOptimizer_ = wanted.experiment.optimizer;
    trainer_->setOptimizer(wantedOptimizer_);
    trainer_->setEpochs(wanted.experiment.epochs);
    paused_ = wanted.paused;
}

Progress Run::advance(double budgetMs, const LookWish& wish) {
    looks_->beforeStep(steadyNowMs(), wish);
    const Progress progress = trainer_->advance(budgetMs);
    inStep_ = progress == Progress::Working;
    if (progress != Progress::StepDone) return progress;
    looks_->afterStep(steadyNowMs(), wish);
    afterStep();
    return progress;
}

void Run::afterStep() {
    judge();
    if (keeping_) copyWhereDue();
    noteLearned();
}

void Run::noteLearned() { learned_ = learnedValues(trainer_->network(), trainer_->parameters()); }

void Run::keepGood(bool wanted) {
    keeping_ = wanted;
    if (wanted) return;
    good_ = candidate_ = {};
    judging_ = false;
}

bool Run::reached(const StopTargets& targets) const {
    return (targets.step > 0 && trainer_->step() >= targets.step) ||
           (targets.epoch > 0 && trainer_->history().epochs().size() >= targets.epoch);
}

bool Run::stopsAfterStep(const StopTargets& targets) const {
    const std::uint64_t step = trainer_->step() + 1, epoch = trainer_->stepsPerEpoch();
    return step == targets.step || step == targets.epoch * epoch ||
           step == trainer_->experiment().epochs * epoch;
}

std::uint64_t Run::stepOf(const TrainerState& state) {
    const std::size_t points = state.history.steps();
    return points == 0 ? 0 : state.history.stepAt(points - 1).step;
}

// Whether the weights of a moment are good the loss of the batch that follows tells.
void Run::judge() {
    const History& history = trainer_->history();
    const double loss = history.stepAt(history.steps() - 1).loss;
    out_ = !std::isfinite(loss);
    leastLoss_ = std::fmin(leastLoss_, loss);
    if (!judging_) return;
    judging_ = false;
    // Also false where it is no number. Raw pixels begin far above chance, so that the first loss alone says little.
    const double bound = std::min(double{history.stepAt(0).loss}, kNoise * leastLoss_);
    if (loss <= std::max(bound, chanceLoss(trainer_->network().classes())))
        std::swap(good_, candidate_);
    else
        nextCopy_ = trainer_->step() + kLeastSteps;
}

// Until there are good ones, after every step.
void Run::copyWhereDue() {
    if (out_ || (goodStep() > 0 && trainer_->step() < nextCopy_)) return;
    nextCopy_ = trainer_->step() + stepsToNextCopy(trainer_->step(), trainer_->experiment().batch);
    try {
        candidate_.state = trainer_->state();  // into the memory it has
        candidate_.optimizer = trainer_->experiment().optimizer;
        judging_ = true;
    } catch (const std::bad_alloc&) {
        candidate_ = {};  // training has its memory and goes on
    }
}

bool Run::restoreGood() {
    if (goodStep() == 0) return false;
    Experiment experiment = trainer_->experiment();
    experiment.optimizer = good_.optimizer;  // whose moments they are
    looks_.reset();
    trainer_.emplace(experiment, data_, options_, good_.state);
    trainer_->setOptimizer(wantedOptimizer_);
    looks_.emplace(*trainer_, options_.kernels, *options_.pool);
    judging_ = out_ = inStep_ = false;
    nextCopy_ = 0;
    noteLearned();
    return true;
}

void Run::measureSpread() {
    const Experiment& experiment = trainer_->experiment();
    Model model = trainer_->model();
    const FloatArray first =
        initialParameters(trainer_->network(), experiment.initializers, experiment.seed);
    model.parameters = first;
    spread_ = std::make_shared<const DepthSpread>(
        depthSpread(model, *options_.pool, data_->validation,
                    {experiment.seed, experiment.validationLimit, kSpreadImages}));
}

void Run::calculate(const UnitChoice& choice) {
    Experiment experiment = trainer_->experiment();
    experiment.optimizer = wantedOptimizer_;  // the next step's, whose update is shown
    const bool otherKind = wantedOptimizer_.kind != trainer_->experiment().optimizer.kind;
    TrainerState blank;
    if (otherKind) {  // which then begins without moments
        blank.parameters = trainer_->state().parameters;
        blank.history = trainer_->history();
    }
    unit_ = std::make_shared<const UnitCalculation>(squash::calculate(
        {experiment, trainer_->network(), otherKind ? blank : trainer_->state(), data_->validation},
        choice));
}

RunnerState Run::state() const {
    RunnerState state;
    state.run = number_;
    state.history = trainer_->history();
    state.step = trainer_->step();
    state.stepsPerEpoch = trainer_->stepsPerEpoch();
    state.epoch = trainer_->epochPosition();
    state.seconds = trainer_->seconds();
    state.finished = finished();
    state.out = out_;
    if (out_ || !looks_->units()) return state;  // of weights that are no numbers
    const std::vector<LayerUnits>& layers = *looks_->units();
    if (const auto* units = mostDead(layers)) {
        state.deadShare = units->deadShare();
        state.deadLayer = units->layer;
    }
    if (const auto* units = mostSaturated(layers)) {
        state.saturatedShare = units->saturatedShare();
        state.saturatedLayer = units->layer;
    }
    return state;
}

}  // namespace squash
