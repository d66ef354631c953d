// Forward passes without training: probabilities, and loss and accuracy over a set of images.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "squash/core/worker_pool.hpp"
#include "squash/data/dataset.hpp"
#include "squash/io/experiment.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/network/network.hpp"

namespace squash {

using Probabilities = std::array<float, kClasses>;

struct Model {  // what a forward pass needs; borrowed
    const Network& network;
    std::span<const float> parameters;  // network.flatSize() floats
    Pixels pixels = Pixels::Raw;
    KernelSet kernels;
};

// images: each kImageBytes long, [channel][row][column]. An answer an image, in their order; none for
// none.
std::vector<Probabilities> predict(const Model& model, WorkerPool& pool,
                                   std::span<const std::uint8_t* const> images);

struct Evaluation {
    double loss = 0, accuracy = 0;  // loss from the logits
    std::size_t images = 0;
    std::array<double, kClasses> perClass{};  // accuracy among the images of each class; NaN: none
};
// Of the first `limit` images (0, or more than there are: all). Throws Error when there is none: a
// mean of nothing is no number.
Evaluation evaluateModel(const Model& model, WorkerPool& pool, const ImageSet& images,
                         std::size_t limit = 0);

}  // namespace squash
