// What this machine was seen to need: the time of a network's layers, the cost of the activations,
// and the peak to hold them against.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "squash/activations/catalogue.hpp"

namespace squash {

struct LayerTime {
    std::string name;
    double forwardMs = 0, backwardMs = 0;  // a batch, summed over the workers
    double gflops = 0;                     // by the layer's definition, of one worker
};

struct Profile {
    std::vector<LayerTime> layers;       // all of the network's, or none: nothing was timed yet
    double lossMs = 0, optimizerMs = 0;  // a batch, summed over the workers
    LayerTime total;                     // of all of it; loss and optimizer count as backward
};

struct ActivationCost {
    const ActivationInfo* entry = nullptr;
    double forwardNs = 0, backwardNs = 0;  // an element, of one worker
    double stepShare = 0;  // 0..1 of a training step where it stands in all hidden layers
};

struct Measurements {
    double peakGflops = 0;              // multiply-adds in registers, all workers; 0: not yet
    std::vector<ActivationCost> costs;  // in the order of activationTable(); empty: not yet
    double progress = 0;                // 0..1 of what is being measured; 0: nothing is
    std::uint64_t request = 0;          // the newest Controls::measureRequest that was answered
};

}  // namespace squash
