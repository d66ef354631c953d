#include "training/advice_evidence.hpp"

#include <algorithm>
#include <utility>

#include "squash/activations/shape.hpp"
#include "training/loss.hpp"

namespace squash::advice {
namespace {

double meanLoss(const History& history, std::size_t first, std::size_t count) {
    double sum = 0;
    for (std::size_t i = first; i < first + count; ++i)
        sum += static_cast<double>(history.stepAt(i).loss);
    return sum / static_cast<double>(count);
}

bool flatAtBothEnds(const Activation& activation) {
    constexpr double far = 40;
    return std::abs(evaluate(activation, far).df) < kSaturatedSlope &&
           std::abs(evaluate(activation, -far).df) < kSaturatedSlope;
}

std::size_t firstNoNumber(const History& history) {
    std::size_t first = history.steps();
    while (first > 0 && !std::isfinite(history.stepAt(first - 1).loss)) --first;
    return first;
}

}  // namespace

Measured::Measured(const Evidence& all)
    : evidence(all),
      steps(all.history.steps()),
      firstOut(firstNoNumber(all.history)),
      chance(chanceLoss(all.network.classes())) {
    const History& history = all.history;
    const std::size_t latest = std::min(kLateSteps, (steps + 1) / 2);
    first = history.stepAt(0).loss;
    standing = meanLoss(history, steps - latest, latest);
    if (steps > kLateSteps) {
        early = meanLoss(history, 0, kEarlySteps);
        late = meanLoss(history, steps - kLateSteps, kLateSteps);
    }
    if (all.flow != nullptr && !all.flow->layers.empty()) {
        const auto& layers = all.flow->layers;
        for (const LayerFlow& layer : layers)
            if (std::isfinite(layer.updateRatio()))
                largestUpdate = std::fmax(largestUpdate, layer.updateRatio());
        if (!std::isnan(layers.front().toLast)) {  // else the last layer has no gradient at all
            const auto [low, high] = std::ranges::minmax_element(layers, {}, &LayerFlow::toLast);
            least = &*low;
            most = &*high;
        }
    }
    if (all.units != nullptr) {
        mostDead = squash::mostDead(*all.units);
        mostFlat = mostSaturated(*all.units);
    }
    const auto& epochs = history.epochs();
    if (epochs.size() < kEpochsToJudge) return;
    best = &*std::ranges::min_element(epochs, {}, &EpochRecord::validationLoss);
    last = &epochs.back();
}

const LayerUnits* Measured::flatOnBothSides(double share) const {
    if (evidence.units == nullptr) return nullptr;
    for (const LayerUnits& units : *evidence.units) {
        if (units.values == 0 || units.layer >= evidence.experiment.activations.size()) continue;
        const Activation& activation = evidence.experiment.activations[units.layer];
        if (piecesOf(activation) <= 1 && flatAtBothEnds(activation) &&
            units.saturatedShare() > share)
            return &units;
    }
    return nullptr;
}

}  // namespace squash::advice
