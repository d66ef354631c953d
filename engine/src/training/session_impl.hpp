// The trainer's side of a session: obeys the newest controls, advances, and tells.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "core/mailbox.hpp"
#include "squash/training/session.hpp"
#include "squash/training/trainer.hpp"
#include "training/measurement.hpp"
#include "training/predictor.hpp"
#include "training/probe.hpp"

namespace squash {

// Images a second of computing time, over about the last second.
class RateMeter {
public:
    void add(double images, double ms);
    void reset() { images_ = ms_ = rate_ = 0; }
    double imagesPerSecond() const { return rate_; }

private:
    double images_ = 0, ms_ = 0, rate_ = 0;
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
    void leaveRun();
    void restart(const Controls& wanted);
    void train(double budgetMs);
    void planMeasurement();
    void measure(double budgetMs);
    bool targetReached() const;
    void checkTargets(Progress progress);
    void stop(const std::string& message);
    void pauseWithoutMemory();
    void refreshGallery();
    std::vector<GalleryItem> predictGallery();
    bool flowDue(double now) const;
    void askForFlow(double now);
    void noteFlow();
    bool valuesDue(double now) const;
    void beginValues();
    void workOnValues();
    void giveUpValues();
    void publish();
    void fillFigures(Snapshot& snapshot) const;

    WorkerPool pool_;
    KernelSet kernels_;
    std::optional<Trainer> trainer_;
    Controls wanted_;
    DatasetPtr data_;
    bool started_ = false, playing_ = false, finished_ = false, dirty_ = true;
    std::unique_ptr<Measurement> measurement_;  // while one is under way
    Measurements measured_;
    RateMeter rate_;
    double publishedMs_ = 0, galleryMs_ = 0;
    double flopsPerImage_ = 0;
    std::string message_;
    std::vector<GalleryItem> gallery_;
    std::uint64_t galleryVersion_ = 0, galleryStep_ = ~0ull;
    std::optional<Predictor> predictor_;  // of the gallery; of the trainer's network
    bool galleryTold_ = false;            // that there is no memory for it in this run
    LayerValues values_;
    std::uint64_t valuesStep_ = ~0ull;  // of the newest look, and what it is for
    std::optional<ProbeWish> valuesWish_;
    std::shared_ptr<const std::vector<LayerUnits>> units_;
    double valuesDueMs_ = 0;      // not before, while training
    std::optional<Probe> probe_;  // of the trainer's network
    bool probing_ = false;        // a look is under way
    double probingMs_ = 0;        // what it took so far
    std::shared_ptr<const FlowHistory> flowHistory_;
    double flowDueMs_ = 0;
};

}  // namespace squash
