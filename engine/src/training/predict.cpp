#include "squash/training/predict.hpp"

#include <cmath>
#include <limits>

#include "squash/core/error.hpp"
#include "training/batch_source.hpp"
#include "training/predictor.hpp"

namespace squash {
namespace {

void forwardAll(const Model& model, WorkerPool& pool, const Batch& batch,
                const ChunkOutput& output) {
    Predictor(model.network, model.kernels, pool).run(model.parameters.data(), batch, output);
}

}  // namespace

std::vector<Probabilities> predict(const Model& model, WorkerPool& pool,
                                   std::span<const std::uint8_t* const> images) {
    std::vector<Probabilities> probabilities(images.size());
    const Batch batch{images, {}, pixelScale(model.pixels)};
    if (!images.empty()) forwardAll(model, pool, batch, {nullptr, probabilities.front().data()});
    return probabilities;
}

Evaluation evaluateModel(const Model& model, WorkerPool& pool, const ImageSet& images,
                         std::size_t limit) {
    const std::size_t count = limited(images.size(), limit);
    if (count == 0) throw Error("cannot evaluate", "the images", "at least one image");
    BatchSource source(count, pixelScale(model.pixels));
    source.takeFirst(images, count);
    std::vector<ImageResult> results(count);
    forwardAll(model, pool, source.batch(), {results.data(), nullptr});

    Evaluation evaluation;
    evaluation.images = count;
    std::array<double, kClasses> right{}, all{};
    for (std::size_t i = 0; i < count; ++i) {
        evaluation.loss += results[i].loss;
        evaluation.accuracy += results[i].correct;
        all[images.labels[i]] += 1;
        right[images.labels[i]] += results[i].correct;
    }
    evaluation.loss /= static_cast<double>(count);
    evaluation.accuracy /= static_cast<double>(count);
    for (std::size_t c = 0; c < kClasses; ++c)
        evaluation.perClass[c] =
            all[c] > 0 ? right[c] / all[c] : std::numeric_limits<double>::quiet_NaN();
    return evaluation;
}

}  // namespace squash
