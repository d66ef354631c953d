// `squash summary`: the network's table, as Keras prints it.
#include "command.hpp"
#include "experiment_options.hpp"
#include "output.hpp"
#include "squash/network/network.hpp"

namespace squash::cli {
namespace {

struct Options {
    ModelOptions model;
    bool json = false;
};

Json shapeOf(const Shape& shape) {
    if (shape.flat) return Json::array({shape.channels});
    return Json::array({shape.height, shape.width, shape.channels});
}

Json describe(const Network& network) {
    Json layers = Json::array();
    for (const Layer& layer : network.layers())
        layers.push_back({{"name", layer.name},
                          {"type", layer.type},
                          {"output", shapeOf(layer.output)},
                          {"parameters", layer.parameterCount}});
    return {{"layers", layers}, {"parameters", network.parameterCount()}};
}

int summary(const Options& options) {
    Experiment experiment;
    applyModel(options.model, experiment);
    const Network network = makeNetwork(experiment);
    if (options.json)
        printJson(describe(network));
    else
        printText(summaryText(network, toText(experiment.network)));
    return 0;
}

}  // namespace

void addSummary(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand("summary", "Show the network's layers and parameters");
    auto options = std::make_shared<Options>();
    addModelOptions(*command, options->model);
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "Examples:\n"
        "  squash summary\n"
        "  squash summary --activation relu+tanh+elu+silu --json");
    command->callback([options, &work] { work = [options] { return summary(*options); }; });
}

}  // namespace squash::cli
