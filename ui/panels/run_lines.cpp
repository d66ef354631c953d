#include "ui/panels/run_lines.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

bool usable(const EpochRecord& record) { return std::isfinite(record.validationLoss); }

// A start that takes more than this times the room of all the rest is left out.
constexpr double kWildStart = 4;

Range including(const Range& range, double value) {
    if (!std::isfinite(value)) return range;
    return {std::min(range.low, value), std::max(range.high, value)};
}

// Of the epochs' means and validation, from the skip-th on, and what `range` holds already.
Range withEpochs(Range range, const RunLines& lines, bool accuracy, std::size_t skip) {
    for (const auto* line : {&lines.training(accuracy), &lines.validation(accuracy)})
        for (std::size_t i = line->size() > 3 ? skip : 0; i < line->size(); ++i)
            range = including(range, (*line)[i].y);
    return range;
}

Range shownRange(const RunLines& lines, bool accuracy) {
    const Range whole = withEpochs(lines.batchRange(accuracy), lines, accuracy, 0);
    if (!(whole.high >= whole.low)) return {0, 1};
    // The first epoch's mean carries the wild start; with a few more it need not set the scale.
    const Range rest = withEpochs(usualRange(lines.batches(accuracy)), lines, accuracy, 1);
    const bool wild = !accuracy && whole.span() > kWildStart * rest.span();
    return wild ? rest : whole;
}

}  // namespace

void RunLines::clear() {
    for (auto* lines : {&batches_, &smoothed_, &training_, &validation_})
        for (auto& line : *lines) line.clear();
    batchRange_.fill(kNoValues);
    means_.fill(0);
    weight_ = 0;
    epoch_ = 0;
    epochStart_ = endsAt_ = 0;
}

// Known at the ends of epochs and now; in between a step takes as long as its neighbours. Steps are asked for in
// ascending order.
double RunLines::secondsAt(const RunnerState& run, std::uint64_t step) {
    const auto& epochs = run.history.epochs();
    while (epoch_ < epochs.size() && step > epochs[epoch_].step)
        epochStart_ += epochs[epoch_++].seconds;
    const PlotPoint before{epoch_ == 0 ? 0.0 : static_cast<double>(epochs[epoch_ - 1].step),
                           epochStart_};
    const PlotPoint after =
        epoch_ < epochs.size()
            ? PlotPoint{static_cast<double>(epochs[epoch_].step),
                        epochStart_ + epochs[epoch_].seconds}
            : PlotPoint{static_cast<double>(run.step), std::max(run.seconds, epochStart_)};
    const double share = (static_cast<double>(step) - before.x) / (after.x - before.x);
    return std::lerp(before.y, after.y, share);
}

double RunLines::at(const RunnerState& run, std::uint64_t step) {
    if (choice_.axis == RunAxis::Steps) return static_cast<double>(step);
    // What is drawn stays: the running epoch's pace may change later.
    if (choice_.axis == RunAxis::Seconds)
        return batches_[0].empty() ? secondsAt(run, step)
                                   : std::max(batches_[0].back().x, secondsAt(run, step));
    return static_cast<double>(step) /
           static_cast<double>(std::max<std::size_t>(1, run.stepsPerEpoch));
}

void RunLines::addBatch(const StepPoint& point, double x) {
    const double keep = choice_.smoothing;
    const bool counts = std::isfinite(point.loss);
    if (counts) weight_ = keep * weight_ + (1 - keep);
    const std::array<double, 2> values{point.loss, point.accuracy};
    for (std::size_t i = 0; i < values.size(); ++i) {
        batches_[i].push_back({x, values[i]});
        batchRange_[i] = including(batchRange_[i], values[i]);
        if (counts) means_[i] = keep * means_[i] + (1 - keep) * values[i];
        if (keep > 0) smoothed_[i].push_back({x, counts ? means_[i] / weight_ : values[i]});
    }
}

void RunLines::follow(const RunnerState& run, const Choice& choice) {
    const History& history = run.history;
    if (!(choice == choice_) || history.steps() < batches_[0].size() ||
        history.epochs().size() < training_[0].size())
        clear();
    choice_ = choice;
    for (std::size_t i = batches_[0].size(); i < history.steps(); ++i) {
        const StepPoint point = history.stepAt(i);
        addBatch(point, at(run, point.step));
    }
    for (std::size_t i = training_[0].size(); i < history.epochs().size(); ++i) {
        const EpochRecord& record = history.epochs()[i];
        endsAt_ += record.seconds;
        const double x = choice_.axis == RunAxis::Epochs    ? static_cast<double>(record.epoch)
                         : choice_.axis == RunAxis::Seconds ? endsAt_
                                                            : static_cast<double>(record.step);
        training_[0].push_back({x, record.loss});
        training_[1].push_back({x, record.accuracy});
        if (!usable(record)) continue;
        validation_[0].push_back({x, record.validationLoss});
        validation_[1].push_back({x, record.validationAccuracy});
    }
}

Range usualRange(const std::vector<PlotPoint>& points) {
    // Some two thousand of them say enough.
    std::vector<double> values;
    const std::size_t stride = std::max<std::size_t>(1, points.size() / 2000);
    for (std::size_t i = 0; i < points.size(); i += stride)
        if (std::isfinite(points[i].y)) values.push_back(points[i].y);
    if (values.empty()) return {0, 1};
    std::sort(values.begin(), values.end());
    const std::size_t last = values.size() - 1;
    return {values.front(), values[last - std::min(last, values.size() / 8)]};
}

Range fitRange(const RunLines& lines, bool accuracy, bool log) {
    const Range range = shownRange(lines, accuracy);
    if (accuracy)
        return {std::max(0.0, padded(range, 0.08).low), std::min(1.02, padded(range, 0.08).high)};
    const Range wide = padded(range, 0.06);
    // On a logarithmic axis the low end has to stay above zero.
    return {log ? std::max(wide.low, range.low * 0.8) : std::max(0.0, wide.low), wide.high};
}

}  // namespace squash::ui
