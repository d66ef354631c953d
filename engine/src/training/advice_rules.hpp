// What the rules of advice share, and the rules themselves: each looks at the evidence and answers only when it applies.
// The table with their names, bounds in words and presets is in advice.cpp.
#pragma once
#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>

#include "squash/training/advice.hpp"

namespace squash::advice {

// Bounds.
inline constexpr double kFlatShare = 0.5;   // of a layer's values, where f is flat on both sides
inline constexpr double kFlatToName = 0.1;  // of a layer's values: fewer are no reason
inline constexpr double kOverfitted = 1.1;  // validation loss by its lowest
inline constexpr std::size_t kEarlySteps = 20;     // of a run: their mean loss is where it began
inline constexpr std::size_t kLateSteps = 50;      // their mean is where it stands
inline constexpr std::size_t kStepsToJudge = 200;  // before a rate is called too low
inline constexpr double kRisen = 1.3;         // late loss by the first step's: the rate is too high
inline constexpr double kFallen = 0.98;       // late loss by early loss: hardly any
inline constexpr double kSmallUpdate = 1e-4;  // of the weights' size a step

// What charts and tables call a layer of the network.
std::string titleOfLayer(const Evidence& evidence, std::size_t layer);
std::size_t layerOfHidden(const Evidence& evidence, std::size_t hidden);
std::string percentText(double share);
// In plain figures: 2.31, 81,200, 613,405; with an exponent only where these would be endless.
std::string lossText(double loss);
std::string wholeText(double number);

// Of the losses a run has had.
std::optional<Finding> notFinite(const Evidence& evidence);
std::optional<Finding> rateTooHigh(const Evidence& evidence);
std::optional<Finding> rateTooLow(const Evidence& evidence);
std::optional<Finding> overfitting(const Evidence& evidence);
// Of its layers as they stand.
std::optional<Finding> vanishing(const Evidence& evidence);
std::optional<Finding> exploding(const Evidence& evidence);
std::optional<Finding> dying(const Evidence& evidence);
std::optional<Finding> saturation(const Evidence& evidence);
// Where no rule applies.
std::optional<Finding> nothingWrong(const Evidence& evidence);

}  // namespace squash::advice
