#include "training/layer_look.hpp"

#include <algorithm>
#include <cmath>

#include "squash/activations/shape.hpp"

namespace squash {
namespace {

using kernels::kLanes;

void countValue(float z, bool saturated, LayerValues& into) {
    const auto value = static_cast<double>(z);
    if (!std::isfinite(value)) return;
    const ValuesWanted& wanted = into.wanted;
    ++into.count;
    into.saturated += saturated;
    into.least = std::min(into.least, value);
    into.most = std::max(into.most, value);
    if (value < wanted.from) {
        ++into.below;
        into.saturatedBelow += saturated;
    } else if (value >= wanted.to) {
        ++into.above;
        into.saturatedAbove += saturated;
    } else {
        const double share = (value - wanted.from) / (wanted.to - wanted.from);
        const std::size_t bin =
            std::min(static_cast<std::size_t>(share * kValueBins), kValueBins - 1);
        ++into.bins[bin];
        into.saturatedBins[bin] += saturated;
    }
}

}  // namespace

void add(const LayerValues& from, LayerValues& into) {
    for (std::size_t i = 0; i < kValueBins; ++i) {
        into.bins[i] += from.bins[i];
        into.saturatedBins[i] += from.saturatedBins[i];
    }
    into.count += from.count;
    into.saturated += from.saturated;
    into.least = std::min(into.least, from.least);
    into.most = std::max(into.most, from.most);
    into.below += from.below;
    into.saturatedBelow += from.saturatedBelow;
    into.above += from.above;
    into.saturatedAbove += from.saturatedAbove;
}

void DeviationSum::add(const float* values, std::size_t size, std::size_t lanes) {
    for (std::size_t first = 0; first < size; first += kLanes)
        for (std::size_t i = first; i < first + lanes; ++i) {
            const auto value = static_cast<double>(values[i]);
            sum += value;
            squares += value * value;
        }
    count += static_cast<double>(size / kLanes * lanes);
}

void DeviationSum::add(const DeviationSum& other) {
    count += other.count;
    sum += other.sum;
    squares += other.squares;
}

double DeviationSum::deviation() const {
    const double mean = sum / count, variance = squares / count - mean * mean;
    return std::isnan(variance) ? variance : std::sqrt(std::max(variance, 0.0));
}

bool LayerLook::hasSlope() const {
    return activation != nullptr && activation->kind != OpKind::Maxout;
}

void LayerLook::findOutputs(const kernels::KernelTable& table, const float* z,
                            LookCounts& counts) const {
    const std::size_t size = source->out.size;
    if (activation->kind == OpKind::Maxout)
        return table.maxoutForward(channels, activation->pieces, z, counts.outputs.data(),
                                   counts.places.data());
    std::copy_n(z, size, counts.slopes.begin());
    if (preluSlopes == nullptr)
        return table.activate(activation->activation.call(), size, counts.slopes.data(),
                              counts.outputs.data());
    table.preluForward(channels, z, preluSlopes, counts.outputs.data());
    for (std::size_t i = 0; i < size; ++i)
        counts.slopes[i] = z[i] > 0 ? 1.0f : preluSlopes[unitOf(i)];
}

void LayerLook::countSlopes(const Preactivations& block, LayerUnits& units,
                            LookCounts& counts) const {
    for (std::size_t first = 0; first < source->out.size; first += kLanes) {
        std::uint32_t saturated = 0, flat = 0;
        for (std::size_t i = first; i < first + block.images; ++i) {
            const float slope = std::abs(counts.slopes[i]);
            saturated += slope < kSaturatedSlope;
            flat += slope == 0;
            if (histogram) countValue(block.z[i], slope < kSaturatedSlope, counts.values);
        }
        if (!eachUnit) continue;
        units.saturated[unitOf(first)] += saturated;
        units.flat[unitOf(first)] += flat;
    }
}

void LayerLook::count(const kernels::KernelTable& table, const Preactivations& block,
                      std::size_t index, LookCounts& counts) const {
    if (activation != nullptr) findOutputs(table, block.z, counts);
    if (hasSlope() && (histogram || eachUnit)) countSlopes(block, counts.units[index], counts);
    if (!spread) return;
    SpreadSum& sum = (*counts.spread)[index];
    sum.z.add(block.z, source->out.size, block.images);
    if (activation != nullptr)
        sum.a.add(counts.outputs.data(), source->out.size / activation->pieces, block.images);
}

}  // namespace squash
