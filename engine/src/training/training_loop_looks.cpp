// What the loop looks at beside training: the example images and a layer's values.
#include <algorithm>
#include <new>
#include <numeric>

#include "core/clock.hpp"
#include "squash/core/random.hpp"
#include "training/batch_source.hpp"
#include "training/session_impl.hpp"

namespace squash {
namespace {

constexpr double kValuesShare = 1.0 / 20;  // of the time, at most
constexpr double kValuesMs = 100;          // at least from one look to the next while training

// The probe's images: as many of the set as it has, drawn by the seed, each once.
std::vector<const std::uint8_t*> probeOf(const ImageSet& set, std::size_t limit,
                                         std::uint64_t seed) {
    std::vector<std::uint32_t> order(limited(set.size(), limit));
    std::iota(order.begin(), order.end(), 0u);
    Generator generator = makeGenerator(Stream::Probe, seed);
    shuffle(order, generator);
    order.resize(std::min(order.size(), kProbeImages));
    std::vector<const std::uint8_t*> images;
    images.reserve(order.size());
    for (const std::uint32_t index : order) images.push_back(set.image(index).data());
    return images;
}

}  // namespace

void TrainingLoop::refreshGallery() {
    // Also where it fails: the next try comes when it is due again.
    galleryStep_ = trainer_->step();
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
    const ImageSet& set = trainer_->data().validation;
    std::vector<GalleryItem> items;
    std::vector<const std::uint8_t*> images;
    for (const std::uint32_t index : wanted_.gallery) {
        if (index >= set.size()) continue;
        images.push_back(set.image(index).data());
        items.push_back({index, set.labels[index], {}});
    }
    if (images.empty()) return items;
    std::vector<Probabilities> probabilities(images.size());
    if (!predictor_) predictor_.emplace(trainer_->network(), kernels_, pool_);
    const Batch batch{images, {}, pixelScale(trainer_->experiment().pixels)};
    predictor_->run(trainer_->parameters().data(), batch, {nullptr, probabilities.front().data()});
    for (std::size_t i = 0; i < items.size(); ++i) items[i].probabilities = probabilities[i];
    return items;
}

bool TrainingLoop::valuesDue(double now) const {
    if (!trainer_ || !wanted_.values || measurement_) return false;
    const bool sameWish = valuesWish_ == wanted_.values;
    if (valuesStep_ == trainer_->step() && sameWish) return false;
    // A look goes to its end, or training would never let one; a person's new wish ends it.
    if (probing_ && sameWish) return false;
    return !playing_ || (now >= valuesDueMs_ && !trainer_->validating());
}

void TrainingLoop::beginValues() {
    const double start = steadyNowMs();
    const Experiment& experiment = trainer_->experiment();
    valuesStep_ = trainer_->step();
    valuesWish_ = wanted_.values;
    try {
        if (!probe_)
            probe_.emplace(
                trainer_->network(), kernels_, pool_,
                probeOf(trainer_->data().validation, experiment.validationLimit, experiment.seed),
                pixelScale(experiment.pixels));
        probe_->begin(trainer_->parameters().data(), *wanted_.values);
        probing_ = true;
        probingMs_ = steadyNowMs() - start;
    } catch (const std::bad_alloc&) {
        giveUpValues();
    }
}

void TrainingLoop::workOnValues() {
    const double start = steadyNowMs();
    try {
        probing_ = probe_->work();
    } catch (const std::bad_alloc&) {
        return giveUpValues();
    }
    const double end = steadyNowMs();
    probingMs_ += end - start;
    if (probing_) return;
    values_ = probe_->found();
    values_.step = valuesStep_;
    dirty_ = true;
    valuesDueMs_ = end + std::max(kValuesMs, probingMs_ / kValuesShare);
}

// Training has its memory and goes on; there is no histogram.
void TrainingLoop::giveUpValues() {
    probe_.reset();
    probing_ = false;
    values_ = {};
    dirty_ = true;
}

}  // namespace squash
