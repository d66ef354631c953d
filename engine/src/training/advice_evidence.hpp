// What the rules of advice compare with their bounds, worked out of the evidence once.
#pragma once
#include <cmath>
#include <cstddef>

#include "squash/training/advice.hpp"

namespace squash::advice {

inline constexpr std::size_t kEarlySteps = 20;  // of a run: their mean loss is where it began
inline constexpr std::size_t kLateSteps = 50;   // their mean is where it stands

inline constexpr std::size_t kEpochsToJudge =
    3;  // at least, before the validation loss is compared with its lowest

// Losses that are not there yet are NaN, and so compare as false.
struct Measured {
    explicit Measured(const Evidence& evidence);

    const Evidence& evidence;
    std::size_t steps;
    std::size_t
        firstOut;  // index of the first step of those at the end whose losses are no numbers; none: steps
    double chance;  // the loss of guessing
    double first;   // of the first step
    double early = std::nan(""),
           late = std::nan("");  // means; late: of the last kLateSteps, where there are more
    double standing;             // the same of a run that has just begun: of its later half
    // By dL/dz beside the last layer's; null where that is not known.
    const LayerFlow *least = nullptr, *most = nullptr;
    double largestUpdate =
        std::nan("");  // of a layer's weights, of their size; NaN: all of them are 0
    const LayerUnits *mostDead = nullptr, *mostFlat = nullptr;  // null: not looked at
    const EpochRecord *best = nullptr,
                      *last = nullptr;  // by validation loss; null before kEpochsToJudge are done

    // The first layer whose function is flat on both sides, with more than this share of its inputs there.
    const LayerUnits* flatOnBothSides(double share) const;
};

}  // namespace squash::advice
