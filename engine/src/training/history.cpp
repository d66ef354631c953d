#include "squash/training/history.hpp"

#include <utility>

namespace squash {

void History::append(const StepPoint& point) {
    tail_.push_back(point);
    if (tail_.size() < kChunk) return;
    full_.push_back(std::make_shared<const Chunk>(std::move(tail_)));
    tail_.clear();
    tail_.reserve(kChunk);
}

StepPoint History::stepAt(std::size_t index) const {
    const std::size_t chunk = index / kChunk;
    return chunk < full_.size() ? (*full_[chunk])[index % kChunk] : tail_[index % kChunk];
}

}  // namespace squash
