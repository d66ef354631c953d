// `squash train`: a new run, or one that goes on from a checkpoint.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command.hpp"
#include "data_source.hpp"
#include "errors.hpp"
#include "experiment_options.hpp"
#include "experiment_source.hpp"
#include "history_json.hpp"
#include "output.hpp"
#include "run_findings.hpp"
#include "squash/activations/scan.hpp"
#include "training_run.hpp"

namespace squash::cli {
namespace {

struct Options {
    ExperimentOptions experiment;
    MachineOptions machine;
    TrainingFiles files;
    std::optional<std::string> load, experimentFile;
    bool force = false, json = false;
};

TrainingPlan makePlan(const Options& options) {
    TrainingPlan plan;
    plan.files = options.files;
    if (options.experimentFile) plan.experiment = readExperiment(*options.experimentFile);
    if (options.load) {
        plan.saved = loadCheckpoint(*options.load);
        plan.experiment = plan.saved->experiment;
        for (const std::string& notice : plan.saved->notices) printNotice(notice);
    }
    applyOptions(options.experiment, plan.experiment);
    plan.data = openData(plan.experiment.data, neededOf(plan.experiment));
    if (plan.saved && !options.experiment.data) noteOtherData(*plan.saved, *plan.data);
    return plan;
}

Json toJson(const TrainingRun& run, Machine& machine) {
    return {{"epochs", epochsJson(run.trainer().history())},
            {"imagesPerSecond", run.imagesPerSecond()},
            {"threads", machine.pool.workers()},
            {"isa", machine.kernels.name},
            {"data", run.trainer().data().name},
            {"findings", findingsJson(findingsOf(run.trainer(), machine))},
            {"parameters", run.trainer().network().parameterCount()}};
}

int reportInterrupt(const TrainingRun& run, const TrainingFiles& files) {
    const Trainer& trainer = run.trainer();
    std::string line = fmt::format("interrupted (epoch {}, step {}): {}",
                                   trainer.history().epochs().size() + 1, trainer.step(),
                                   run.saved() ? "go on with --load " + *files.save
                                               : "with --save FILE each whole epoch is kept");
    for (const std::string& file : run.unfinishedFiles()) line += "; " + file;
    printError(line);
    return kInterrupted;
}

// Exit code of a run that was trained to its end.
int reportFiles(const TrainingRun& run) {
    const std::vector<std::string> unfinished = run.unfinishedFiles();
    if (unfinished.empty()) return kSuccess;
    printError(fmt::format("not all of the run is written ({}): a place with room for it",
                           fmt::join(unfinished, ", ")));
    return kFailure;
}

// The file that was asked for is written all the same: a script goes on with it.
void reportNothingLeft(const TrainingRun& run, const TrainingFiles& files) {
    const Trainer& trainer = run.trainer();
    printNotice(
        fmt::format("nothing is left to train: {} of {} epochs were done; --epochs is the total",
                    trainer.history().epochs().size(), trainer.experiment().epochs));
    if (files.save)
        saveCheckpoint(*files.save, trainer.experiment(), trainer.state(),
                       trainedOn(trainer.data()));
}

void reportEnd(const TrainingRun& run, const TrainingFiles& files, Machine& machine) {
    if (run.trainer().imagesTrained() == 0) return;
    printText(findingsText(findingsOf(run.trainer(), machine)));
    printText(fmt::format("{} images/s{}\n",
                          grouped(static_cast<std::uint64_t>(run.imagesPerSecond())),
                          run.saved() ? "; saved " + *files.save : ""));
}

std::string limitText(const char* set, std::size_t limit, std::size_t all) {
    return limit == 0 || limit >= all ? "" : fmt::format("; {}: the first {}", set, grouped(limit));
}

std::string beginText(const TrainingPlan& plan, const Machine& machine) {
    const Experiment& experiment = plan.experiment;
    return fmt::format(
        "Data: {}{}{}\nKernels: {}, {} {}\n", describeData(*plan.data, experiment.data),
        limitText("training", experiment.limit, plan.data->train.size()),
        limitText("validation", experiment.validationLimit, plan.data->validation.size()),
        machine.kernels.title, machine.pool.workers(),
        machine.pool.workers() == 1 ? "thread" : "threads");
}

// A typed formula may be what no network learns with; who wants to see that says --force.
void requireTrainable(const Experiment& experiment) {
    for (const Activation& activation : experiment.activations)
        if (const auto problem = trainingProblem(activation))
            throw Error("cannot train with " + toText(activation), "--activation",
                        *problem + "; --force trains all the same");
}

int train(const Options& options) {
    Machine machine(options.machine);
    TrainingPlan plan = makePlan(options);
    // Who goes on with a checkpoint has decided before.
    const bool chosen = !options.load || options.experiment.model.activation;
    if (chosen && !options.force) requireTrainable(plan.experiment);
    std::FILE* progress = options.json ? stderr : stdout;
    std::fputs(beginText(plan, machine).c_str(), progress);
    std::fflush(progress);
    TrainingRun run(std::move(plan), machine, progress);
    if (run.run() == Outcome::Interrupted) return reportInterrupt(run, options.files);
    if (run.trainer().imagesTrained() == 0) reportNothingLeft(run, options.files);
    if (options.json)
        printJson(toJson(run, machine));
    else
        reportEnd(run, options.files, machine);
    return reportFiles(run);
}

void addFileOptions(CLI::App& command, Options& options) {
    command.add_option("--history", options.files.history, "Writes a CSV row an epoch")
        ->type_name("FILE");
    command.add_option("--step-log", options.files.stepLog, "Writes a JSON line a step")
        ->type_name("FILE");
    command.add_option("--save", options.files.save, "Writes a checkpoint after each epoch")
        ->type_name("FILE");
    auto* load =
        command
            .add_option("--load", options.load, "Goes on from a checkpoint; options beside it win")
            ->type_name("FILE");
    command
        .add_option("--experiment", options.experimentFile,
                    "Starts from a JSON file, a link or a preset")
        ->type_name("FILE|LINK|PRESET")
        ->excludes(load);
}

}  // namespace

void addTrain(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand("train", "Train a network");
    auto options = std::make_shared<Options>();
    addExperimentOptions(*command, options->experiment);
    addMachineOptions(*command, options->machine);
    addFileOptions(*command, *options);
    command->add_flag("--force", options->force,
                      "Also with a formula that is not finite, or flat, over -20..20");
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "Examples:\n"
        "  squash train --epochs 10 --save relu.safetensors --history relu.csv\n"
        "  squash train --load relu.safetensors --epochs 20 --save relu.safetensors\n"
        "  squash train --data shapes --activation 'leaky_relu(negative_slope=0.2)'\n"
        "  squash train --activation 'formula(x*sigmoid(b*x); b=1.5)'\n"
        "  squash train --experiment article --limit 5000");
    command->callback([options, &work] { work = [options] { return train(*options); }; });
}

}  // namespace squash::cli
