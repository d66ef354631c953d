// What is said when a rule of advice applies, and what would help: words, reason and remedy. When it applies, and with
// which bounds, stands in the table of advice.cpp; which of several remedies fits is decided here.
#pragma once
#include <fmt/format.h>

#include <cstddef>
#include <string>

#include "training/advice_evidence.hpp"

namespace squash::advice {

// What charts and tables call a layer of the network.
std::string titleOfLayer(const Evidence& evidence, std::size_t layer);
std::size_t layerOfHidden(const Evidence& evidence, std::size_t hidden);
std::string percentText(double share);
// In plain figures: 2.31, 81,200, 613,405; with an exponent only where these would be endless.
std::string lossText(double loss);
std::string wholeText(double number);

// Each asks for evidence to which its rule applies. Rule and severity are the table's.
// Of the losses a run has had.
Finding notFinite(const Measured& measured);
Finding rateTooHigh(const Measured& measured);
Finding rateTooLow(const Measured& measured);
Finding overfitting(const Measured& measured);
// Of its layers as they stand.
Finding vanishing(const Measured& measured, double flatToName);  // the share that is a reason
Finding exploding(const Measured& measured);
Finding dying(const Measured& measured);
Finding saturation(const Measured& measured, const LayerUnits& units);
// Where no rule applies.
Finding nothingLearnt(const Measured& measured);
Finding nothingWrong(const Measured& measured, double flatToName);

}  // namespace squash::advice
