// What the loop looks at beside training: the example images and a layer's values.
#include <algorithm>
#include <new>

#include "core/clock.hpp"
#include "training/batch_source.hpp"
#include "training/session_impl.hpp"

namespace squash {
namespace {

constexpr double kValuesShare = 1.0 / 20;  // of the time, at most
constexpr double kUnitsShare = 1.0 / 50;   // the same where only units are wanted
constexpr double kFlowMs = 100;            // from one measured step to the next
constexpr double kValuesMs = 100;          // at least from one look to the next while training

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

bool TrainingLoop::flowDue(double now) const { return wanted_.diagnose && now >= flowDueMs_; }

// Of the next step that begins. Without memory for it training goes on all the same.
void TrainingLoop::askForFlow(double now) {
    flowDueMs_ = now + kFlowMs;
    try {
        trainer_->measureFlow();
    } catch (const std::bad_alloc&) {
        flowHistory_.reset();
    }
}

// The step just done, where it was one that was measured.
void TrainingLoop::noteFlow() {
    const GradientFlow& flow = trainer_->flow();
    if (flow.step != trainer_->step()) return;
    try {
        FlowHistory history = flowHistory_ ? *flowHistory_ : FlowHistory{};
        history.append(flow);
        flowHistory_ = std::make_shared<const FlowHistory>(std::move(history));
    } catch (const std::bad_alloc&) {
        flowHistory_.reset();
    }
}

bool TrainingLoop::valuesDue(double now) const {
    const ProbeWish wish{wanted_.values, wanted_.diagnose};
    if (!trainer_ || measurement_ || wish == ProbeWish{}) return false;
    const bool sameWish = valuesWish_ == wish;
    if (valuesStep_ == trainer_->step() && sameWish) return false;
    // A look goes to its end, or training would never let one; a person's new wish ends it.
    if (probing_ && sameWish) return false;
    return !playing_ || (now >= valuesDueMs_ && !trainer_->validating());
}

void TrainingLoop::beginValues() {
    const double start = steadyNowMs();
    const Experiment& experiment = trainer_->experiment();
    valuesStep_ = trainer_->step();
    valuesWish_ = ProbeWish{wanted_.values, wanted_.diagnose};
    try {
        if (!probe_)
            probe_.emplace(trainer_->network(), kernels_, pool_,
                           pixelsOf(trainer_->data().validation,
                                    probeImages(trainer_->data().validation.size(),
                                                experiment.validationLimit, experiment.seed)),
                           pixelScale(experiment.pixels));
        probe_->begin(trainer_->parameters().data(), *valuesWish_);
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
    values_ = probe_->values();
    values_.step = valuesStep_;
    if (valuesWish_->units)
        units_ = std::make_shared<const std::vector<LayerUnits>>(probe_->units());
    dirty_ = true;
    valuesDueMs_ =
        end + std::max(kValuesMs, probingMs_ / (valuesWish_->values ? kValuesShare : kUnitsShare));
}

// Training has its memory and goes on; there is no histogram.
void TrainingLoop::giveUpValues() {
    probe_.reset();
    probing_ = false;
    values_ = {};
    units_.reset();
    dirty_ = true;
}

}  // namespace squash
