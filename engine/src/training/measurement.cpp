#include "training/measurement.hpp"

#include <algorithm>

#include "core/clock.hpp"
#include "training/machine_peak.hpp"

namespace squash {
namespace {

// Together well below 3 s, also where frames take half of the time.
constexpr double kPeakMs = 100, kStepMs = 150, kActivationMs = 60;
constexpr std::size_t kFewestSamples = 3;

bool hasActivation(const Op& op) { return op.kind == OpKind::Activate; }

}  // namespace

Measurement::Measurement(Extent extent, const Experiment& experiment, const KernelSet& kernels,
                         WorkerPool& pool)
    : extent_(extent), experiment_(experiment), kernels_(kernels), pool_(pool) {
    const auto nothing = [] {};
    const auto peak = [this] { peak_ = std::max(peak_, peakRun(kernels_, pool_)); };
    jobs_.push_back({kPeakMs, nothing, peak, nothing});
    if (extent == Extent::Peak) return;
    addStep();
    for (const ActivationInfo& each : activationTable()) addActivation(each.kind);
}

void Measurement::addStep() {
    const auto begin = [this] {
        step_ = std::make_unique<StepBench>(experiment_, *kernels_.table, kChunkImages);
    };
    const auto end = [this] { activation_ = std::make_unique<ActivationBench>(*kernels_.table); };
    jobs_.push_back({kStepMs, begin, [this] { step_->pass(); }, end});
}

void Measurement::addActivation(ActivationKind kind) {
    const auto begin = [this, kind] { activation_->start(makeActivation(kind)); };
    const auto end = [this, kind] {
        costs_.push_back({kind, activation_->forwardNs(), activation_->backwardNs(), 0});
    };
    jobs_.push_back({kActivationMs, begin, [this] { activation_->sample(); }, end});
}

void Measurement::sampleOnce() {
    const Job& job = jobs_[at_];
    const double start = steadyNowMs();
    if (samples_ == 0) job.begin();
    job.sample();
    ++samples_;
    spentMs_ += steadyNowMs() - start;
    if (spentMs_ < job.ms || samples_ < kFewestSamples) return;
    job.end();
    ++at_;
    samples_ = 0;
    spentMs_ = 0;
}

void Measurement::work(double budgetMs) {
    const double deadline = steadyNowMs() + budgetMs;
    do {
        if (done()) return;
        sampleOnce();
    } while (steadyNowMs() < deadline);
}

double Measurement::progress() const {
    double all = 0, past = 0;
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
        all += jobs_[i].ms;
        if (i < at_) past += jobs_[i].ms;
    }
    return done() ? 1 : (past + std::min(spentMs_, jobs_[at_].ms)) / all;
}

// The optimizer works once a batch, everything else once an image.
double Measurement::otherNs() const {
    const OpTimes& times = step_->times();
    double ms = times.lossMs;
    for (std::size_t i = 0; i < step_->plan().ops.size(); ++i)
        if (!hasActivation(step_->plan().ops[i])) ms += times.forwardMs[i] + times.backwardMs[i];
    const auto steps = static_cast<double>(step_->steps());
    const auto batch = static_cast<double>(experiment_.batch);
    return 1e6 / steps * (ms / static_cast<double>(kChunkImages) + times.updateMs / batch);
}

double Measurement::elements(ActivationKind kind) const {
    Experiment experiment = experiment_;
    experiment.activations.fill(makeActivation(kind));
    double count = 0;
    for (const Op& op : makePlan(makeNetwork(experiment), *kernels_.table).ops)
        if (hasActivation(op)) count += static_cast<double>(op.in.size / kernels::kLanes);
    return count;
}

std::vector<ActivationCost> Measurement::costs() const {
    std::vector<ActivationCost> result = costs_;
    const double others = otherNs();
    for (ActivationCost& cost : result) {
        const double own = elements(cost.kind) * (cost.forwardNs + cost.backwardNs);
        cost.stepShare = own / (others + own);
    }
    return result;
}

}  // namespace squash
