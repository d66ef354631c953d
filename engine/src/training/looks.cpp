#include "training/looks.hpp"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include "core/clock.hpp"
#include "training/batch_source.hpp"

namespace squash {
namespace {

// Of the time, at most: what the diagnosis shows costs 3 % of it in all, the Lab's values 5 %. While these are
// wanted the units come from the same pass.
constexpr double kFlowShare = 0.01, kUnitsShare = 0.013, kHistogramsShare = 0.007;
constexpr double kValuesShare = 0.05;
// At least from one measured step, look at weights and gradients, or look at units to the next.
constexpr double kFlowMs = 100, kHistogramsMs = 250, kLookMs = 100;

// Whoever has the history so far keeps it.
template <class History, class... Moment>
std::shared_ptr<const History> appended(History history, Moment&&... moment) {
    history.append(std::forward<Moment>(moment)...);
    return std::make_shared<const History>(std::move(history));
}

ProbeWish probeWish(const LookWish& wish) { return {wish.values, wish.diagnose}; }

}  // namespace

void Looks::beforeStep(double now, const LookWish& wish) {
    const bool asked = flowDueMs_ == std::numeric_limits<double>::infinity();
    if (!wish.diagnose || asked || (now < flowDueMs_ && !wish.lastStep)) return;
    flowDueMs_ = std::numeric_limits<double>::infinity();  // until that step is done
    try {
        trainer_.measureFlow();
    } catch (const std::bad_alloc&) {
        flow_.reset();
        flowDueMs_ = now + kFlowMs;
    }
}

// Of the step just done, where it was one that was measured.
void Looks::afterStep(double now, const LookWish& wish) {
    const GradientFlow& flow = trainer_.flow();
    try {
        if (flow.step != 0 && flow.step == trainer_.step()) {
            const double pause = std::max(kFlowMs, flow.spentMs / kFlowShare);
            flowDueMs_ = now + pause * static_cast<double>(wish.sharers);
            flow_ = appended(flow_ ? *flow_ : FlowHistory{}, flow);
        }
        if (wish.histogramLayer && (now >= histogramsDueMs_ || wish.lastStep || !histograms_ ||
                                    histograms_->layer() != *wish.histogramLayer)) {
            const double start = steadyNowMs();
            noteHistograms(*wish.histogramLayer);
            const double end = steadyNowMs();
            histogramsDueMs_ = end + std::max(kHistogramsMs, (end - start) / kHistogramsShare);
        }
    } catch (const std::bad_alloc&) {
        flow_.reset();
        histograms_.reset();
    }
}

void Looks::noteHistograms(std::size_t layer) {
    WeightHistograms found =
        histogramsOf(trainer_.network(), layer, trainer_.parameters(), trainer_.gradients());
    found.step = trainer_.step();
    const bool same = histograms_ && histograms_->layer() == layer;
    histograms_ = appended(same ? *histograms_ : HistogramHistory(layer), found);
}

bool Looks::due(double now, const LookWish& wish) const {
    const ProbeWish wanted = probeWish(wish);
    if (wanted == ProbeWish{} || trainer_.updating()) return false;
    const bool sameWish = wish_ == wanted;
    if (step_ == trainer_.step() && sameWish) return false;
    // A look goes to its end, or training would never let one; a person's new wish ends it.
    if (probing_ && sameWish) return false;
    return !wish.playing || (now >= dueMs_ && !trainer_.validating());
}

void Looks::begin(const LookWish& wish) {
    const double start = steadyNowMs();
    const Experiment& experiment = trainer_.experiment();
    step_ = trainer_.step();
    wish_ = probeWish(wish);
    const ImageSet& set = trainer_.data().validation;
    if (!probe_)
        probe_.emplace(
            trainer_.network(), kernels_, pool_,
            pixelsOf(set, probeImages(set.size(), experiment.validationLimit, experiment.seed)),
            pixelScale(experiment.pixels));
    probe_->begin(trainer_.parameters().data(), *wish_);
    probing_ = true;
    spentMs_ = steadyNowMs() - start;
}

bool Looks::goOn(const LookWish& wish) {
    const double start = steadyNowMs();
    probing_ = probe_->work();
    const double end = steadyNowMs();
    spentMs_ += end - start;
    if (probing_) return false;
    values_ = probe_->values();
    values_.step = step_;
    if (wish_->units) {
        units_ = std::make_shared<const std::vector<LayerUnits>>(probe_->units());
        unitHistory_ = appended(unitHistory_ ? *unitHistory_ : UnitHistory{}, step_, *units_);
    }
    // Values are wanted of one run alone.
    const double share =
        wish_->values ? kValuesShare : kUnitsShare / static_cast<double>(wish.sharers);
    dueMs_ = end + std::max(kLookMs, spentMs_ / share);
    return true;
}

bool Looks::work(double now, const LookWish& wish) {
    try {
        if (due(now, wish)) begin(wish);
        return probing_ && goOn(wish);
    } catch (const std::bad_alloc&) {
        giveUp();
        return true;
    }
}

void Looks::rest() {
    probe_.reset();
    if (probing_) step_ = ~0ull;
    probing_ = false;
    flowDueMs_ = 0;  // the step that was to be measured may not come
}

// Training has its memory and goes on; there is no histogram.
void Looks::giveUp() {
    probe_.reset();
    probing_ = false;
    values_ = {};
    units_.reset();
    unitHistory_.reset();
}

}  // namespace squash
