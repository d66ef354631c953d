#include "training/flow_meter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/clock.hpp"
#include "core/round.hpp"
#include "training/sum_squares.hpp"

namespace squash {

using kernels::kLanes;

std::vector<double>& FlowMeter::squares(std::size_t chunks) {
    squares_.assign(chunks * plan_.ops.size(), 0);
    return squares_;
}

double FlowMeter::rms(const FloatArray& values, const ParameterInfo& info) const {
    const double sum = sumOfSquares(table_, values.data() + info.offset,
                                    roundUp(info.size, kLanes));  // the gap behind is zero
    return std::sqrt(sum / static_cast<double>(info.size));
}

// Of pooled gradients the zeros between them count too.
double FlowMeter::preactivationGradientRms(std::size_t op, std::size_t images) const {
    double sum = 0;
    for (std::size_t at = op; at < squares_.size(); at += plan_.ops.size()) sum += squares_[at];
    const auto values = static_cast<double>(plan_.ops[op].out.size / kLanes * images);
    return std::sqrt(sum / values);
}

void FlowMeter::measure(std::uint64_t step, std::size_t images, const FloatArray& parameters,
                        const FloatArray& gradients) {
    const double start = steadyNowMs();
    std::ranges::copy(parameters, before_.begin());
    flow_.step = step;
    flow_.layers.clear();
    for (std::size_t i = 0; i < plan_.ops.size(); ++i) {
        const Op& op = plan_.ops[i];
        if (op.kernel < 0) continue;
        const ParameterInfo& kernel = network_.parameters()[static_cast<std::size_t>(op.kernel)];
        LayerFlow layer;
        layer.layer = op.layer;
        layer.preactivationGradientRms = preactivationGradientRms(i, images);
        layer.kernelGradientRms = rms(gradients, kernel);
        layer.weightRms = rms(parameters, kernel);
        flow_.layers.push_back(layer);
    }
    const double last = flow_.layers.back().preactivationGradientRms;
    for (LayerFlow& layer : flow_.layers)
        layer.toLast = last > 0 ? layer.preactivationGradientRms / last
                                : std::numeric_limits<double>::quiet_NaN();
    flow_.spentMs = steadyNowMs() - start;
}

void FlowMeter::measureUpdate(const FloatArray& parameters) {
    const double start = steadyNowMs();
    for (std::size_t i = 0; i < parameters.size(); ++i) before_[i] = parameters[i] - before_[i];
    for (LayerFlow& layer : flow_.layers) {
        const int kernel = network_.layers()[layer.layer].kernel;
        layer.updateRms = rms(before_, network_.parameters()[static_cast<std::size_t>(kernel)]);
    }
    flow_.spentMs += steadyNowMs() - start;
}

}  // namespace squash
