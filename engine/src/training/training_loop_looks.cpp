// What the loop looks at beside training: the example images, and each run's own looks.
#include <algorithm>
#include <new>

#include "core/clock.hpp"
#include "squash/core/error.hpp"
#include "training/batch_source.hpp"
#include "training/session_impl.hpp"

namespace squash {
namespace {

constexpr double kUnitMs = 500;            // from one calculation of a unit to the next
constexpr double kAfterFailureMs = 10000;  // to the next try
constexpr double kUnitShare = 1.0 / 50;    // of the time, at most
constexpr double kGalleryMs = 400;         // the example images follow this often while training

}  // namespace

bool TrainingLoop::galleryDue(double now) const {
    const Run* run = shown();
    if (!run || wanted_.gallery.empty() || galleryStep_ == run->trainer().step()) return false;
    return !playing_ || (now - galleryMs_ >= kGalleryMs && !run->trainer().validating());
}

void TrainingLoop::refreshGallery() {
    // Also where it fails: the next try comes when it is due again.
    galleryStep_ = shown()->trainer().step();
    galleryMs_ = steadyNowMs();
    dirty_ = true;
    try {
        gallery_ = predictGallery();
        ++galleryVersion_;
    } catch (const std::bad_alloc&) {
        // Training has its memory and goes on.
        predictor_.reset();
        if (!galleryTold_) message_ = "There is not enough memory to predict the example images.";
        galleryTold_ = true;
    }
}

std::vector<GalleryItem> TrainingLoop::predictGallery() {
    const Trainer& trainer = shown()->trainer();
    const ImageSet& set = trainer.data().validation;
    std::vector<GalleryItem> items;
    std::vector<const std::uint8_t*> images;
    for (const std::uint32_t index : wanted_.gallery) {
        if (index >= set.size()) continue;
        images.push_back(set.image(index).data());
        items.push_back({index, set.labels[index], {}});
    }
    if (images.empty()) return items;
    std::vector<Probabilities> probabilities(images.size());
    if (!predictor_) predictor_.emplace(trainer.network(), kernels_, pool_);
    const Batch batch{images, {}, pixelScale(trainer.experiment().pixels)};
    predictor_->run(trainer.parameters().data(), batch, {nullptr, probabilities.front().data()});
    for (std::size_t i = 0; i < items.size(); ++i) items[i].probabilities = probabilities[i];
    return items;
}

// A layer's values are those of the run that is shown.
LookWish TrainingLoop::lookWish(const Run& run) const {
    return {.values = &run == shown() ? wanted_.values : std::nullopt,
            .diagnose = wanted_.diagnose,
            .histogramLayer = &run == shown() ? wanted_.histogramLayer : std::nullopt,
            .sharers = runs_.size(),
            .playing = playing_,
            .lastStep = run.stopsAfterStep(targets())};
}

// True while there is more to look at.
bool TrainingLoop::look(double now) {
    if (measurement_) return false;
    bool more = false;
    for (const auto& run : runs_) {
        dirty_ |= run->look(now, lookWish(*run));
        more |= run->looks().underWay();
    }
    lookCloser(now);
    return more;
}

// What is asked for of the run shown alone, a person at a time.
void TrainingLoop::lookCloser(double now) {
    Run* run = shown();
    if (!run) return;
    try {
        if (wanted_.spread && !run->spread() && !noSpread_) {
            noSpread_ = true;  // unless it succeeds
            run->measureSpread();
            noSpread_ = false;
            dirty_ = true;
        }
        if (!wanted_.unit || run->trainer().updating() || !unitDue(*run, now)) return;
        unitWish_ = wanted_.unit;
        unitStep_ = run->trainer().step();
        unitOptimizer_ = run->wantedOptimizer();
        dirty_ = true;
        run->calculate(*wanted_.unit);
        const double end = steadyNowMs();
        unitDueMs_ = end + std::max(kUnitMs, (end - now) / kUnitShare);
    } catch (const Error&) {
        // Of another network, for a moment: what is shown says whose it is.
    } catch (const std::bad_alloc&) {
        message_ = "There is not enough memory for this calculation.";
        unitDueMs_ = now + kAfterFailureMs;
    }
}

bool TrainingLoop::unitDue(const Run& run, double now) const {
    if (wanted_.unit != unitWish_ || run.wantedOptimizer() != unitOptimizer_) return true;
    return run.trainer().step() != unitStep_ && (!playing_ || now >= unitDueMs_);
}

}  // namespace squash
