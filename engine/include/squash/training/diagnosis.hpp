// How a network with given weights stands: what its activations are given and how gradients go back, over a
// fixed probe of validation images. The same numbers that a session shows, of the probe instead of a mini-batch.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "squash/core/worker_pool.hpp"
#include "squash/data/dataset.hpp"
#include "squash/training/depth_spread.hpp"
#include "squash/training/gradient_flow.hpp"
#include "squash/training/layer_values.hpp"
#include "squash/training/predict.hpp"

namespace squash {

struct Diagnosis {
    std::size_t images = 0;
    std::vector<LayerUnits> units;  // of the layers with an activation, in order
    GradientFlow flow;              // of the probe's mean loss; no update
    DepthSpread spread;
};

struct ProbeChoice {
    std::uint64_t seed = 1;
    std::size_t limit = 0;              // among the first `limit` images of the set; 0: all
    std::size_t images = kProbeImages;  // at most
};

// Throws Error when the set has no image.
Diagnosis diagnose(const Model& model, WorkerPool& pool, const ImageSet& set,
                   const ProbeChoice& choice);
// The spread alone, for less work: one pass forward and one of training.
DepthSpread depthSpread(const Model& model, WorkerPool& pool, const ImageSet& set,
                        const ProbeChoice& choice);

}  // namespace squash
