// `squash probe`: saturated values, dead units and gradient flow of a checkpoint, layer by layer.
#include <fmt/format.h>

#include <cmath>

#include "command.hpp"
#include "errors.hpp"
#include "experiment_options.hpp"
#include "machine_options.hpp"
#include "output.hpp"
#include "probe_json.hpp"
#include "saved_network.hpp"
#include "squash/training/diagnosis.hpp"

namespace squash::cli {
namespace {

struct Options {
    std::string load;
    std::optional<std::string> data;
    std::optional<std::uint64_t> images;
    MachineOptions machine;
    bool json = false;
};

std::string shareText(const Json& share) {
    return share.is_null() ? "-" : fmt::format("{:.1f} %", 100 * share.get<double>());
}

std::string numberText(const Json& number) {
    return number.is_null() ? "-" : fmt::format("{:.3g}", number.get<double>());
}

std::string toTable(const Json& probe, std::size_t images, const Dataset& data) {
    auto text = fmt::format(
        "{} validation images of {}\n{:<12} {:<14} {:>6} {:>9} {:>10} {:>10} {:>10} {:>10} {:>9}\n",
        images, data.name, "layer", "activation", "units", "dead", "saturated", "dL/dz", "dL/dW",
        "weights", "to last");
    for (const Json& layer : probe["layers"])
        text += fmt::format(
            "{:<12} {:<14} {:>6} {:>9} {:>10} {:>10} {:>10} {:>10} {:>9}\n",
            layer["name"].get<std::string>(), layer["activation"].get<std::string>().substr(0, 14),
            layer["units"].get<std::size_t>(), shareText(layer["deadShare"]),
            shareText(layer["saturatedShare"]), numberText(layer["preactivationGradientRms"]),
            numberText(layer["gradientRms"]), numberText(layer["weightRms"]),
            numberText(layer["gradientToLast"]));
    return text;
}

int probeCheckpoint(const Options& options) {
    Machine machine(options.machine);
    const SavedNetwork saved = openSaved(options.load, options.data);
    ProbeChoice choice{saved.experiment().seed, saved.experiment().validationLimit, kProbeImages};
    if (options.images) choice.images = static_cast<std::size_t>(*options.images);
    const Diagnosis diagnosis =
        diagnose(saved.model(machine.kernels), machine.pool, saved.data->validation, choice);
    const Json json = probeJson(saved.network, diagnosis);
    if (options.json)
        printJson(json);
    else
        printText(toTable(json, diagnosis.images, *saved.data));
    return kSuccess;
}

}  // namespace

void addProbe(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand(
        "probe", "Saturated values, dead units and gradient flow of a checkpoint");
    auto options = std::make_shared<Options>();
    command->add_option("--load", options->load, "A checkpoint")->required()->type_name("FILE");
    addDataOption(*command, options->data);
    addCount(*command, "--images", options->images,
             "Validation images, drawn by the experiment's seed (default 256)", 1);
    addMachineOptions(*command, options->machine);
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "A value is saturated where |f'| < 0.05; a unit is dead where f' is 0 for every image and "
        "position.\n"
        "dL/dz, dL/dW and the weights are root mean squares, L the mean loss of the images; \"to "
        "last\" is\n"
        "dL/dz by that of the last layer, the one with softmax.\n"
        "Examples:\n"
        "  squash probe --load relu.safetensors\n"
        "  squash probe --load relu.safetensors --images 1000 --json");
    command->callback([options, &work] { work = [options] { return probeCheckpoint(*options); }; });
}

}  // namespace squash::cli
