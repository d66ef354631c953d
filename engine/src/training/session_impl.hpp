// The trainer's side of a session: obeys the newest controls, advances, and tells.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/mailbox.hpp"
#include "squash/training/session.hpp"
#include "training/measurement.hpp"
#include "training/predictor.hpp"
#include "training/run.hpp"

namespace squash {

// So many a second of computing time, over about the last second.
class RateMeter {
public:
    void add(double count, double ms);
    void reset() { count_ = ms_ = rate_ = 0; }
    double perSecond() const { return rate_; }

private:
    double count_ = 0, ms_ = 0, rate_ = 0;
};

class TrainingLoop {
public:
    TrainingLoop(std::size_t workers, KernelSet kernels);

    // One turn: takes new controls, works for at most about budgetMs, publishes when due.
    // False when there is nothing to do until new controls come.
    bool turn(double budgetMs);

    Mailbox<Controls> controls;
    Mailbox<Snapshot> snapshots;

    std::size_t workers() const { return pool_.workers(); }
    const KernelSet& kernels() const { return kernels_; }

private:
    bool work(double budgetMs);
    void obey(const Controls& wanted);
    void obeyRuns();
    void leaveRuns();
    static void requireOwnNumbers(const std::vector<Runner>& runners);
    void setAside(const std::vector<Runner>& wanted);
    void restart();
    std::vector<std::unique_ptr<Run>> makeRuns(const std::vector<Runner>& wanted);
    void restore();
    void forgetPredictions();
    Run* shown() const;
    Run* nextTurn();
    void train(Run& run, double budgetMs);
    LookWish lookWish(const Run& run) const;
    StopTargets targets() const { return {wanted_.stopAtStep, wanted_.stopAtEpoch}; }
    bool anyActive() const;
    void follow(Run& run, Progress progress);
    void planMeasurement();
    void measure(double budgetMs);
    void stop(const std::string& message);
    void pauseWithoutMemory();
    bool galleryDue(double now) const;
    void refreshGallery();
    std::vector<GalleryItem> predictGallery();
    bool look(double now);
    void lookCloser(double now);
    bool unitDue(const Run& run, double now) const;
    void publish();
    void fillFigures(Snapshot& snapshot) const;

    WorkerPool pool_;
    KernelSet kernels_;
    std::vector<std::unique_ptr<Run>>
        runs_;  // one, or those of a race; none where nothing can be trained
    std::vector<std::unique_ptr<Run>> aside_;  // left, and kept for a later generation
    Run* turn_ = nullptr;                      // whose step is under way
    Controls wanted_;
    DatasetPtr data_;
    bool started_ = false, playing_ = false, dirty_ = true;
    std::unique_ptr<Measurement> measurement_;  // while one is under way
    Measurements measured_;
    RateMeter images_, flops_;
    double publishedMs_ = 0, galleryMs_ = 0;
    std::uint64_t restored_ = 0;
    std::string message_;
    std::vector<GalleryItem> gallery_;
    std::uint64_t galleryVersion_ = 0, galleryStep_ = ~0ull;
    std::optional<Predictor> predictor_;  // of the gallery; of the network shown
    std::optional<UnitChoice> unitWish_;  // of the newest calculation
    OptimizerSettings unitOptimizer_;
    std::uint64_t unitStep_ = ~0ull;
    double unitDueMs_ = 0;
    bool noSpread_ = false;     // there was no memory for it
    bool galleryTold_ = false;  // that there is no memory for it in this run
};

}  // namespace squash
