// `squash bench`: how fast this machine trains and predicts, and how near to its peak.
#include <fmt/format.h>

#include <cstdlib>

#include "command.hpp"
#include "errors.hpp"
#include "experiment_options.hpp"
#include "machine_options.hpp"
#include "output.hpp"
#include "squash/training/benchmark.hpp"

namespace squash::cli {
namespace {

struct Options {
    MachineOptions machine;
    ExperimentOptions experiment;  // only what changes the work of a step
    double seconds = 3;
    bool json = false;
};

Json toJson(const Rate& rate) {
    return {{"imagesPerSecond", rate.imagesPerSecond}, {"gflops", rate.gflops}};
}

Json toJson(const BenchmarkResult& result, const Experiment& experiment) {
    Json layers = Json::array();
    for (const LayerTime& layer : result.layers)
        layers.push_back({{"name", layer.name},
                          {"forwardMs", layer.forwardMs},
                          {"backwardMs", layer.backwardMs},
                          {"gflops", layer.gflops}});
    return {{"train", toJson(result.train)},
            {"predict", toJson(result.predict)},
            {"fmaPeakGflops", result.fmaPeakGflops},
            {"layers", layers},
            {"threads", result.threads},
            {"isa", result.isa},
            {"batch", experiment.batch},
            {"activation", toText(std::span(experiment.activations))}};
}

std::string rateLine(const char* name, const Rate& rate, double peak) {
    return fmt::format("{:<8} {:>9} images/s  {:>8.1f} GFLOP/s  {:>4.0f}% of the peak\n", name,
                       grouped(static_cast<std::uint64_t>(rate.imagesPerSecond)), rate.gflops,
                       peak > 0 ? 100 * rate.gflops / peak : 0);
}

std::string toTable(const BenchmarkResult& result, const Experiment& experiment) {
    auto text = fmt::format("{}, {} {}, {}, batches of {}; multiply-add peak {:.1f} GFLOP/s\n",
                            result.isa, result.threads, result.threads == 1 ? "thread" : "threads",
                            toText(std::span(experiment.activations)), experiment.batch,
                            result.fmaPeakGflops);
    text += rateLine("train", result.train, result.fmaPeakGflops);
    text += rateLine("predict", result.predict, result.fmaPeakGflops);
    text += fmt::format("\n{:<18} {:>12} {:>12} {:>10}\n", "layer (one thread)", "forward ms",
                        "backward ms", "GFLOP/s");
    for (const LayerTime& layer : result.layers)
        text += fmt::format("{:<18} {:>12.2f} {:>12.2f} {:>10.1f}\n", layer.name, layer.forwardMs,
                            layer.backwardMs, layer.gflops);
    return text +
           "\nMilliseconds of a batch. GFLOP/s count what the layers' definitions need; minimal\n"
           "filtering needs less, so they may exceed the peak. While other programs run, all is\n"
           "measured too low.\n";
}

void requireSeconds(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool whole = !text.empty() && *end == '\0';
    if (!whole || !(value > 0 && value <= 3600))
        throw UsageError("cannot use '" + text + "'", "--seconds",
                         "a number, more than 0 and at most 3600");
}

int bench(const Options& options) {
    Experiment experiment;
    applyOptions(options.experiment, experiment);
    Machine machine(options.machine);
    const auto result = runBenchmark(
        {.experiment = experiment, .kernels = machine.kernels, .seconds = options.seconds},
        machine.pool);
    if (options.json)
        printJson(toJson(result, experiment));
    else
        printText(toTable(result, experiment));
    return kSuccess;
}

}  // namespace

void addBench(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand("bench", "Measure this machine");
    auto options = std::make_shared<Options>();
    addMachineOptions(*command, options->machine);
    addCount(*command, "--batch", options->experiment.batch, "Images a step (default 256)", 1);
    command
        ->add_option("--activation", options->experiment.model.activation,
                     "One for all hidden layers, or one for each joined by + (default relu)")
        ->type_name("NAME");
    command->add_option("--seconds", options->seconds, "About how long to measure (default 3)")
        ->type_name("S")
        ->check([](const std::string& text) { return requireSeconds(text), std::string(); });
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "Examples:\n"
        "  squash bench\n"
        "  squash bench --threads 1 --isa sse2 --json\n"
        "  squash bench --activation gelu --batch 32");
    command->callback([options, &work] { work = [options] { return bench(*options); }; });
}

}  // namespace squash::cli
