// The part of the driver that is about races.
#include <algorithm>

#include "squash/core/error.hpp"
#include "ui/app/driver.hpp"
#include "ui/app/race_rules.hpp"

namespace squash::ui {

// What still takes turns: of a single run it is that one.
std::vector<std::size_t> Driver::going() const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, entrants().size()); ++i)
        if (!runner(i).out && !paused(i)) all.push_back(i);
    return all;
}

bool Driver::allHeld() const { return racing() && going().empty(); }

bool Driver::allOut() const {
    for (std::size_t i = 0; i < choice_.runs.size(); ++i)
        if (!runner(i).out) return false;
    return true;
}

// Not Snapshot::finished: that is about the epochs wanted when it was taken, and a session that
// pauses at the end of the last epoch has not looked for more.
bool Driver::finished() const {
    if (!racing()) return snapshot().history.epochs().size() >= experiment().epochs;
    return std::ranges::all_of(going(), [this](std::size_t i) {
        return runner(i).history.epochs().size() >= entrants()[i].experiment.epochs;
    });
}

// Who is behind catches up first.
std::uint64_t Driver::steps() const {
    if (!racing()) return snapshot().step;
    std::uint64_t least = ~std::uint64_t{0}, most = 0;
    for (const std::size_t i : going()) {
        const RunnerState& run = runner(i);
        most = std::max(most, run.step);
        if (run.history.epochs().size() < choice_.of(i).epochs) least = std::min(least, run.step);
    }
    return std::min(least, most);
}

std::size_t Driver::epochsDone() const {
    if (!racing()) return snapshot().history.epochs().size();
    std::size_t least = ~std::size_t{0};
    for (const std::size_t i : going()) least = std::min(least, runner(i).history.epochs().size());
    return least + 1 == 0 ? 0 : least;
}

const RunnerState& Driver::runner(std::size_t entrant) const {
    static const RunnerState none;
    if (entrant >= choice_.runs.size()) return none;
    const std::vector<RunnerState>& runs = latest_->runners;
    const auto at = std::ranges::find(runs, choice_.runs[entrant], &RunnerState::run);
    return at == runs.end() ? none : *at;
}

bool Driver::paused(std::size_t entrant) const {
    const auto& runners = session_.posted().runners;
    return entrant < runners.size() && runners[entrant].paused;
}

// Two of them one after the other are two changes.
void Driver::rememberRace() {
    remember("");
    changed_.clear();
}

void Driver::race(const Race& race) {
    for (const Entrant& entrant : race.entrants) validate(entrant.experiment);
    const std::size_t shown = std::min(race.shown, race.entrants.size() - 1);
    Choice next{.experiment = race.entrants[shown].experiment,
                .race = {.entrants = race.entrants},
                .shown = shown,
                .field = race.field.empty() ? std::string(racedFieldOf(race)) : race.field};
    for (Entrant& entrant : next.race.entrants) entrant.experiment.data = experiment().data;
    next.experiment.data = experiment().data;
    rememberRace();
    addedEpochs_ = 0;
    adopt(std::move(next));
}

void Driver::openAlone(const Experiment& experiment) {
    validate(experiment);
    rememberRace();
    addedEpochs_ = 0;
    adopt({.experiment = experiment, .race = {}, .field = choice_.field});
}

void Driver::setRacedField(std::string_view name) {
    for (Entrant& entrant : choice_.race.entrants)
        if (hasNameOf(entrant, choice_.field)) entrant.name = entrantName(entrant.experiment, name);
    nameApart(choice_.race.entrants);
    choice_.field = name;
    ++choices_;
}

void Driver::enter(const Entrant& entrant) {
    validate(entrant.experiment);
    if (entrants().size() >= kMostEntrants)
        throw Error("cannot add " + entrant.name, "the race",
                    "at most " + std::to_string(kMostEntrants) + " entrants");
    Choice next = choice_;
    if (!racing())
        next.race.entrants.push_back({entrantName(experiment(), choice_.field), experiment()});
    next.race.entrants.push_back(entrant);
    next.race.entrants.back().experiment.epochs =
        experiment().epochs;  // also those that Play has added
    next.runs.push_back(0);
    keepFair(next);
    rememberRace();
    adopt(std::move(next));
}

void Driver::leave(std::size_t entrant) {
    if (entrants().size() <= kFewestEntrants) {
        show(entrant == 0 ? 1 : 0);
        return leaveOthers();
    }
    Choice next = choice_;
    const auto at = static_cast<std::ptrdiff_t>(entrant);
    next.race.entrants.erase(next.race.entrants.begin() + at);
    next.runs.erase(next.runs.begin() + at);
    if (next.shown > entrant || next.shown == next.race.entrants.size()) --next.shown;
    next.experiment = next.race.entrants[next.shown].experiment;
    rememberRace();
    adopt(std::move(next));
}

void Driver::leaveOthers() {
    Choice next = choice_;
    next.race = {};
    next.runs = {choice_.runs[choice_.shown]};
    next.shown = 0;
    rememberRace();
    adopt(std::move(next));
}

void Driver::show(std::size_t entrant) {
    if (entrant == choice_.shown || entrant >= entrants().size()) return;
    // As it is now: for whoever is shown next nothing is known yet.
    Controls controls = current();
    choice_.shown = entrant;
    choice_.experiment = entrants()[entrant].experiment;
    ++choices_;
    changed_.clear();
    put(controls);
    post(std::move(controls));
}

void Driver::pause(std::size_t entrant, bool on) {
    Controls controls = current();
    if (entrant >= controls.runners.size()) return;
    controls.runners[entrant].paused = on;
    post(std::move(controls));
}

Race Driver::ownRace() const {
    Race race = own().race;
    if (!racing()) return race;
    race.shown = choice_.shown;
    if (choice_.field != racedFieldOf(race)) race.field = choice_.field;
    return race;
}

}  // namespace squash::ui
