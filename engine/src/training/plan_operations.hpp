// A network's layers as operations, in the order in which they are done, before they have places for tensors.
#pragma once
#include <vector>

#include "training/plan.hpp"

namespace squash {

// Pooling stands before an activation where that saves work, and Flatten is left out where a convolution
// writes its order.
std::vector<Op> operationsOf(const Network& network, const kernels::KernelTable& table);

// Channels or units of a layer before its activation: maxout's k times its outputs.
std::size_t outputsOf(const Layer& layer);

}  // namespace squash
