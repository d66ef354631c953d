// `squash race`: several experiments side by side, a step each in turn.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "command.hpp"
#include "data_source.hpp"
#include "errors.hpp"
#include "experiment_options.hpp"
#include "experiment_source.hpp"
#include "history_json.hpp"
#include "machine_options.hpp"
#include "output.hpp"
#include "probe_json.hpp"
#include "run_logs.hpp"
#include "squash/io/csv.hpp"
#include "squash/training/best_epoch.hpp"
#include "squash/training/diagnosis.hpp"
#include "squash/training/trainer.hpp"

namespace squash::cli {
namespace {

struct Options {
    std::string source;
    std::optional<std::string> data, history;
    std::optional<std::uint64_t> epochs;
    MachineOptions machine;
    bool json = false;
};

struct Runner {
    std::string name;
    DatasetPtr data;
    std::unique_ptr<Trainer> trainer;
    bool finished = false, stopped = false;  // stopped: its loss is no number any more
};

// Columns that a text takes where it is padded: most letters of Chinese, Japanese and Korean, and emoji take two.
std::size_t columnsOf(const std::string& text) {
    const std::size_t enough = 2 * text.size();
    return enough + text.size() - fmt::formatted_size("{:<{}}", text, enough);
}

// Of what stands in the first column: the names are chosen by whoever wrote the race.
std::size_t nameWidth(const std::vector<Runner>& runners) {
    std::size_t width = 20;
    for (const Runner& runner : runners) width = std::max(width, columnsOf(runner.name));
    return width;
}

ShapesOptions neededOf(const Race& race) {
    ShapesOptions needed{.train = 0, .validation = 0};
    for (const Entrant& entrant : race.entrants) {
        const ShapesOptions own = cli::neededOf(entrant.experiment);
        needed.train = std::max(needed.train, own.train);
        needed.validation = std::max(needed.validation, own.validation);
    }
    return needed;
}

std::vector<Runner> runnersOf(const Race& race, Machine& machine) {
    std::vector<Runner> runners;
    std::map<std::string, DatasetPtr> opened;  // most share one set
    const ShapesOptions needed = neededOf(race);
    for (const Entrant& entrant : race.entrants) {
        DatasetPtr& data = opened[entrant.experiment.data];
        if (!data) data = openData(entrant.experiment.data, needed);
        TrainerOptions options;
        options.kernels = machine.kernels;
        options.pool = &machine.pool;
        runners.push_back(
            {entrant.name, data, std::make_unique<Trainer>(entrant.experiment, data, options)});
    }
    return runners;
}

class RaceLog {
public:
    explicit RaceLog(const std::optional<std::string>& path) {
        if (path)
            file_.emplace(*path, "entrant,epoch,loss,accuracy,val_loss,val_accuracy,seconds\n");
    }
    void write(const std::string& name, const EpochRecord& record) {
        if (file_) file_->write(csvField(name) + "," + historyRow(record));
    }

private:
    std::optional<LineFile> file_;
};

void report(const Runner& runner, std::size_t width, std::FILE* progress) {
    const EpochRecord& record = runner.trainer->history().epochs().back();
    std::fputs(
        fmt::format(
            "{:<{}} epoch {:>3} - {:.1f}s - loss: {:.4f} - accuracy: {:.4f} - val_loss: {:.4f} - "
            "val_accuracy: {:.4f}\n",
            runner.name, width, record.epoch, record.seconds, unsignedNan(record.loss),
            record.accuracy, unsignedNan(record.validationLoss), record.validationAccuracy)
            .c_str(),
        progress);
    std::fflush(progress);
}

// One event of one entrant: a step, or an epoch's validation.
void turn(Runner& runner, RaceLog& log, std::size_t width, std::FILE* progress) {
    const Progress event = runner.trainer->advance(1e9);
    if (event == Progress::Finished) runner.finished = true;
    if (event == Progress::StepDone) {
        const History& history = runner.trainer->history();
        if (std::isfinite(history.stepAt(history.steps() - 1).loss)) return;
        runner.finished = runner.stopped = true;
        printNotice(fmt::format("{}: the loss is no longer a number after step {}; it is out",
                                runner.name, runner.trainer->step()));
    }
    if (event != Progress::EpochDone) return;
    log.write(runner.name, runner.trainer->history().epochs().back());
    report(runner, width, progress);
}

Diagnosis diagnosisOf(const Runner& runner, Machine& machine) {
    const Experiment& experiment = runner.trainer->experiment();
    return diagnose(runner.trainer->model(), machine.pool, runner.data->validation,
                    {experiment.seed, experiment.validationLimit, kProbeImages});
}

Json resultOf(const Runner& runner, const Diagnosis& diagnosis) {
    const Trainer& trainer = *runner.trainer;
    return {{"name", runner.name},
            {"experiment", Json::parse(toJson(trainer.experiment()))},
            {"epochs", epochsJson(trainer.history())},
            {"seconds", trainer.seconds()},
            {"stopped", runner.stopped},
            {"probe", probeJson(trainer.network(), diagnosis)}};
}

std::string shareText(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string toTable(const std::vector<Runner>& runners, const std::vector<Diagnosis>& diagnoses) {
    const std::size_t width = nameWidth(runners);
    auto text = fmt::format("\n{:<{}} {:>13} {:>6} {:>9} {:>9} {:>10} {:>10}\n", "entrant", width,
                            "best val acc", "epoch", "loss", "seconds", "dead most", "flat most");
    for (std::size_t i = 0; i < runners.size(); ++i) {
        const EpochRecord* best = bestEpoch(runners[i].trainer->history());
        const auto& epochs = runners[i].trainer->history().epochs();
        const LayerUnits* dead = mostDead(diagnoses[i].units);
        const LayerUnits* saturated = mostSaturated(diagnoses[i].units);
        text += fmt::format(
            "{:<{}} {:>13} {:>6} {:>9} {:>9.1f} {:>10} {:>10}\n", runners[i].name, width,
            best ? fmt::format("{:.4f}", best->validationAccuracy) : "-",
            best ? fmt::format("{}", best->epoch) : "-",
            epochs.empty() ? "-" : fmt::format("{:.4f}", unsignedNan(epochs.back().loss)),
            runners[i].trainer->seconds(), dead ? shareText(dead->deadShare()) : "-",
            saturated ? shareText(saturated->saturatedShare()) : "-");
    }
    return text;
}

int race(const Options& options) {
    Machine machine(options.machine);
    Race wanted = readRace(options.source);
    for (Entrant& entrant : wanted.entrants) {
        if (options.data) entrant.experiment.data = *options.data;
        if (options.epochs) entrant.experiment.epochs = static_cast<std::size_t>(*options.epochs);
        validate(entrant.experiment);
    }
    std::vector<Runner> runners = runnersOf(wanted, machine);
    std::FILE* progress = options.json ? stderr : stdout;
    std::fprintf(
        progress, "Data: %s\n",
        describeData(*runners.front().data, wanted.entrants.front().experiment.data).c_str());
    RaceLog log(options.history);
    const std::size_t width = nameWidth(runners);
    for (bool any = true; any;) {
        any = false;
        for (Runner& runner : runners) {
            if (runner.finished) continue;
            turn(runner, log, width, progress);
            any = true;
        }
    }
    std::vector<Diagnosis> diagnoses;
    diagnoses.reserve(runners.size());
    for (const Runner& runner : runners) diagnoses.push_back(diagnosisOf(runner, machine));
    if (!options.json) {
        printText(toTable(runners, diagnoses));
        return kSuccess;
    }
    Json entrants = Json::array();
    for (std::size_t i = 0; i < runners.size(); ++i)
        entrants.push_back(resultOf(runners[i], diagnoses[i]));
    printJson({{"entrants", entrants}});
    return kSuccess;
}

}  // namespace

void addRace(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand("race", "Train several experiments side by side");
    auto options = std::make_shared<Options>();
    command
        ->add_option("race", options->source,
                     "A JSON file with common and entrants, a link, or a preset")
        ->required()
        ->type_name("FILE|LINK|PRESET");
    addDataOption(*command, options->data);
    addCount(*command, "--epochs", options->epochs, "For all entrants, in place of their own", 1);
    command->add_option("--history", options->history, "Writes a CSV row an entrant and epoch")
        ->type_name("FILE");
    addMachineOptions(*command, options->machine);
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "Each entrant's curve is the one it has when it is trained alone.\n"
        "Examples:\n"
        "  squash race relu-wins --epochs 3\n"
        "  squash race race.json --history race.csv --json");
    command->callback([options, &work] { work = [options] { return race(*options); }; });
}

}  // namespace squash::cli
