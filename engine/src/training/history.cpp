#include "squash/training/history.hpp"

#include <utility>

namespace squash {

void History::append(const StepPoint& point) {
    if (tail_.capacity() < kChunk) tail_.reserve(kChunk);  // a copy has what it needs and no more
    tail_.push_back(point);
    if (tail_.size() < kChunk) return;
    full_.push_back(std::make_shared<const Chunk>(std::move(tail_)));
    tail_.clear();
    tail_.reserve(kChunk);
}

void History::append(const EpochRecord& record) {
    auto longer = std::make_shared<std::vector<EpochRecord>>();
    longer->reserve(epochs().size() + 1);
    *longer = epochs();
    longer->push_back(record);
    epochs_ = std::move(longer);
}

const std::vector<EpochRecord>& History::epochs() const {
    static const std::vector<EpochRecord> none;
    return epochs_ ? *epochs_ : none;
}

StepPoint History::stepAt(std::size_t index) const {
    const std::size_t chunk = index / kChunk;
    return chunk < full_.size() ? (*full_[chunk])[index % kChunk] : tail_[index % kChunk];
}

}  // namespace squash
