// What a run has shown so far: one point a step, one record an epoch. Copying a History is cheap
// however long the run: finished chunks and epochs are shared, so a snapshot can carry all of it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace squash {

struct StepPoint {
    std::uint64_t step = 0;        // counts from 1 through the whole run
    float loss = 0, accuracy = 0;  // of that batch, before its update
};

struct EpochRecord {
    std::size_t epoch = 0;          // counts from 1
    std::uint64_t step = 0;         // steps done at its end
    double loss = 0, accuracy = 0;  // means over the epoch's images, as Keras reports them
    double validationLoss = 0, validationAccuracy = 0;
    double seconds = 0;  // computing time, training and validation, pauses left out
};

class History {
public:
    static constexpr std::size_t kChunk = 1024;

    void append(const StepPoint& point);
    void append(const EpochRecord& record);

    std::size_t steps() const { return full_.size() * kChunk + tail_.size(); }
    StepPoint stepAt(std::size_t index) const;  // index < steps()
    const std::vector<EpochRecord>& epochs() const;

private:
    using Chunk = std::vector<StepPoint>;
    std::vector<std::shared_ptr<const Chunk>> full_;
    Chunk tail_;
    std::shared_ptr<const std::vector<EpochRecord>> epochs_;  // null: none yet
};

}  // namespace squash
