// The part of the driver that is about races.
#include <algorithm>

#include "squash/core/error.hpp"
#include "ui/app/driver.hpp"
#include "ui/app/race_rules.hpp"

namespace squash::ui {

const RunnerState& Driver::runner(std::size_t entrant) const {
    static const RunnerState none;
    const bool ofThisRace = latest_->generation == generation();
    return ofThisRace && entrant < latest_->runners.size() ? latest_->runners[entrant] : none;
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
    Choice next{race.entrants.front().experiment, race, 0, std::string(racedFieldOf(race))};
    for (Entrant& entrant : next.race.entrants) entrant.experiment.data = experiment().data;
    next.experiment.data = experiment().data;
    rememberRace();
    adopt(std::move(next));
}

void Driver::setRacedField(std::string_view name) {
    for (Entrant& entrant : choice_.race.entrants)
        if (entrant.name.starts_with(entrantName(entrant.experiment, choice_.field)))
            entrant.name = entrantName(entrant.experiment, name);
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
    rememberRace();
    adopt(std::move(next));
}

void Driver::leave(std::size_t entrant) {
    if (entrants().size() <= kFewestEntrants) {
        show(entrant == 0 ? 1 : 0);
        return leaveOthers();
    }
    Choice next = choice_;
    next.race.entrants.erase(next.race.entrants.begin() + static_cast<std::ptrdiff_t>(entrant));
    if (next.shown > entrant || next.shown == next.race.entrants.size()) --next.shown;
    next.experiment = next.race.entrants[next.shown].experiment;
    rememberRace();
    adopt(std::move(next));
}

void Driver::leaveOthers() {
    Choice next = choice_;
    next.race = {};
    next.shown = 0;
    rememberRace();
    adopt(std::move(next));
}

void Driver::show(std::size_t entrant) {
    if (entrant == choice_.shown || entrant >= entrants().size()) return;
    choice_.shown = entrant;
    choice_.experiment = entrants()[entrant].experiment;
    ++choices_;
    Controls controls = current();
    put(controls);
    post(std::move(controls));
}

void Driver::pause(std::size_t entrant, bool on) {
    Controls controls = current();
    if (entrant >= controls.runners.size()) return;
    controls.runners[entrant].paused = on;
    post(std::move(controls));
}

Race Driver::ownRace() const { return own().race; }

}  // namespace squash::ui
