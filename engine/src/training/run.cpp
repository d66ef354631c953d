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
constexpr double kKeepMs = 1000;           // from one kept copy of the weights to the next

// The largest of the layers' shares; NaN where no layer has f'.
template <class Share>
double most(const std::vector<LayerUnits>& layers, Share share) {
    double result = std::nan("");
    for (const LayerUnits& units : layers)
        if (units.values > 0) result = std::fmax(result, share(units));
    return result;
}

}  // namespace

Run::Run(const Experiment& experiment, const DatasetPtr& data, const TrainerOptions& options)
    : data_(data), options_(options) {
    trainer_.emplace(experiment, data_, options_);
    looks_.emplace(*trainer_, options_.kernels, *options_.pool);
    flopsPerImage_ = trainingFlopsPerImage(trainer_->network());
}

void Run::obey(const Runner& wanted) {
    trainer_->setOptimizer(wanted.experiment.optimizer);
    trainer_->setEpochs(wanted.experiment.epochs);
    paused_ = wanted.paused;
}

Progress Run::advance(double budgetMs, const LookWish& wish) {
    looks_->beforeStep(steadyNowMs(), wish);
    const Progress progress = trainer_->advance(budgetMs);
    inStep_ = progress == Progress::Working;
    if (progress != Progress::StepDone) return progress;
    looks_->afterStep(steadyNowMs(), wish);
    const History& history = trainer_->history();
    out_ = !std::isfinite(history.stepAt(history.steps() - 1).loss);
    return progress;
}

bool Run::reached(const StopTargets& targets) const {
    return (targets.step > 0 && trainer_->step() >= targets.step) ||
           (targets.epoch > 0 && trainer_->history().epochs().size() >= targets.epoch);
}

std::uint64_t Run::stepOf(const TrainerState& state) {
    const std::size_t points = state.history.steps();
    return points == 0 ? 0 : state.history.stepAt(points - 1).step;
}

// Whether the weights of a moment are good the loss of the batch that follows tells.
void Run::keepGood(double now) {
    const History& history = trainer_->history();
    if (history.steps() == 0) return;
    if (judging_ && trainer_->step() > stepOf(candidate_)) {
        judging_ = false;
        // Also false where it is no number.
        if (static_cast<double>(history.stepAt(history.steps() - 1).loss) <=
            std::max(static_cast<double>(history.stepAt(0).loss),
                     chanceLoss(trainer_->network().classes())))
            std::swap(good_, candidate_);
    }
    // Until there are some, after every second step.
    if (judging_ || out_ || (goodStep() > 0 && now - keptMs_ < kKeepMs)) return;
    keptMs_ = now;
    try {
        candidate_ = trainer_->state();  // into the memory it has
        judging_ = true;
    } catch (const std::bad_alloc&) {
        candidate_ = {};  // training has its memory and goes on
    }
}

bool Run::restoreGood() {
    if (goodStep() == 0) return false;
    const Experiment experiment = trainer_->experiment();
    looks_.reset();
    trainer_.emplace(experiment, data_, options_, good_);
    looks_.emplace(*trainer_, options_.kernels, *options_.pool);
    judging_ = out_ = inStep_ = false;
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
    const auto found = squash::calculate(
        {trainer_->experiment(), trainer_->network(), trainer_->state(), data_->validation},
        choice);
    unit_ = std::make_shared<const UnitCalculation>(found);
}

RunnerState Run::state() const {
    RunnerState state;
    state.history = trainer_->history();
    state.step = trainer_->step();
    state.stepsPerEpoch = trainer_->stepsPerEpoch();
    state.epoch = trainer_->epochPosition();
    state.seconds = trainer_->seconds();
    state.finished = finished();
    state.out = out_;
    if (!looks_->units()) return state;
    state.deadShare = most(*looks_->units(), [](const LayerUnits& u) { return u.deadShare(); });
    state.saturatedShare =
        most(*looks_->units(), [](const LayerUnits& u) { return u.saturatedShare(); });
    return state;
}

}  // namespace squash
