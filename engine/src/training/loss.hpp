// Softmax with sparse categorical cross-entropy taken from the logits, as Keras does it when the
// last activation is softmax: loss = log(sum_j exp(z_j)) - z_label, not clipped.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "kernels/kernel_table.hpp"

namespace squash {

struct ImageResult {
    double loss = 0;
    bool correct = false;  // the first largest logit is the label's
};

// Of one who gives every class the same probability.
inline double chanceLoss(std::size_t classes) { return std::log(static_cast<double>(classes)); }

struct LossBlock {
    std::size_t classes;
    std::size_t count;           // images in this block, <= kLanes
    const float* logits;         // [classes][kLanes]
    const std::uint8_t* labels;  // [count]; null: probabilities only
};

// dLogits: (softmax - one-hot) * scale, zero from count on.
void lossGradient(const LossBlock& block, float scale, float* dLogits);
void lossResults(const LossBlock& block, ImageResult* results);  // [count]
void softmax(const LossBlock& block, float* probabilities);      // [count][classes]

}  // namespace squash
