// A checkpoint with its network and the images to hold it against, as `evaluate` and `probe` begin.
#pragma once
#include <optional>
#include <string>

#include "squash/data/dataset.hpp"
#include "squash/io/checkpoint.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/training/predict.hpp"

namespace squash::cli {

struct SavedNetwork {
    Checkpoint checkpoint;
    DatasetPtr data;
    Network network;

    const Experiment& experiment() const { return checkpoint.experiment; }
    // Borrows from this.
    Model model(const KernelSet& kernels) const {
        return {network, checkpoint.state.parameters, experiment().pixels, kernels};
    }
};

// data: what the command line asked for; left out, the experiment's own. Says on stderr what it is, what the file
// holds beyond, and where the checkpoint learned from other images. Throws Error.
SavedNetwork openSaved(const std::string& file, const std::optional<std::string>& data);

}  // namespace squash::cli
