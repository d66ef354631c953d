// Checkpoints as safetensors files (https://github.com/huggingface/safetensors): the parameters in
// Keras's names, layouts and order, then `optimizer.*` tensors, and in __metadata__ the experiment
// (JSON), the images' name and classes and the run's position, so that training goes on exactly.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "squash/data/dataset.hpp"
#include "squash/io/experiment.hpp"
#include "squash/training/trainer.hpp"

namespace squash {

// What a run learned from, so that its classes keep their names wherever the file is taken.
struct TrainedOn {
    std::string name;  // Dataset::name
    bool generated = false;
    std::array<std::string, kClasses> classNames;  // in label order
    bool operator==(const TrainedOn&) const = default;
};
TrainedOn trainedOn(const Dataset& data);

struct Checkpoint {
    Experiment experiment;
    TrainerState state;
    std::optional<TrainedOn> data;     // files of other programs do not say
    std::vector<std::string> notices;  // unknown tensors or metadata: reported, not fatal
};

std::vector<std::uint8_t> writeCheckpoint(const Experiment& experiment, const TrainerState& state,
                                          const std::optional<TrainedOn>& data = {});
// Throws Error naming tensor or byte: truncated, header too long, wrong shape, overlapping or
// out-of-range offsets, a tensor missing. A file with weights only (no optimizer, no metadata) is
// taken with `fallback`'s experiment and fresh moments.
Checkpoint readCheckpoint(std::span<const std::uint8_t> bytes, const std::string& name,
                          const Experiment& fallback = {});

// Writes beside the target and renames, so that a kill leaves the old file.
void saveCheckpoint(const std::string& path, const Experiment& experiment,
                    const TrainerState& state, const std::optional<TrainedOn>& data = {});
Checkpoint loadCheckpoint(const std::string& path, const Experiment& fallback = {});

}  // namespace squash
