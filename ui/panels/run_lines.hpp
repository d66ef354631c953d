// The history of a run as lines for the charts, grown from snapshot to snapshot: every batch, the same smoothed,
// the means of the epochs, and validation; over epochs, steps, or seconds of the run's own computing.
#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "squash/training/session.hpp"
#include "ui/plot/plot.hpp"

namespace squash::ui {

inline constexpr Range kNoValues{std::numeric_limits<double>::infinity(),
                                 -std::numeric_limits<double>::infinity()};

enum class RunAxis { Epochs, Steps, Seconds };

class RunLines {
public:
    // What decides the lines: another run, axis or smoothing begins them anew.
    struct Choice {
        std::uint64_t run = 0, restored = 0;  // a restored run has another past
        RunAxis axis = RunAxis::Epochs;
        double smoothing = 0;  // 0: none; else the weight of what was before, below 1
        bool operator==(const Choice&) const = default;
    };
    void follow(const RunnerState& run, const Choice& choice);

    const std::vector<PlotPoint>& batches(bool accuracy) const { return batches_[accuracy]; }
    // Exponential moving means of the batches, without the pull of the start (Adam's bias correction).
    const std::vector<PlotPoint>& smoothed(bool accuracy) const {
        return choice_.smoothing > 0 ? smoothed_[accuracy] : batches_[accuracy];
    }
    const std::vector<PlotPoint>& training(bool accuracy) const { return training_[accuracy]; }
    const std::vector<PlotPoint>& validation(bool accuracy) const { return validation_[accuracy]; }
    // Over every batch that is a number; kNoValues before there is any.
    const Range& batchRange(bool accuracy) const { return batchRange_[accuracy]; }
    double last() const { return batches_[0].empty() ? 0 : batches_[0].back().x; }

private:
    void clear();
    void addBatch(const StepPoint& point, double x);
    double secondsAt(const RunnerState& run, std::uint64_t step);
    double at(const RunnerState& run, std::uint64_t step);

    Choice choice_;
    std::array<std::vector<PlotPoint>, 2> batches_, smoothed_, training_,
        validation_;                 // loss, accuracy
    std::array<double, 2> means_{};  // not corrected yet
    std::size_t epoch_ = 0;          // of the step last asked for, and the seconds at its start
    double epochStart_ = 0, endsAt_ = 0;  // endsAt_: of the epochs in training_
    double weight_ = 0;                   // of all batches in them
    std::array<Range, 2> batchRange_{kNoValues, kNoValues};
};

// What shows a line well: its extremes, but without the few wild values of the first batches.
Range usualRange(const std::vector<PlotPoint>& points);

// What Fit shows of them: the whole, but of a loss whose start would press all the rest flat.
Range fitRange(const RunLines& lines, bool accuracy, bool log);

}  // namespace squash::ui
