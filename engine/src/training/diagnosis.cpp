#include "squash/training/diagnosis.hpp"

#include <algorithm>

#include "squash/core/error.hpp"
#include "training/batch_source.hpp"
#include "training/flow_meter.hpp"
#include "training/probe.hpp"

namespace squash {
namespace {

GradientFlow flowOf(const Model& model, WorkerPool& pool, const Batch& batch) {
    Executor executor(model.network, *model.kernels.table, pool.workers(), batch.images.size());
    FlowMeter meter(model.network, executor.plan(), *model.kernels.table);
    const FloatArray parameters(model.parameters.begin(), model.parameters.end());
    FloatArray gradients(parameters.size(), 0);
    std::vector<ImageResult> results(batch.images.size());
    executor.setGradientSquares(&meter.squares(batch.chunks()));
    pool.run(0, executor.packTasks(),
             [&](std::size_t task, std::size_t) { executor.pack(task, parameters.data()); });
    const std::size_t shards = executor.shards(batch);
    for (std::size_t first = 0; first < batch.chunks(); first += shards)
        pool.run(first, std::min(first + shards, batch.chunks()),
                 [&](std::size_t chunk, std::size_t worker) {
                     executor.train(batch, chunk, worker, parameters.data(), results.data());
                 });
    pool.run(0, executor.gradientTasks(), [&](std::size_t task, std::size_t worker) {
        executor.gradient(task, worker, batch, gradients.data());
    });
    meter.measure(0, batch.images.size(), parameters, gradients);
    return meter.flow();
}

DepthSpread joined(std::size_t images, const std::vector<ValueSpread>& values,
                   const GradientFlow& flow) {
    DepthSpread spread{images, {}};
    for (std::size_t i = 0; i < values.size(); ++i)  // both: of the layers with a kernel
        spread.layers.push_back({values[i].layer, values[i].preactivations, values[i].activations,
                                 flow.layers[i].preactivationGradientRms,
                                 flow.layers[i].kernelGradientRms});
    return spread;
}

struct ProbeImages {  // borrowed from the set
    std::vector<const std::uint8_t*> pixels;
    std::vector<std::uint8_t> labels;
    float scale = 1;
};

ProbeImages chosenImages(const Model& model, const ImageSet& set, const ProbeChoice& choice) {
    const std::vector<std::uint32_t> images =
        probeImages(set.size(), choice.limit, choice.seed, choice.images);
    if (images.empty()) throw Error("cannot probe", "the images", "at least one image");
    ProbeImages chosen{pixelsOf(set, images), {}, pixelScale(model.pixels)};
    chosen.labels.reserve(images.size());
    for (const std::uint32_t image : images) chosen.labels.push_back(set.labels[image]);
    return chosen;
}

Diagnosis look(const Model& model, WorkerPool& pool, const ProbeImages& images, bool units) {
    Diagnosis result;
    result.images = images.pixels.size();
    Probe probe(model.network, model.kernels, pool, images.pixels, images.scale);
    probe.begin(model.parameters.data(), {std::nullopt, units, true});
    while (probe.work()) {}
    result.units = probe.units();
    result.flow = flowOf(model, pool, {images.pixels, images.labels, images.scale});
    result.spread = joined(result.images, probe.spread(), result.flow);
    return result;
}

}  // namespace

Diagnosis diagnose(const Model& model, WorkerPool& pool, const ImageSet& set,
                   const ProbeChoice& choice) {
    return look(model, pool, chosenImages(model, set, choice), true);
}

DepthSpread depthSpread(const Model& model, WorkerPool& pool, const ImageSet& set,
                        const ProbeChoice& choice) {
    return look(model, pool, chosenImages(model, set, choice), false).spread;
}

}  // namespace squash
