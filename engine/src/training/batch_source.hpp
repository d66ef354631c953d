// Which images a step takes: the order of an epoch, and a batch's pointers into the data set.
#pragma once
#include <algorithm>
#include <numeric>
#include <vector>

#include "squash/core/random.hpp"
#include "squash/data/dataset.hpp"
#include "squash/io/experiment.hpp"
#include "training/executor.hpp"

namespace squash {

inline float pixelScale(Pixels pixels) { return pixels == Pixels::Unit ? 1.0f / 255.0f : 1.0f; }

inline std::size_t limited(std::size_t size, std::size_t limit) {
    return limit == 0 ? size : std::min(size, limit);
}

class BatchSource {
public:
    BatchSource(std::size_t capacity, float scale) : scale_(scale) {
        images_.reserve(capacity);
        labels_.reserve(capacity);
    }

    // The order of one epoch depends on seed and epoch only, so a run can be taken up anywhere.
    void orderEpoch(const Experiment& experiment, std::size_t count, std::size_t epoch) {
        order_.resize(count);
        std::iota(order_.begin(), order_.end(), 0u);
        if (!experiment.shuffle) return;
        Generator generator = makeGenerator(Stream::BatchOrder, experiment.seed, epoch);
        shuffle(order_, generator);
    }

    // draw: seeds what is random in this step.
    void takeOrdered(const ImageSet& set, std::size_t first, std::size_t count,
                     std::uint32_t draw) {
        clear();
        draw_ = draw;
        for (std::size_t i = first; i < first + count; ++i) add(set, order_[i]);
    }

    void takeFirst(const ImageSet& set, std::size_t count) {
        clear();
        for (std::size_t i = 0; i < count; ++i) add(set, i);
    }

    Batch batch() const { return {images_, labels_, scale_, draw_}; }

private:
    void clear() {
        images_.clear();
        labels_.clear();
    }
    void add(const ImageSet& set, std::size_t index) {
        images_.push_back(set.image(index).data());
        labels_.push_back(set.labels[index]);
    }

    float scale_;
    std::uint32_t draw_ = 0;
    std::vector<std::uint32_t> order_;
    std::vector<const std::uint8_t*> images_;
    std::vector<std::uint8_t> labels_;
};

}  // namespace squash
