#include "ui/panels/race_table.hpp"

#include <cmath>

#include "squash/io/csv.hpp"
#include "squash/training/best_epoch.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

std::string csvNumber(double value, int digits) {
    return std::isfinite(value) ? significant(value, digits) : "";
}

}  // namespace

double newestLoss(const History& history) {
    if (!history.epochs().empty()) return history.epochs().back().loss;
    return history.steps() > 0 ? double{history.stepAt(history.steps() - 1).loss} : std::nan("");
}

std::string raceTable(const Driver& driver) {
    std::string text =
        "entrant,best_val_accuracy,best_epoch,loss,seconds,steps,dead_share,saturated_share\n";
    for (std::size_t i = 0; i < driver.entrants().size(); ++i) {
        const RunnerState& run = driver.runner(i);
        const EpochRecord* best = bestEpoch(run.history);
        text += csvField(driver.entrants()[i].name) + ',' +
                (best ? csvNumber(best->validationAccuracy, 9) + ',' + std::to_string(best->epoch)
                      : ",") +
                ',' + csvNumber(run.out ? std::nan("") : newestLoss(run.history), 9) + ',' +
                csvNumber(run.seconds, 6) + ',' + std::to_string(run.step) + ',' +
                csvNumber(run.deadShare, 6) + ',' + csvNumber(run.saturatedShare, 6) + '\n';
    }
    return text;
}

}  // namespace squash::ui
