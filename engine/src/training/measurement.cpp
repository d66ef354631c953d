#include "training/measurement.hpp"

#include <algorithm>

#include "core/clock.hpp"
#include "training/machine_peak.hpp"
#include "training/usual_time.hpp"

namespace squash {
namespace {

constexpr double kNearlyDone = 0.999;  // of the progress, until all is measured
// Together half of 3 s, so that it is below that where frames take half of the time.
constexpr double kAllMs = 1500, kPeakMs = 100, kStepMs = 150;
constexpr std::size_t kFewestSamples = 3;

}  // namespace

Measurement::Measurement(Extent extent, const Experiment& experiment, const KernelSet& kernels,
                         WorkerPool& pool)
    : extent_(extent), experiment_(experiment), kernels_(kernels), pool_(pool) {
    const auto nothing = [] {};
    const auto peak = [this] { peak_ = std::max(peak_, peakRun(kernels_, pool_)); };
    jobs_.push_back({kPeakMs, nothing, peak, nothing});
    if (extent == Extent::Peak) return;
    addStep();
    for (const ActivationInfo& each : activationTable()) addActivation(each);
}

void Measurement::addStep() {
    const auto begin = [this] {
        step_ = std::make_unique<StepBench>(experiment_, *kernels_.table, kChunkImages);
    };
    const auto end = [this] { activation_ = std::make_unique<ActivationBench>(*kernels_.table); };
    jobs_.push_back({kStepMs, begin, [this] { passOnce(); }, end});
}

void Measurement::addActivation(const ActivationInfo& entry) {
    const auto begin = [this, &entry] { activation_->start(makeActivation(entry)); };
    const auto end = [this, &entry] {
        costs_.push_back({&entry, activation_->forwardNs(), activation_->backwardNs(), 0});
    };
    const double share =
        (kAllMs - kPeakMs - kStepMs) / static_cast<double>(activationTable().size());
    jobs_.push_back({share, begin, [this] { activation_->sample(); }, end});
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
    if (done()) return 1;
    // The last sample may take longer than planned, and is not over yet.
    return std::min((past + std::min(spentMs_, jobs_[at_].ms)) / all, kNearlyDone);
}

void Measurement::passOnce() {
    const auto layersMs = [this] {
        const OpTimes& times = step_->times();
        double ms = times.lossMs;
        for (std::size_t i = 0; i < step_->plan().ops.size(); ++i)
            if (!isActivation(step_->plan().ops[i])) ms += times.forwardMs[i] + times.backwardMs[i];
        return ms;
    };
    const double layers = layersMs(), updates = step_->times().updateMs;
    const std::size_t steps = step_->steps();
    step_->pass();
    if (step_->steps() == steps) return;  // it warmed up
    layersMs_.push_back(layersMs() - layers);
    updatesMs_.push_back(step_->times().updateMs - updates);
}

// The optimizer works once a batch, everything else once an image.
double Measurement::otherNs() const {
    const auto batch = static_cast<double>(experiment_.batch);
    return 1e6 *
           (usualMs(layersMs_) / static_cast<double>(kChunkImages) + usualMs(updatesMs_) / batch);
}

Measurement::Uses Measurement::uses(const ActivationInfo& entry) const {
    Experiment experiment = experiment_;
    std::ranges::fill(experiment.activations, makeActivation(entry));
    Uses uses;
    for (const Op& op : makePlan(makeNetwork(experiment), *kernels_.table).ops) {
        if (!isActivation(op)) continue;
        const auto values = static_cast<double>(op.in.size / kernels::kLanes);
        uses.forward += op.extremaPool >= 0 ? 2 * values : values;  // at both extrema
        uses.backward += values;
    }
    return uses;
}

std::vector<ActivationCost> Measurement::costs() const {
    std::vector<ActivationCost> result = costs_;
    const double others = otherNs();
    for (ActivationCost& cost : result) {
        const Uses counts = uses(*cost.entry);
        const double own = counts.forward * cost.forwardNs + counts.backward * cost.backwardNs;
        cost.stepShare = own / (others + own);
    }
    return result;
}

}  // namespace squash
