// Training beside a front end. Two mailboxes join them: the newest controls in, the newest
// snapshot out; neither side waits for the other. With threads the session trains on its own
// thread; without, pump() does a slice of work between two frames. Both drive Trainer::advance.
#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "squash/data/dataset.hpp"
#include "squash/io/experiment.hpp"
#include "squash/network/learned_values.hpp"
#include "squash/training/depth_spread.hpp"
#include "squash/training/gradient_flow.hpp"
#include "squash/training/history.hpp"
#include "squash/training/layer_values.hpp"
#include "squash/training/measurements.hpp"
#include "squash/training/predict.hpp"
#include "squash/training/unit_calculation.hpp"
#include "squash/training/unit_history.hpp"
#include "squash/training/weight_histogram.hpp"

namespace squash {

// One of several that are trained in turn, a step each: each as if it were alone.
struct Runner {
    Experiment experiment;
    bool paused = false;  // its turns go to the others; later it catches up
    // Who posts gives each run a number of its own: what has the same one in a later generation goes on from where it
    // is, with its results. 0: it starts again.
    std::uint64_t run = 0;
};

// What a person wants now. Absolute, not relative, so that only the newest matters.
struct Controls {
    std::uint64_t revision = 0;  // set by post()
    // A higher one starts again from the seed, but for runs whose number is known and whose data are the same.
    std::uint64_t generation = 0;
    Experiment experiment;  // within a generation only optimizer and epochs may change
    // A race: these are trained, and `experiment` is that of the one whose figures a snapshot shows. Within a
    // generation only their optimizers, epochs and pauses may change. Empty: `experiment` is trained alone.
    std::vector<Runner> runners;
    std::size_t shown = 0;  // among the runners
    std::uint64_t run = 0;  // the number of what is trained alone
    // Numbers of runs that are left and that a later generation may bring back: their weights and results are kept.
    // What is not named here goes with the next generation.
    std::vector<std::uint64_t> keep;
    DatasetPtr data;  // another one needs another generation
    bool playing = false;
    std::uint64_t stopAtStep = 0;        // pause when this step is done; 0: none
    std::size_t stopAtEpoch = 0;         // pause when this many epochs are done; 0: none
    std::vector<std::uint32_t> gallery;  // validation images to predict now and then
    bool profile = false;  // time the layers while training, and once the machine's peak
    // A higher one measures peak and activations; training waits meanwhile, some 1 to 3 s.
    std::uint64_t measureRequest = 0;
    // A layer's values to look at now and then, over a probe of the validation images: at most a twentieth of
    // the time that training has.
    std::optional<ValuesWanted> values;
    // Gradient flow of a step now and then, and every unit's share of flat values: for some hundredths of the time.
    bool diagnose = false;
    // Of those with a kernel: how large its weights and gradients are, now and then. Diagnosed too.
    std::optional<std::size_t> histogramLayer;
    bool spread = false;  // of values and gradients through depth, with the initial weights
    std::optional<UnitChoice> unit;  // whose calculation to follow
    // A higher one goes back to the last good weights (Snapshot::goodStep), where there are some.
    std::uint64_t restoreRequest = 0;
};

struct GalleryItem {
    std::uint32_t image = 0;  // index in the validation set
    std::uint8_t label = 0;
    Probabilities probabilities{};
};

// How far a run is: each of a race, or the one that is alone.
struct RunnerState {
    std::uint64_t run = 0;  // its number
    History history;
    std::uint64_t step = 0;
    std::size_t stepsPerEpoch = 0;
    double epoch = 0;       // 7.3
    double seconds = 0;     // of its own computing time, pauses and the others' turns left out
    bool finished = false;  // all its epochs are done
    bool out = false;       // its loss is no number any more
    // Of that of its layers which has most, while diagnosed; NaN before the first look, where nothing has f', and
    // where it is out.
    double deadShare = std::numeric_limits<double>::quiet_NaN();
    double saturatedShare = std::numeric_limits<double>::quiet_NaN();
    std::size_t deadLayer = 0,
                saturatedLayer = 0;  // which these are, among those with an activation
};

struct Snapshot {
    static constexpr double kNotYet = std::numeric_limits<double>::quiet_NaN();

    std::uint64_t revision = 0;  // the newest controls this one knows
    std::uint64_t generation = 0;
    Experiment experiment;
    DatasetPtr data;       // what is being trained on
    bool playing = false;  // false also when a stop target or the last epoch was reached
    bool finished = false, validating = false;
    std::uint64_t step = 0;
    std::size_t stepsPerEpoch = 0;
    double epoch = 0;  // 7.3
    // Means of the running epoch (or the last finished one); NaN before step 1.
    double loss = kNotYet, accuracy = kNotYet;
    double validationLoss = kNotYet, validationAccuracy = kNotYet;  // NaN before an epoch's end
    double imagesPerSecond = 0;  // over the last second or so of computing; 0 when paused
    double gflops = 0;           // by the layers' definition
    History history;
    std::vector<GalleryItem> gallery;
    std::uint64_t galleryVersion = 0;
    LayerValues values;                 // while wanted: of some step of this run
    std::vector<LearnedValue> learned;  // as they are after `step`; none where nothing learns
    // While wanted; null before the first look.
    std::shared_ptr<const std::vector<LayerUnits>> units;
    std::shared_ptr<const FlowHistory> flow;  // with at least one moment
    std::shared_ptr<const UnitHistory> unitHistory;
    std::shared_ptr<const HistogramHistory> histograms;
    std::shared_ptr<const DepthSpread> spread;
    std::shared_ptr<const UnitCalculation> unit;
    Profile profile;  // while wanted, from the first step on
    Measurements measured;
    std::vector<RunnerState> runners;  // all other figures are those of the one shown
    std::size_t shown = 0;
    // The newest step after which the weights still gave a loss no larger than the first batch's; 0: none kept.
    std::uint64_t goodStep = 0;
    std::uint64_t restored = 0;  // the newest request done
    std::string message;         // why training stopped, when something went wrong
};

struct SessionOptions {
    bool ownThread = true;
    std::size_t workers = 0;  // of the pool; 0: one a core
    std::string kernels = "auto";
};

class Session {
public:
    explicit Session(const SessionOptions& options);
    ~Session();  // stops within one task (some 20 ms)

    void post(Controls controls);    // never waits; returns at once
    const Controls& posted() const;  // the newest posted
    const Snapshot& latest();        // newest snapshot; valid until the next call of latest()
    bool hasNews() const;            // latest() would give a newer one than last time
    void pump(double budgetMs);      // only without an own thread; else does nothing

    std::size_t workers() const;
    const std::string& kernelTitle() const;  // "AVX2 + FMA"
    const std::string& kernelName() const;   // "avx2"

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace squash
