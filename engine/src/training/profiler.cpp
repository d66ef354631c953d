#include "training/profiler.hpp"

#include <algorithm>
#include <numeric>

namespace squash {
namespace {

constexpr double kWindowMs = 1000;  // of each worker's time

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double allMs(const OpTimes& times) {
    return sum(times.forwardMs) + sum(times.backwardMs) + times.lossMs + times.updateMs;
}

void halve(OpTimes& times) {
    for (auto* values : {&times.forwardMs, &times.backwardMs})
        for (double& value : *values) value /= 2;
    times.lossMs /= 2;
    times.updateMs /= 2;
}

double rate(double flops, double ms) { return ms > 0 ? flops / ms * 1e-6 : 0; }

// By definition a step needs the layer's multiply-adds forward, for the weights, and for the input
// where something before it learns.
void fillRates(const Network& network, double batch, std::vector<LayerTime>& layers) {
    bool first = true;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const double multiplyAdds = forwardMultiplyAdds(network.layers()[i]) * (first ? 2 : 3);
        if (multiplyAdds > 0) first = false;
        LayerTime& layer = layers[i];
        layer.gflops = rate(2 * multiplyAdds * batch, layer.forwardMs + layer.backwardMs);
    }
}

}  // namespace

OpTimes& operator+=(OpTimes& sum, const OpTimes& times) {
    for (std::size_t i = 0; i < sum.forwardMs.size(); ++i) {
        sum.forwardMs[i] += times.forwardMs[i];
        sum.backwardMs[i] += times.backwardMs[i];
    }
    sum.lossMs += times.lossMs;
    sum.updateMs += times.updateMs;
    return sum;
}

Profile profileByLayer(const Network& network, const Plan& plan, const OpTimes& times,
                       const ProfileUnit& unit) {
    const double scale = unit.batch / unit.images;
    Profile profile;
    for (const Layer& layer : network.layers()) profile.layers.push_back({.name = layer.name});
    for (std::size_t i = 0; i < plan.ops.size(); ++i) {
        LayerTime& layer = profile.layers[plan.ops[i].layer];
        layer.forwardMs += times.forwardMs[i] * scale;
        layer.backwardMs += times.backwardMs[i] * scale;
    }
    fillRates(network, unit.batch, profile.layers);
    profile.lossMs = times.lossMs * scale;
    profile.optimizerMs = times.updateMs * scale;
    LayerTime& total = profile.total;
    total.name = "total";
    total.forwardMs = sum(times.forwardMs) * scale;
    total.backwardMs = sum(times.backwardMs) * scale + profile.lossMs + profile.optimizerMs;
    total.gflops =
        rate(trainingFlopsPerImage(network) * unit.batch, total.forwardMs + total.backwardMs);
    return profile;
}

Profiler::Profiler(const Network& network, const Plan& plan, std::size_t workers)
    : network_(network),
      plan_(plan),
      times_(workers, OpTimes(plan.ops.size())),
      sums_(plan.ops.size()) {}

void Profiler::stepDone(std::size_t images) {
    if (whole_) {
        for (const OpTimes& worker : times_) sums_ += worker;
        images_ += static_cast<double>(images);
    }
    whole_ = true;
    // In place: the executor goes on writing there.
    for (OpTimes& worker : times_) worker.clear();
    if (allMs(sums_) < kWindowMs * static_cast<double>(times_.size())) return;
    // Forget the older half, so that the figures follow without jumping.
    halve(sums_);
    images_ /= 2;
}

Profile Profiler::profile(std::size_t batch) const {
    if (images_ == 0) return {};
    return profileByLayer(network_, plan_, sums_, {images_, static_cast<double>(batch)});
}

}  // namespace squash
