// One experiment under training in a session, alone or as one of a race: its trainer, what is looked at in it, and
// the last weights that were good.
#pragma once
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "squash/network/learned_values.hpp"
#include "squash/training/session.hpp"
#include "squash/training/trainer.hpp"
#include "training/looks.hpp"

namespace squash {

// Where to pause; 0: nowhere.
struct StopTargets {
    std::uint64_t step = 0;
    std::size_t epoch = 0;
};

class Run {
public:
    // options.pool is borrowed. Throws what Trainer's constructor throws.
    Run(const Runner& wanted, const DatasetPtr& data, const TrainerOptions& options);

    std::uint64_t number() const { return number_; }
    const DatasetPtr& data() const { return data_; }

    // For one that is left but may be wanted back: without all that is big but the weights, their moments, the last
    // good ones, those that the next batch would have judged, and the results. wake() before anything else is asked of
    // it; both do nothing where it is so already. Whenever it rests, it keeps the weights of the same steps.
    void rest();
    void wake();

    const Trainer& trainer() const { return *trainer_; }
    const Looks& looks() const { return *looks_; }
    double flopsPerImage() const { return flopsPerImage_; }

    // Optimizer, epochs and pause, from the next step on.
    void obey(const Runner& wanted);
    void setProfile(bool on) { trainer_->setProfile(on); }

    // Works until the next event or until about budgetMs has passed.
    Progress advance(double budgetMs, const LookWish& wish);
    bool look(double now, const LookWish& wish) { return looks_->work(now, wish); }
    bool inStep() const {
        return inStep_;
    }  // the last advance() ended within one, or within a validation

    bool finished() const {
        return trainer_->history().epochs().size() >= trainer_->experiment().epochs;
    }
    bool out() const { return out_; }  // its loss is no number any more
    bool reached(const StopTargets& targets) const;
    bool stopsAfterStep(
        const StopTargets& targets) const;  // after the one that is next or under way
    // Has it anything to do?
    bool active(const StopTargets& targets) const {
        return !paused_ && !out_ && !finished() && !reached(targets);
    }

    // From now on, a copy of weights that were good is kept, a newer one now and then by the number of steps; it takes
    // three times the network's memory or so. Without: none, and those there are go.
    void keepGood(bool wanted);
    std::uint64_t goodStep() const { return stepOf(good_.state); }
    bool restoreGood();  // goes on from there; false where none are kept

    // With the initial weights; takes as long as training some 64 images.
    void measureSpread();
    const std::shared_ptr<const DepthSpread>& spread() const { return spread_; }
    // With the optimizer of the next step. Throws Error where there is no such unit; then the one before stays.
    void calculate(const UnitChoice& choice);
    const std::shared_ptr<const UnitCalculation>& unit() const { return unit_; }
    // As they are after trainer().step(), also while the trainer is within the next one's update.
    const std::vector<LearnedValue>& learned() const { return learned_; }
    const OptimizerSettings& wantedOptimizer() const { return wantedOptimizer_; }

    RunnerState state() const;

private:
    static std::uint64_t stepOf(const TrainerState& state);
    void afterStep();
    void judge();
    void copyWhereDue();
    void noteLearned();
    std::uint64_t number_;
    DatasetPtr data_;
    TrainerOptions options_;
    std::optional<Trainer> trainer_;
    std::optional<Looks> looks_;
    double flopsPerImage_ = 0;
    bool paused_ = false, out_ = false, inStep_ = false;
    struct Kept {
        TrainerState state;
        OptimizerSettings optimizer;  // whose moments the state has
    };
    Kept good_, candidate_;  // at step 0: none; the candidate's loss is not known yet
    bool keeping_ = false, judging_ = false;                      // judging: there is a candidate
    double leastLoss_ = std::numeric_limits<double>::infinity();  // of a batch so far
    OptimizerSettings wantedOptimizer_;                           // from the next step on
    std::optional<Experiment>
        restingAs_;  // whose state resting_ is, with the optimizer its moments are of
    TrainerState resting_;
    std::uint64_t nextCopy_ = 0;  // not before this step, where there is one already
    std::shared_ptr<const DepthSpread> spread_;
    std::shared_ptr<const UnitCalculation> unit_;
    std::vector<LearnedValue> learned_;
};

}  // namespace squash
