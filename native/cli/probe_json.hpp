// A diagnosis as the JSON of `squash probe --json`.
#pragma once
#include "output.hpp"
#include "squash/network/network.hpp"
#include "squash/training/diagnosis.hpp"

namespace squash::cli {

// {"layers":[{"name","activation","units","deadShare","saturatedShare","gradientRms","weightRms",
//   "preactivationGradientRms","gradientToLast"}...]}: the layers with an activation, in order.
Json probeJson(const Network& network, const Diagnosis& diagnosis);

}  // namespace squash::cli
