#include "ui/app/driver.hpp"

#include <algorithm>
#include <utility>

#include "ui/app/race_rules.hpp"

namespace squash::ui {
namespace {

constexpr std::size_t kMostUndo = 100;
constexpr std::chrono::milliseconds kOneMove{700};  // between two changes that are one
constexpr std::size_t kMoreEpochs = 10;             // what Play adds when all epochs are done

SessionOptions sessionOptions(const Platform& platform) {
    return {.ownThread = platform.threads(),
            .workers = platform.workers(),
            .kernels = platform.kernels()};
}

std::string joined(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += name + " ";
    return text;
}

}  // namespace

Driver::Driver(const Platform& platform, const AppOptions& options)
    : session_(sessionOptions(platform)), latest_(&session_.latest()) {
    Controls controls;
    controls.experiment = options.experiment;
    controls.data = options.data;
    controls.playing = options.playing;
    controls.generation = 1;
    choice_.experiment = options.experiment;
    going_ = options.playing;
    number(choice_);
    put(controls);
    post(std::move(controls));
}

void Driver::refresh() {
    const Snapshot* newest = &session_.latest();
    news_ = news_ || newest != latest_;  // a newer one never lies where the last one did
    latest_ = newest;
    for (const RunnerState& each : latest_->runners)
        if (each.step > 0) begun_.insert(each.run);
}

void Driver::post(Controls controls) {
    blank_.experiment = controls.experiment;
    blank_.data = controls.data;
    blank_.playing = controls.playing;
    blank_.loss = blank_.accuracy = blank_.validationLoss = blank_.validationAccuracy =
        Snapshot::kNotYet;
    blank_.measured = latest_->measured;  // of the machine, whatever is trained
    blank_.shown = controls.shown;
    session_.post(std::move(controls));
}

// What belongs to the run that is shown stays on the screen, from whatever generation it is.
bool Driver::stale() const {
    const std::vector<RunnerState>& runs = latest_->runners;
    if (latest_->shown < runs.size())
        return runs[latest_->shown].run != choice_.runs[choice_.shown];
    return latest_->generation != generation() || latest_->shown != choice_.shown;
}

bool Driver::playing() const {
    const Controls& wanted = session_.posted();
    const bool ended = !stale() && latest_->revision >= wanted.revision && !latest_->playing;
    return wanted.playing && !ended;
}

bool Driver::waiting() const { return latest_->revision < session_.posted().revision; }

Controls Driver::current() const {
    Controls controls = session_.posted();
    controls.playing = playing();
    if (!controls.playing) controls.stopAtStep = controls.stopAtEpoch = 0;
    return controls;
}

void Driver::play(bool on) {
    Controls controls = session_.posted();
    going_ = on;
    if (on && finished() && !allHeld()) addEpochs(controls, kMoreEpochs);
    controls.playing = on;
    controls.stopAtStep = 0;
    controls.stopAtEpoch = 0;
    post(std::move(controls));
}

void Driver::addEpochs(Controls& controls, std::size_t more) {
    controls.experiment.epochs += more;
    for (Runner& runner : controls.runners) runner.experiment.epochs += more;
    choice_.experiment.epochs += more;
    for (Entrant& entrant : choice_.race.entrants) entrant.experiment.epochs += more;
    addedEpochs_ += more;
    ++choices_;
}

void Driver::runTo(std::uint64_t step, std::size_t epoch) {
    Controls controls = session_.posted();
    going_ = false;
    if (finished() && !allHeld()) addEpochs(controls, 1);
    controls.playing = true;
    controls.stopAtStep = step;
    controls.stopAtEpoch = epoch;
    post(std::move(controls));
}

// A second press before the session has answered the first asks for one more.
void Driver::step() { runTo(std::max(steps(), current().stopAtStep) + 1, 0); }

void Driver::epoch() { runTo(0, std::max(epochsDone(), current().stopAtEpoch) + 1); }

void Driver::restart(Controls& controls, bool playing) {
    controls.playing = playing;
    controls.generation += 1;
    controls.stopAtStep = 0;
    controls.stopAtEpoch = 0;
}

void Driver::startAgain() {
    Controls controls = current();
    // One step or one epoch under way is given up, not turned into playing on and on.
    going_ = controls.playing && controls.stopAtStep == 0 && controls.stopAtEpoch == 0;
    choice_ = own();
    choice_.added = addedEpochs_ = 0;
    renewRuns(false);
    restart(controls, going_);
    put(controls);
    post(std::move(controls));
}

void Driver::newSeed() {
    Experiment next = own().experiment;
    next.seed = next.seed % 999999 + 1;
    change(next);
}

// A slider that is dragged changes the same field many times on its way: one undo takes back all of it.
void Driver::remember(const std::string& changed) {
    const auto now = std::chrono::steady_clock::now();
    const bool sameMove =
        !before_.empty() && !changed.empty() && changed == changed_ && now - changedAt_ < kOneMove;
    changed_ = changed;
    changedAt_ = now;
    after_.clear();
    if (sameMove) return;
    before_.push_back(own());
    if (before_.size() > kMostUndo) before_.pop_front();
}

// Without the epochs that Play added.
Driver::Choice Driver::own() const {
    Choice result = choice_;
    result.added = addedEpochs_;
    const auto without = [this](Experiment& each) {
        each.epochs -= std::min(addedEpochs_, each.epochs - 1);
    };
    without(result.experiment);
    for (Entrant& entrant : result.race.entrants) without(entrant.experiment);
    return result;
}

// The data in use stay, and so do epochs that Play has added to a run that goes on, or had added to one that comes back.
void Driver::adoptAgain(std::deque<Choice>& from) {
    Choice wanted = std::move(from.back());
    from.pop_back();
    changed_.clear();
    const bool sameEpochs = wanted.experiment.epochs == own().experiment.epochs;
    const bool someGoOn = std::ranges::any_of(choice_.runs, [&wanted](std::uint64_t run) {
        return std::ranges::find(wanted.runs, run) != wanted.runs.end();
    });
    const bool someComeBack = forgetLost(wanted.runs);
    const std::size_t added =
        std::max(someGoOn && sameEpochs ? addedEpochs_ : 0, someComeBack ? wanted.added : 0);
    const auto fit = [&](Experiment& each) {
        each.data = experiment().data;
        each.epochs += added;
    };
    fit(wanted.experiment);
    for (Entrant& entrant : wanted.race.entrants) fit(entrant.experiment);
    adopt(std::move(wanted));
    addedEpochs_ = added;
}

void Driver::undo() {
    if (before_.empty()) return;
    after_.push_back(own());
    adoptAgain(before_);
}

void Driver::redo() {
    if (after_.empty()) return;
    before_.push_back(own());
    adoptAgain(after_);
}

void Driver::change(const Experiment& experiment, bool afresh) {
    validate(experiment);
    if (this->experiment() == experiment && !afresh) return;
    Choice next = changedTo(experiment, afresh);
    remember(joined(changedFields(this->experiment(), experiment)));
    adopt(std::move(next));
}

void Driver::adopt(Choice choice) {
    Controls controls = current();
    number(choice);
    noteMixed(choice);
    const bool others = choice.runs != choice_.runs;
    // Epochs that the person sets are the person's.
    if (choice_.experiment.epochs != choice.experiment.epochs) addedEpochs_ = 0;
    startedForFairness_ += std::exchange(choice.again, 0);
    choice_ = std::move(choice);
    nameApart(choice_.race.entrants);
    ++choices_;
    if (others) restart(controls, going_ && anyGoesOn());
    put(controls);
    post(std::move(controls));
}

void Driver::useData(DatasetPtr data) {
    Controls controls = current();
    const Controls before = controls;
    restart(controls, before.playing && before.stopAtStep == 0 && before.stopAtEpoch == 0);
    renewRuns(true);
    // One step or one epoch under way is done with the new images instead.
    if (before.stopAtStep > 0 || before.stopAtEpoch > 0) {
        controls.playing = before.playing;
        controls.stopAtStep = before.stopAtStep > 0 ? 1 : 0;
        controls.stopAtEpoch = before.stopAtEpoch > 0 ? 1 : 0;
    }
    const char* name = data->generated ? "shapes" : "";
    choice_.experiment.data = name;
    for (Entrant& entrant : choice_.race.entrants) entrant.experiment.data = name;
    put(controls);
    controls.data = std::move(data);
    post(std::move(controls));
}

}  // namespace squash::ui
