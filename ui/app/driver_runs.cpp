// The part of the driver that is about runs: which of them go on after a change, which start again, and which undo
// brings back.
#include <algorithm>
#include <map>
#include <utility>

#include "ui/app/driver.hpp"
#include "ui/app/race_rules.hpp"

namespace squash::ui {
namespace {

// May this change be made while training goes on?
bool keepsTheRun(Experiment before, const Experiment& after) {
    before.optimizer = after.optimizer;
    before.epochs = after.epochs;
    return before == after;
}

}  // namespace

const Experiment& Driver::Choice::of(std::size_t entrant) const {
    return race.entrants.empty() ? experiment : race.entrants[entrant].experiment;
}

Driver::Choice Driver::changedTo(const Experiment& experiment, bool afresh) const {
    Choice next = choice_;
    if (racing()) next.race = changed(choice_.race, choice_.shown, experiment, choice_.field);
    next.experiment = experiment;
    for (std::size_t i = 0; i < next.runs.size(); ++i) {
        const Experiment &before = choice_.of(i), &after = next.of(i);
        const bool again =
            afresh ? i == next.shown || !(before == after) : !keepsTheRun(before, after);
        if (again) next.runs[i] = 0;
    }
    keepFair(next);
    return next;
}

// Who starts now has one setting throughout, so that it is compared with those alone that had, too.
void Driver::keepFair(Choice& choice) const {
    const bool race = choice.race.entrants.size() > 1;
    if (!race || std::ranges::find(choice.runs, 0u) == choice.runs.end()) return;
    for (std::uint64_t& run : choice.runs) {
        if (!mixed_.contains(run)) continue;
        run = 0;
        ++choice.again;
    }
}

std::size_t Driver::startAgainWith(const Experiment& experiment, bool afresh) const {
    if (!asked_ || asked_->choices != choices_ || asked_->afresh != afresh ||
        !(asked_->experiment == experiment)) {
        const std::vector<std::uint64_t> runs = changedTo(experiment, afresh).runs;
        asked_ = {choices_, afresh, experiment,
                  static_cast<std::size_t>(std::ranges::count(runs, 0u))};
    }
    return asked_->count;
}

void Driver::number(Choice& choice) {
    choice.runs.resize(std::max<std::size_t>(1, choice.race.entrants.size()));
    for (std::uint64_t& run : choice.runs)
        if (run == 0) run = ++lastRun_;
}

// Of a choice that is wanted again: what the session has not kept starts again. True where it has some.
bool Driver::forgetLost(std::vector<std::uint64_t>& runs) const {
    const std::vector<std::uint64_t>& kept = session_.posted().keep;
    bool someComeBack = false;
    for (std::uint64_t& run : runs) {
        if (std::ranges::find(choice_.runs, run) != choice_.runs.end()) continue;
        if (std::ranges::find(kept, run) == kept.end())
            run = 0;
        else
            someComeBack = true;
    }
    return someComeBack;
}

Driver::UndoGives Driver::undoGives() const {
    UndoGives gives;
    if (before_.empty()) return gives;
    const auto begun = [this](std::uint64_t run) { return begun_.contains(run); };
    const bool trained = std::ranges::any_of(choice_.runs, begun);
    std::vector<std::uint64_t> runs = before_.back().runs;
    forgetLost(runs);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::uint64_t run = before_.back().runs[i];
        if (std::ranges::find(choice_.runs, run) != choice_.runs.end()) continue;
        if (runs[i] != 0 && begun(run))
            ++gives.comeBack;
        else if (trained || begun(run))
            ++gives.startAgain;
    }
    return gives;
}

// All start again. What can be undone about them is about the new runs from then on.
void Driver::renewRuns(bool forgetOthers) {
    ++choices_;
    std::map<std::uint64_t, std::uint64_t> renewed;
    for (std::uint64_t& run : choice_.runs) run = renewed[run] = ++lastRun_;
    for (std::deque<Choice>* choices : {&before_, &after_}) {
        for (Choice& choice : *choices) {
            for (std::uint64_t& run : choice.runs) {
                const auto at = renewed.find(run);
                if (at == renewed.end() && !forgetOthers) continue;
                run = at == renewed.end() ? 0 : at->second;
                choice.added = 0;
            }
        }
    }
}

// Another optimizer in the middle of a run: also where undo takes it back.
void Driver::noteMixed(const Choice& next) {
    for (std::size_t i = 0; i < next.runs.size(); ++i) {
        const auto at = std::ranges::find(choice_.runs, next.runs[i]);
        if (at == choice_.runs.end()) continue;
        const auto before = static_cast<std::size_t>(at - choice_.runs.begin());
        const bool begun = playing() || waiting() || runner(before).step > 0;
        if (begun && choice_.of(before).optimizer != next.of(i).optimizer)
            mixed_.insert(next.runs[i]);
    }
}

// Of one that is not known yet it is not known that it does not.
bool Driver::anyGoesOn() const {
    for (std::size_t i = 0; i < choice_.runs.size(); ++i) {
        const RunnerState& run = runner(i);
        const bool through = run.history.epochs().size() >= choice_.of(i).epochs;
        if (run.run == 0 || (!through && !run.out)) return true;
    }
    return false;
}

void Driver::put(Controls& controls) const {
    const std::vector<Runner> before = std::exchange(controls.runners, {});
    std::vector<std::uint64_t> there = std::exchange(controls.keep, {});  // in the session
    there.push_back(controls.run);
    for (const Runner& runner : before) there.push_back(runner.run);
    controls.experiment = choice_.experiment;
    controls.shown = choice_.shown;
    controls.run = choice_.runs.front();
    controls.runners.reserve(entrants().size());
    for (std::size_t i = 0; i < entrants().size(); ++i) {
        const auto at = std::ranges::find(before, choice_.runs[i], &Runner::run);
        controls.runners.push_back({.experiment = choice_.of(i),
                                    .paused = at != before.end() && at->paused,
                                    .run = choice_.runs[i]});
    }
    const auto isThere = [&there](std::uint64_t run) {
        return std::ranges::find(there, run) != there.end();
    };
    for (const std::deque<Choice>* choices : {&before_, &after_})
        if (!choices->empty())
            std::ranges::copy_if(choices->back().runs, std::back_inserter(controls.keep), isThere);
}

}  // namespace squash::ui
