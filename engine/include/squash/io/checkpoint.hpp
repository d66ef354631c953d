// Checkpoints as safetensors files (https://github.com/huggingface/safetensors): the parameters in
// Keras's names, layouts and order, then `optimizer.*` tensors, and in __metadata__ the experiment
// (JSON) and the run's position, so that training goes on exactly.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "squash/io/experiment.hpp"
#include "squash/training/trainer.hpp"

namespace squash {

struct Checkpoint {
    Experiment experiment;
    TrainerState state;
    std::vector<std::string> notices;  // unknown tensors or metadata: reported, not fatal
};

std::vector<std::uint8_t> writeCheckpoint(const Experiment& experiment, const TrainerState& state);
// Throws Error naming tensor or byte: truncated, header too long, wrong shape, overlapping or
// out-of-range offsets, a tensor missing. A file with weights only (no optimizer, no metadata) is
// taken with `fallback`'s experiment and fresh moments.
Checkpoint readCheckpoint(std::span<const std::uint8_t> bytes, const std::string& name,
                          const Experiment& fallback = {});

// Writes beside the target and renames, so that a kill leaves the old file.
void saveCheckpoint(const std::string& path, const Experiment& experiment,
                    const TrainerState& state);
Checkpoint loadCheckpoint(const std::string& path, const Experiment& fallback = {});

}  // namespace squash
