#include "experiment_options.hpp"

#include "errors.hpp"

namespace squash::cli {
namespace {

Pixels readPixels(const std::string& text) {
    if (text == "0..255") return Pixels::Raw;
    if (text == "0..1") return Pixels::Unit;
    throw UsageError("cannot use '" + text + "'", "--pixels", "0..255 or 0..1");
}

template <class From, class To>
void take(const std::optional<From>& given, To& value) {
    if (given) value = static_cast<To>(*given);
}

}  // namespace

void addModelOptions(CLI::App& command, ModelOptions& options) {
    command
        .add_option("--activation", options.activation,
                    "One for all hidden layers, or one for each joined by + (default relu)")
        ->type_name("NAME");
    command
        .add_option("--network", options.network, "lenet5 (default) or dense(depth=10,width=64)")
        ->type_name("NAME");
    command
        .add_option("--initializer", options.initializer,
                    "Initial weights: one for all layers, or one for each joined by + (default "
                    "glorot_uniform)")
        ->type_name("NAME");
}

void addDataOption(CLI::App& command, std::optional<std::string>& data) {
    command
        .add_option("--data", data,
                    "A folder with CIFAR-10's six .bin files, or shapes for the generated set "
                    "(default CIFAR10_DIR, else shapes)")
        ->type_name("DIR|shapes");
}

void addExperimentOptions(CLI::App& command, ExperimentOptions& options) {
    addDataOption(command, options.data);
    addCount(command, "--epochs", options.epochs, "Epochs in total (default 10)");
    addCount(command, "--batch", options.batch, "Images a step (default 256)", 1);
    addModelOptions(command, options.model);
    command
        .add_option("--optimizer", options.optimizer, "adam, sgd(momentum=0.9), ... (default adam)")
        ->type_name("NAME");
    command.add_option("--learning-rate", options.learningRate, "Overrides the optimizer's own")
        ->type_name("X");
    command.add_option("--pixels", options.pixels, "0..255 as they come (default) or 0..1")
        ->type_name("RANGE");
    addCount(command, "--limit", options.limit, "First N training images; 0: all (default)");
    addCount(command, "--validation-limit", options.validationLimit,
             "First N validation images; 0: all (default)");
    command.add_flag("--no-shuffle", options.noShuffle, "Take the images in the file's order");
    addCount(command, "--seed", options.seed, "Of weights and order (default 1)");
}

void applyModel(const ModelOptions& options, Experiment& experiment) {
    if (options.network)
        experiment.network =
            readOption("--network", [&] { return parseArchitecture(*options.network); });
    fitLayers(experiment);
    if (options.activation)
        experiment.activations = readOption("--activation", [&] {
            return parseActivations(*options.activation, hiddenLayers(experiment.network));
        });
    if (options.initializer)
        experiment.initializers = readOption("--initializer", [&] {
            return parseInitializers(*options.initializer, weightLayers(experiment.network));
        });
}

void applyOptions(const ExperimentOptions& options, Experiment& experiment) {
    applyModel(options.model, experiment);
    if (options.optimizer)
        experiment.optimizer =
            readOption("--optimizer", [&] { return parseOptimizer(*options.optimizer); });
    take(options.learningRate, experiment.optimizer.learningRate);
    if (options.pixels) experiment.pixels = readPixels(*options.pixels);
    take(options.data, experiment.data);
    take(options.epochs, experiment.epochs);
    take(options.batch, experiment.batch);
    take(options.limit, experiment.limit);
    take(options.validationLimit, experiment.validationLimit);
    take(options.seed, experiment.seed);
    if (options.noShuffle) experiment.shuffle = false;
    readOption("command line", [&] { validate(experiment); });
}

}  // namespace squash::cli
