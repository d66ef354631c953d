#include "training/plain_pass.hpp"

#include <algorithm>
#include <cmath>

#include "network/learned_places.hpp"
#include "training/plain_products.hpp"

namespace squash {
namespace {

// With the values that training has come to; prelu's one a channel.
std::vector<Activation> currentActivations(const Network& network, const Layer& layer,
                                           std::span<const float> parameters) {
    const auto chosen = layer.activation();
    if (!chosen) return {};
    std::vector<Activation> result{*chosen};
    for (const auto& [parameter, info] : learnedPlaces(network, layer)) {
        result.resize(std::max(result.size(), info->size), *chosen);
        for (std::size_t c = 0; c < result.size(); ++c)
            result[c].parameters[parameter] =
                static_cast<double>(parameters[info->offset + (info->size == 1 ? 0 : c)]);
    }
    return result;
}

}  // namespace

std::size_t weightOutputs(const Network& network, const Layer& layer) {
    return network.parameters()[static_cast<std::size_t>(layer.bias)].size;
}

PlainPass::PlainPass(const Network& network, std::span<const float> parameters)
    : network_(network), parameters_(parameters), passes_(network.layers().size()) {
    activations_.reserve(passes_.size());
    for (const Layer& layer : network.layers())
        activations_.push_back(currentActivations(network, layer, parameters));
}

const Activation& PlainPass::activationOf(std::size_t layer, std::size_t channel) const {
    const std::vector<Activation>& known = activations_[layer];
    return known[channel % known.size()];
}

void PlainPass::forward(std::span<const std::uint8_t> planes, double scale) {
    const Shape& in = network_.input();
    const std::size_t plane = in.height * in.width;
    PlainValues x(in.size());
    for (std::size_t c = 0; c < in.channels; ++c)
        for (std::size_t p = 0; p < plane; ++p)
            x[p * in.channels + c] = planes[c * plane + p] * scale;
    for (std::size_t layer = 0; layer < passes_.size(); ++layer) {
        passes_[layer] = {};
        passes_[layer].in = std::move(x);
        apply(layer);
        activate(layer);
        x = passes_[layer].out;
    }
}

void PlainPass::apply(std::size_t index) {
    const Layer& layer = network_.layers()[index];
    if (layer.kernel >= 0) return applyWeights(index);
    if (const auto* pool = std::get_if<MaxPool2D>(&layer.spec)) return applyPool(index, pool->pool);
    passes_[index].z = passes_[index].in;
}

void PlainPass::applyWeights(std::size_t index) {
    const Layer& layer = network_.layers()[index];
    LayerPass& pass = passes_[index];
    const std::size_t outputs = weightOutputs(network_, layer);
    const auto& infos = network_.parameters();
    const float* kernel = parameters_.data() + infos[static_cast<std::size_t>(layer.kernel)].offset;
    const float* bias = parameters_.data() + infos[static_cast<std::size_t>(layer.bias)].offset;
    pass.z.resize(layer.output.height * layer.output.width * outputs);
    for (std::size_t i = 0; i < pass.z.size(); ++i)
        pass.z[i] = static_cast<double>(bias[i % outputs]);
    eachProduct(layer, outputs, [&](std::size_t weight, std::size_t from, std::size_t to) {
        pass.z[to] += pass.in[from] * static_cast<double>(kernel[weight]);
    });
}

void PlainPass::applyPool(std::size_t index, std::size_t pool) {
    const Layer& layer = network_.layers()[index];
    LayerPass& pass = passes_[index];
    const Shape &in = layer.input, &out = layer.output;
    // Where a function is flat many values are equal, and training, which pools before it, takes the largest z.
    const PlainValues& inputs = pass.in;
    const PlainValues* before = index > 0 ? &passes_[index - 1].z : &inputs;
    if (before->size() != inputs.size()) before = &inputs;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::size_t channel = i % in.channels, place = i / in.channels;
        const std::size_t top = place / out.width * pool, left = place % out.width * pool;
        const auto at = [&](std::size_t tap) {
            return ((top + tap / pool) * in.width + left + tap % pool) * in.channels + channel;
        };
        std::size_t best = at(0);
        for (std::size_t tap = 1; tap < pool * pool; ++tap) {
            const std::size_t next = at(tap);
            const bool same = inputs[next] == inputs[best];
            if (inputs[next] > inputs[best] || (same && (*before)[next] > (*before)[best]))
                best = next;
        }
        pass.taken.push_back(best);
        pass.z.push_back(inputs[best]);
    }
}

