// What a person can do with the training, in one place: every click, key and script comes through
// here and becomes a post to the session. Also the newest snapshot, blank where it still shows the
// run before the last change.
#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

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
    const Experiment& experiment() const { return session_.posted().experiment; }  // as wanted now
    const DatasetPtr& data() const { return session_.posted().data; }
    std::uint64_t generation() const { return session_.posted().generation; }
    bool playing() const;
    bool finished() const;                                    // all epochs are done
    std::size_t addedEpochs() const { return addedEpochs_; }  // to those the person had set
    bool waiting() const;  // something was asked for that no snapshot knows yet

    void play(bool on);
    void togglePlaying() { play(!playing()); }
    void step();        // one update, then pause
    void epoch();       // to the end of the running epoch with its validation, then pause
    void startAgain();  // same seed, same weights, and without added epochs
    void newSeed();     // likewise, with other weights
    // Optimizer and epochs change the running training; anything else starts again from the seed
    // and goes on playing if it was. Throws Error when the experiment is not valid.
    void change(const Experiment& experiment);
    // Back to the experiment before the last change, and forth again; nothing where there is none. What followed at
    // once on a change of the same control counts as one.
    bool canUndo() const { return !before_.empty(); }
    bool canRedo() const { return !after_.empty(); }
    void undo();
    void redo();
    void useData(DatasetPtr data);  // starts again with it
    void profile(bool on);          // time the layers while training: only while somebody looks
    void measure();                 // the peak and the activations; training waits meanwhile
    bool measuring() const;
    void diagnose(bool on);  // gradient flow and units: only while somebody looks
    // Whose values to look at now and then; nothing: nobody's.
    void watchValues(const std::optional<ValuesWanted>& wanted);
    void showImages(const std::vector<std::uint32_t>& images);  // of the validation set, to predict

    void pump(double budgetMs) { session_.pump(budgetMs); }
    std::size_t workers() const { return session_.workers(); }
    const std::string& kernelTitle() const { return session_.kernelTitle(); }

private:
    bool stale() const { return latest_->generation != generation(); }
    // The controls as they are now in effect: a step or epoch that was reached has paused it.
    Controls current() const;
    void post(Controls controls);
    void adopt(const Experiment& experiment);
    Experiment own() const;
    void adoptAgain(std::deque<Experiment>& from);
    void remember(const Experiment& next);
    void restart(Controls& controls);
    void runTo(std::uint64_t step, std::size_t epoch);
    void addEpochs(Controls& controls, std::size_t more);

    Session session_;
    const Snapshot* latest_;
    Snapshot blank_;
    bool news_ = true;  // latest_ is not on the screen yet
    std::size_t addedEpochs_ = 0;
    std::deque<Experiment> before_, after_;  // undo, redo; the nearest one at the back
    std::string changed_;                    // the fields of the last change
    std::chrono::steady_clock::time_point changedAt_;
};

}  // namespace squash::ui
