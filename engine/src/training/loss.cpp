#include "training/loss.hpp"

#include <algorithm>
#include <cmath>

namespace squash {
namespace {

using kernels::kLanes;

double logit(const LossBlock& block, std::size_t c, std::size_t lane) {
    return block.logits[c * kLanes + lane];
}

struct Softmax {
    double largest, sum;  // sum of exp(z - largest)
    std::size_t best;     // first class with the largest logit
};

// Float64: ten exponentials an image cost nothing beside the layers, and the loss is exact.
Softmax reduce(const LossBlock& block, std::size_t lane) {
    Softmax result{logit(block, 0, lane), 0, 0};
    for (std::size_t c = 1; c < block.classes; ++c) {
        if (logit(block, c, lane) <= result.largest) continue;
        result.largest = logit(block, c, lane);
        result.best = c;
    }
    for (std::size_t c = 0; c < block.classes; ++c)
        result.sum += std::exp(logit(block, c, lane) - result.largest);
    return result;
}

}  // namespace

void lossGradient(const LossBlock& block, float scale, float* dLogits) {
    std::fill_n(dLogits, block.classes * kLanes, 0.0f);
    for (std::size_t lane = 0; lane < block.count; ++lane) {
        const Softmax soft = reduce(block, lane);
        for (std::size_t c = 0; c < block.classes; ++c) {
            const double p = std::exp(logit(block, c, lane) - soft.largest) / soft.sum;
            const double target = c == block.labels[lane] ? 1.0 : 0.0;
            dLogits[c * kLanes + lane] = static_cast<float>((p - target) * scale);
        }
    }
}

void lossResults(const LossBlock& block, ImageResult* results) {
    for (std::size_t lane = 0; lane < block.count; ++lane) {
        const Softmax soft = reduce(block, lane);
        const std::size_t label = block.labels[lane];
        results[lane] = {std::log(soft.sum) + soft.largest - logit(block, label, lane),
                         soft.best == label};
    }
}

void softmax(const LossBlock& block, float* probabilities) {
    for (std::size_t lane = 0; lane < block.count; ++lane) {
        const Softmax soft = reduce(block, lane);
        for (std::size_t c = 0; c < block.classes; ++c)
            probabilities[lane * block.classes + c] =
                static_cast<float>(std::exp(logit(block, c, lane) - soft.largest) / soft.sum);
    }
}

}  // namespace squash
