// The options that make up an Experiment. Each is optional, because what is left out keeps the
// value of the default, of the --experiment file or of the loaded checkpoint.
#pragma once
#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <string>

#include "squash/io/experiment.hpp"

namespace squash::cli {

struct ModelOptions {
    std::optional<std::string> activation, network, initializer;
};

struct ExperimentOptions {
    ModelOptions model;
    std::optional<std::string> data, optimizer, pixels;
    std::optional<double> learningRate;
    std::optional<std::uint64_t> epochs, batch, limit, validationLimit, seed;
    bool noShuffle = false;
};

void addModelOptions(CLI::App& command, ModelOptions& options);
void addDataOption(CLI::App& command, std::optional<std::string>& data);
void addExperimentOptions(CLI::App& command, ExperimentOptions& options);

// Throw UsageError, naming the option.
void applyModel(const ModelOptions& options, Experiment& experiment);
void applyOptions(const ExperimentOptions& options, Experiment& experiment);

}  // namespace squash::cli
