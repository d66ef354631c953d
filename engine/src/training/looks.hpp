// What a session looks at in one run beside training it: gradient flow, every unit, and one layer's values. Each
// look has its share of the time; without memory for it training goes on all the same.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "squash/training/gradient_flow.hpp"
#include "squash/training/layer_values.hpp"
#include "squash/training/trainer.hpp"
#include "squash/training/unit_history.hpp"
#include "squash/training/weight_histogram.hpp"
#include "training/probe.hpp"

namespace squash {

// For whom and how often.
struct LookWish {
    std::optional<ValuesWanted> values;
    bool diagnose = false;
    std::optional<std::size_t> histogramLayer;
    std::size_t sharers = 1;  // runs that share the time there is for looking
    bool playing = false;     // paused, a look is due as soon as it would show anything new
    bool lastStep =
        false;  // training stops after the next step: what is seen then is to be of that one
};

class Looks {
public:
    // All are borrowed and must outlive this.
    Looks(Trainer& trainer, const KernelSet& kernels, WorkerPool& pool)
        : trainer_(trainer), kernels_(kernels), pool_(pool) {}

    void beforeStep(double now, const LookWish& wish);  // the step that begins may be measured
    void afterStep(double now, const LookWish& wish);
    // Begins a look where one is due, and goes on with the one under way. True when something is new.
    bool work(double now, const LookWish& wish);
    bool underWay() const { return probing_; }
    // Gives up the look under way and all that belongs to the trainer, which may then be made anew in its place: what
    // was seen stays.
    void rest();

    const LayerValues& values() const { return values_; }
    const std::shared_ptr<const std::vector<LayerUnits>>& units() const { return units_; }
    const std::shared_ptr<const UnitHistory>& unitHistory() const { return unitHistory_; }
    const std::shared_ptr<const FlowHistory>& flow() const { return flow_; }
    const std::shared_ptr<const HistogramHistory>& histograms() const { return histograms_; }

private:
    bool due(double now, const LookWish& wish) const;
    void begin(const LookWish& wish);
    bool goOn(const LookWish& wish);
    void giveUp();
    void noteHistograms(std::size_t layer);

    Trainer& trainer_;
    const KernelSet& kernels_;
    WorkerPool& pool_;
    LayerValues values_;
    std::shared_ptr<const std::vector<LayerUnits>> units_;
    std::shared_ptr<const FlowHistory> flow_;
    std::shared_ptr<const UnitHistory> unitHistory_;
    std::shared_ptr<const HistogramHistory> histograms_;
    double flowDueMs_ = 0, histogramsDueMs_ = 0;
    std::uint64_t step_ = ~0ull;  // of the newest look, and what it is for
    std::optional<ProbeWish> wish_;
    double dueMs_ = 0;            // the next one not before, while training
    std::optional<Probe> probe_;  // of the trainer's network
    bool probing_ = false;        // a look is under way
    double spentMs_ = 0;          // what it took so far
};

}  // namespace squash
