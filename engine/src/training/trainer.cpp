#include "squash/training/trainer.hpp"

#include <cmath>
#include <utility>

#include "core/clock.hpp"
#include "squash/core/error.hpp"
#include "training/trainer_impl.hpp"

namespace squash {
namespace {

void requireImages(const Dataset& data) {
    if (data.train.size() == 0)
        throw Error("cannot train", "data " + data.name, "at least one training image");
    if (data.validation.size() == 0)
        throw Error("cannot train", "data " + data.name, "at least one validation image");
}

DatasetPtr checked(DatasetPtr data) {
    requireImages(*data);
    return data;
}

// Steps of an epoch that begins in the middle were over another number of images.
void requirePosition(const TrainerState& state, std::size_t steps, std::size_t floats) {
    if (state.parameters.size() != floats)
        throw Error("cannot go on with the saved run", "parameters",
                    "as many numbers as the network has");
    if (state.stepInEpoch > steps)
        throw Error("cannot go on with the saved run", "position in the epoch",
                    "the data, limit and batch size that it was saved with");
}

}  // namespace

Trainer::Impl::Impl(const Experiment& given, DatasetPtr set, TrainerOptions choices,
                    std::optional<TrainerState> saved)
    : experiment(given),
      data(checked(std::move(set))),
      options(std::move(choices)),
      network(makeNetwork(experiment)),
      pool(*options.pool),
      executor(network, *options.kernels.table, pool.workers(), experiment.batch),
      source(experiment.batch, pixelScale(experiment.pixels)),
      validation(validationImages(), pixelScale(experiment.pixels)),
      nextSettings(experiment.optimizer) {
    if (!options.nowMs) options.nowMs = steadyNowMs;
    if (saved)
        state = std::move(*saved);
    else
        state.parameters = initialParameters(network, experiment.initializers, experiment.seed);
    requirePosition(state, stepsPerEpoch(), network.flatSize());
    gradients.assign(network.flatSize(), 0);
    results.resize(experiment.batch);
    fitMoments(experiment.optimizer, network.flatSize(), state.optimizer);
    if (state.stepInEpoch > 0) source.orderEpoch(experiment, trainImages(), state.epochsDone);
    if (state.stepInEpoch == stepsPerEpoch()) stage = Stage::ValidatePack;
}

void Trainer::Impl::applySettings() {
    if (!settingsChanged) return;
    settingsChanged = false;
    const bool otherKind = nextSettings.kind != experiment.optimizer.kind;
    experiment.optimizer = nextSettings;
    // Another optimizer's moments mean something else: begin with none.
    if (otherKind) state.optimizer = {};
    fitMoments(experiment.optimizer, network.flatSize(), state.optimizer);
}

void Trainer::Impl::setProfile(bool on) {
    if (on == (profiler != nullptr)) return;
    executor.setProfile(nullptr, {});
    profiler.reset();
    if (!on) return;
    profiler = std::make_unique<Profiler>(network, executor.plan(), pool.workers());
    if (stepPrepared || stage == Stage::Update) profiler->beginWithin();
    executor.setProfile(&profiler->times(), options.nowMs);
}

std::size_t Trainer::Impl::trainImages() const {
    return limited(data->train.size(), experiment.limit);
}

std::size_t Trainer::Impl::validationImages() const {
    return limited(data->validation.size(), experiment.validationLimit);
}

std::size_t Trainer::Impl::stepsPerEpoch() const {
    return (trainImages() + experiment.batch - 1) / experiment.batch;
}

std::uint64_t Trainer::Impl::lastStep() const {
    const std::size_t points = state.history.steps();
    return points == 0 ? 0 : state.history.stepAt(points - 1).step;
}

Trainer::Trainer(const Experiment& experiment, DatasetPtr data, TrainerOptions options)
    : impl_(std::make_unique<Impl>(experiment, std::move(data), std::move(options), std::nullopt)) {
}

Trainer::Trainer(const Experiment& experiment, DatasetPtr data, TrainerOptions options,
                 TrainerState state)
    : impl_(std::make_unique<Impl>(experiment, std::move(data), std::move(options),
                                   std::move(state))) {}

Trainer::~Trainer() = default;

Progress Trainer::advance(double budgetMs) { return impl_->advance(budgetMs); }

void Trainer::setOptimizer(const OptimizerSettings& settings) {
    impl_->nextSettings = settings;
    impl_->settingsChanged = true;
}

void Trainer::setEpochs(std::size_t total) { impl_->experiment.epochs = total; }

void Trainer::setProfile(bool on) { impl_->setProfile(on); }

void Trainer::measureFlow() {
    if (!impl_->flow)
        impl_->flow = std::make_unique<FlowMeter>(impl_->network, impl_->executor.plan(),
                                                  *impl_->options.kernels.table);
    impl_->flowWanted = true;
}

const GradientFlow& Trainer::flow() const {
    static const GradientFlow none;
    return impl_->flow ? impl_->flow->flow() : none;
}

Profile Trainer::profile() const {
    return impl_->profiler ? impl_->profiler->profile(impl_->experiment.batch) : Profile{};
}

const Experiment& Trainer::experiment() const { return impl_->experiment; }
const Network& Trainer::network() const { return impl_->network; }
const Dataset& Trainer::data() const { return *impl_->data; }
const History& Trainer::history() const { return impl_->state.history; }
const FloatArray& Trainer::parameters() const { return impl_->state.parameters; }
const FloatArray& Trainer::gradients() const { return impl_->gradients; }
std::size_t Trainer::stepsPerEpoch() const { return impl_->stepsPerEpoch(); }
std::size_t Trainer::trainImages() const { return impl_->trainImages(); }
std::size_t Trainer::validationImages() const { return impl_->validationImages(); }
double Trainer::imagesTrained() const { return impl_->imagesTrained; }
const std::vector<double>& Trainer::lastGradientNorms() const { return impl_->gradientNorms; }
const TrainerState& Trainer::state() const { return impl_->state; }

std::uint64_t Trainer::step() const { return impl_->lastStep(); }

double Trainer::seconds() const {
    double sum = impl_->state.seconds;
    for (const EpochRecord& record : history().epochs()) sum += record.seconds;
    return sum;
}

double Trainer::epochProgress() const {
    return static_cast<double>(impl_->state.stepInEpoch) /
           static_cast<double>(impl_->stepsPerEpoch());
}

double Trainer::epochPosition() const {
    return static_cast<double>(impl_->state.epochsDone) + epochProgress();
}

bool Trainer::validating() const {
    return impl_->stage == Stage::ValidatePack || impl_->stage == Stage::Validate;
}

bool Trainer::updating() const { return impl_->stage == Stage::Update; }

double Trainer::runningLoss() const {
    const auto& state = impl_->state;
    const std::size_t images = std::min(state.stepInEpoch * impl_->experiment.batch, trainImages());
    return images == 0 ? std::nan("") : state.lossSum / static_cast<double>(images);
}

double Trainer::runningAccuracy() const {
    const auto& state = impl_->state;
    const std::size_t images = std::min(state.stepInEpoch * impl_->experiment.batch, trainImages());
    return images == 0 ? std::nan("") : state.correctSum / static_cast<double>(images);
}

Model Trainer::model() const {
    return {impl_->network, impl_->state.parameters, impl_->experiment.pixels,
            impl_->options.kernels};
}

}  // namespace squash
