// What a person can do with the training, in one place: every click, key and script comes through
// here and becomes a post to the session. Also the newest snapshot, blank where it still shows the
// run before the last change.
#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "squash/io/race.hpp"
#include "squash/training/session.hpp"
#include "ui/app/app.hpp"
#include "ui/platform.hpp"

namespace squash::ui {

class Driver {
public:
    Driver(const Platform& platform, const AppOptions& options);

    void refresh();  // takes the newest snapshot
    // Is there a newer snapshot than the one last shown?
    bool hasNews() const { return news_ || session_.hasNews(); }
    void shown() { news_ = false; }
    const Snapshot& snapshot() const { return stale() ? blank_ : *latest_; }
    const Experiment& experiment() const { return choice_.experiment; }  // as wanted now
    const DatasetPtr& data() const { return session_.posted().data; }
    std::uint64_t generation() const { return session_.posted().generation; }
    bool playing() const;
    bool finished() const;  // all epochs are done, of all entrants
    bool allOut() const;    // whose loss is a number there is none
    bool allHeld() const;   // a race of which nobody goes on: who is not out is paused
    std::size_t addedEpochs() const { return addedEpochs_; }  // to those the person had set
    std::uint64_t choices() const {
        return choices_;
    }  // that were made: another number, other ones
    // How many were started again, so far, because their optimizer was changed on their way and someone starts beside
    // them who has one throughout.
    std::size_t startedForFairness() const { return startedForFairness_; }
    bool waiting() const;  // something was asked for that no snapshot knows yet

    void play(bool on);
    void togglePlaying() { play(!playing()); }
    void step();        // one update, then pause
    void epoch();       // to the end of the running epoch with its validation, then pause
    void startAgain();  // same seed, same weights, and without added epochs
    void newSeed();     // likewise, with other weights
    // Optimizer and epochs change the running training, also of one that is through; anything else starts again from
    // the seed and plays, unless the person had paused. In a race that is who changes: the others go on from where
    // they are. Throws Error when the experiment is not valid.
    // afresh: whoever changes at all starts again, the one shown in any case.
    void change(const Experiment& experiment, bool afresh = false);
    // How many start again with that.
    std::size_t startAgainWith(const Experiment& experiment, bool afresh) const;
    // Back to the experiment before the last change, and forth again, with the results there were: those of the last
    // change are kept, what lies further back starts again. Nothing where there is none. What followed at once on a change of the same control counts as one.
    bool canUndo() const { return !before_.empty(); }
    bool canRedo() const { return !after_.empty(); }
    void undo();
    void redo();
    // What undo() does to what was trained; of whom nothing was, nothing is said.
    struct UndoGives {
        std::size_t comeBack = 0;    // entrants (one, without a race) whose results come back
        std::size_t startAgain = 0;  // from step 0
    };
    UndoGives undoGives() const;
    void useData(DatasetPtr data);  // starts again with it

    // A race: several experiments that are trained in turn, a step each. What change() is given is then that of the
    // entrant shown; what else than the raced field it changes, the others take over. Who enters or leaves does not
    // disturb the others, but that those whose optimizer was changed on their way start again beside one that has one
    // setting throughout. Not valid ones throw Error.
    const std::vector<Entrant>& entrants() const {
        return choice_.race.entrants;
    }  // empty: no race
    bool racing() const { return !entrants().empty(); }
    const std::string& racedField() const { return choice_.field; }
    std::size_t shownEntrant() const { return choice_.shown; }
    // Of this race; blank where nothing is known yet. Without a race the first is the one alone.
    const RunnerState& runner(std::size_t entrant) const;
    std::uint64_t runNumber(std::size_t entrant) const { return choice_.runs[entrant]; }
    bool paused(std::size_t entrant) const;
    void race(const Race& race);                   // instead of what there is, from the start
    void openAlone(const Experiment& experiment);  // the same of one experiment
    void setRacedField(std::string_view name);     // of racedFields()
    void enter(const Entrant& entrant);            // beside what there is, at most kMostEntrants
    void leave(std::size_t entrant);               // with one left it goes on alone
    void leaveOthers();                            // the one shown goes on alone
    void show(std::size_t entrant);
    void pause(std::size_t entrant, bool on);
    Race ownRace() const;  // without the epochs that Play added

