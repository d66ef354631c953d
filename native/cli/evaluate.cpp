// `squash evaluate`: loss and accuracy of a checkpoint on the validation images.
#include <fmt/format.h>

#include "command.hpp"
#include "errors.hpp"
#include "experiment_options.hpp"
#include "machine_options.hpp"
#include "output.hpp"
#include "saved_network.hpp"
#include "squash/training/predict.hpp"

namespace squash::cli {
namespace {

struct Options {
    std::string load;
    std::optional<std::string> data;
    std::optional<std::uint64_t> validationLimit;
    MachineOptions machine;
    bool json = false;
};

Json toJson(const Evaluation& evaluation, const Dataset& data) {
    return {{"loss", evaluation.loss},
            {"accuracy", evaluation.accuracy},
            {"images", evaluation.images},
            {"perClass", evaluation.perClass},
            {"data", data.name}};
}

std::string toTable(const Evaluation& evaluation, const Dataset& data) {
    auto text =
        fmt::format("{} images - loss: {:.4f} - accuracy: {:.4f}\n", grouped(evaluation.images),
                    unsignedNan(evaluation.loss), evaluation.accuracy);
    for (std::size_t i = 0; i < kClasses; ++i)
        text += fmt::format("  {:<20} {:.4f}\n", data.classNames[i],
                            unsignedNan(evaluation.perClass[i]));
    return text;
}

int evaluateCheckpoint(const Options& options) {
    Machine machine(options.machine);
    const SavedNetwork saved = openSaved(options.load, options.data);
    const std::size_t limit = options.validationLimit.value_or(saved.experiment().validationLimit);
    const Evaluation evaluation =
        evaluateModel(saved.model(machine.kernels), machine.pool, saved.data->validation, limit);
    if (options.json)
        printJson(toJson(evaluation, *saved.data));
    else
        printText(toTable(evaluation, *saved.data));
    return kSuccess;
}

}  // namespace

void addEvaluate(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand("evaluate", "Loss and accuracy on the validation images");
    auto options = std::make_shared<Options>();
    command->add_option("--load", options->load, "A checkpoint")->required()->type_name("FILE");
    addDataOption(*command, options->data);
    addCount(*command, "--validation-limit", options->validationLimit,
             "First N validation images; 0: all (default: as it was trained)");
    addMachineOptions(*command, options->machine);
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "Examples:\n"
        "  squash evaluate --load relu.safetensors\n"
        "  squash evaluate --load relu.safetensors --data shapes --json");
    command->callback(
        [options, &work] { work = [options] { return evaluateCheckpoint(*options); }; });
}

}  // namespace squash::cli