void PlainPass::activate(std::size_t index) {
    LayerPass& pass = passes_[index];
    if (activations_[index].empty()) {
        pass.out = pass.z;
        return;
    }
    const std::size_t pieces = piecesOf(activations_[index].front());
    pass.out.resize(pass.z.size() / pieces);
    for (std::size_t i = 0; i < pass.out.size(); ++i) {
        if (pieces == 1) {
            pass.out[i] = evaluate(activationOf(index, i), pass.z[i]).f;
            continue;
        }
        const auto first = pass.z.begin() + static_cast<std::ptrdiff_t>(i * pieces);
        const auto best = std::max_element(first, first + static_cast<std::ptrdiff_t>(pieces));
        pass.taken.push_back(static_cast<std::size_t>(best - pass.z.begin()));
        pass.out[i] = *best;
    }
}

void PlainPass::backActivate(std::size_t index) {
    LayerPass& pass = passes_[index];
    pass.zGradient = pass.outGradient;
    if (activations_[index].empty()) return;
    const std::size_t pieces = piecesOf(activations_[index].front());
    pass.zGradient.assign(pass.z.size(), 0);
    for (std::size_t i = 0; i < pass.out.size(); ++i)
        if (pieces == 1)
            pass.zGradient[i] =
                pass.outGradient[i] * evaluate(activationOf(index, i), pass.z[i]).df;
        else
            pass.zGradient[pass.taken[i]] = pass.outGradient[i];
}

PlainValues PlainPass::inputGradient(std::size_t index) const {
    const Layer& layer = network_.layers()[index];
    const LayerPass& pass = passes_[index];
    const bool pools = std::holds_alternative<MaxPool2D>(layer.spec);
    if (layer.kernel < 0 && !pools) return pass.zGradient;
    PlainValues result(pass.in.size(), 0);
    if (pools) {
        for (std::size_t i = 0; i < pass.taken.size(); ++i)
            result[pass.taken[i]] += pass.zGradient[i];
        return result;
    }
    const float* kernel =
        parameters_.data() + network_.parameters()[static_cast<std::size_t>(layer.kernel)].offset;
    eachProduct(layer, weightOutputs(network_, layer),
                [&](std::size_t weight, std::size_t from, std::size_t to) {
                    result[from] += pass.zGradient[to] * static_cast<double>(kernel[weight]);
                });
    return result;
}

void PlainPass::backward(std::size_t label, std::size_t last) {
    PlainValues& atLogits = passes_.back().outGradient;
    atLogits = probabilities();
    atLogits[label] -= 1;
    for (std::size_t layer = passes_.size() - 1;; --layer) {
        backActivate(layer);
        if (layer == last) return;
        passes_[layer - 1].outGradient = inputGradient(layer);
    }
}

PlainValues PlainPass::probabilities() const {
    PlainValues result = passes_.back().out;
    const double largest = *std::ranges::max_element(result);
    double sum = 0;
    for (double& value : result) {
        value = std::exp(value - largest);
        sum += value;
    }
    for (double& value : result) value /= sum;
    return result;
}

double PlainPass::loss(std::size_t label) const {
    const PlainValues& logits = passes_.back().out;
    const double largest = *std::ranges::max_element(logits);
    double sum = 0;
    for (const double value : logits) sum += std::exp(value - largest);
    return std::log(sum) + largest - logits[label];
}

}  // namespace squash