    // Back to the last good weights, from where training can go on: where the loss is no number any more.
    void restoreGood();
    void profile(bool on);  // time the layers while training: only while somebody looks
    void measure();         // the peak and the activations; training waits meanwhile
    bool measuring() const;
    void diagnose(bool on);  // gradient flow and units: only while somebody looks
    void watchHistograms(const std::optional<std::size_t>& layer);  // of those with a kernel
    void wantSpread(bool on);                                       // through depth, before step 1
    void inspect(const std::optional<UnitChoice>& unit);            // its calculation
    // Whose values to look at now and then; nothing: nobody's.
    void watchValues(const std::optional<ValuesWanted>& wanted);
    void showImages(const std::vector<std::uint32_t>& images);  // of the validation set, to predict

    void pump(double budgetMs) { session_.pump(budgetMs); }
    std::size_t workers() const { return session_.workers(); }
    const std::string& kernelTitle() const { return session_.kernelTitle(); }

private:
    // All that a person has chosen, and undo brings back.
    struct Choice {
        Experiment experiment;  // of the entrant shown
        Race race;              // no entrants: none
        std::size_t shown = 0;
        std::string field = "activation";
        std::vector<std::uint64_t> runs = {0};  // the number of each one's; 0: it starts again
        std::size_t added = 0;                  // epochs, by Play, that are not in the experiments
        std::size_t again = 0;  // that start again only to be compared fairly with who enters
        const Experiment& of(std::size_t entrant) const;
    };
    bool stale() const;
    // The controls as they are now in effect: a step or epoch that was reached has paused it.
    Controls current() const;
    void post(Controls controls);
    template <class T>
    void want(T Controls::* wish, const T& value);
    Choice changedTo(const Experiment& experiment, bool afresh) const;
    void keepFair(Choice& choice) const;  // says in it how many it has start again
    void adopt(Choice choice);
    void put(Controls& controls) const;  // the choice into them
    void number(Choice& choice);         // runs that start again
    bool forgetLost(std::vector<std::uint64_t>& runs) const;
    void renewRuns(bool forgetOthers);
    void noteMixed(const Choice& next);
    bool anyGoesOn() const;
    Choice own() const;
    void adoptAgain(std::deque<Choice>& from);
    void remember(const std::string& changed);
    void rememberRace();
    void restart(Controls& controls, bool playing);
    void runTo(std::uint64_t step, std::size_t epoch);
    void addEpochs(Controls& controls, std::size_t more);
    std::vector<std::size_t> going() const;  // entrants that are neither out nor paused
    std::uint64_t steps() const;             // done, of the one of those with least
    std::size_t epochsDone() const;          // of the one with least

    Session session_;
    const Snapshot* latest_;
    Snapshot blank_;
    Choice choice_;
    std::uint64_t choices_ = 0;
    bool news_ = true;  // latest_ is not on the screen yet
    std::size_t addedEpochs_ = 0, startedForFairness_ = 0;
    bool going_ = false;         // the person wants it to: where it does not it has ended by itself
    std::uint64_t lastRun_ = 0;  // the highest number given
    std::set<std::uint64_t> mixed_;  // runs that had other settings on their way
    std::set<std::uint64_t> begun_;  // runs that were seen to have done a step
    struct Asked {
        std::uint64_t choices = 0;
        bool afresh = false;
        Experiment experiment;
        std::size_t count = 0;
    };
    mutable std::optional<Asked>
        asked_;  // the last answer of startAgainWith(): asked in every frame
    std::deque<Choice> before_, after_;  // undo, redo; the nearest one at the back
    std::string changed_;                // the fields of the last change
    std::chrono::steady_clock::time_point changedAt_;
};

}  // namespace squash::ui
