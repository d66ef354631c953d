// Bins from the bits of a float: its exponent says the octave, its fraction which half. In two passes over short
// runs, the first of which compilers make vector code of; the second counts into four tables in turn, since most
// values fall into few bins and an addition to the same place has to wait for the one before.
#include "squash/training/weight_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace squash {
namespace {

using Histogram = MagnitudeHistogram;

constexpr std::size_t kRun = 256, kTables = 4, kLaneCount = 8;
constexpr std::int32_t kSide = static_cast<std::int32_t>(Histogram::kSide);
constexpr std::int32_t kNonFiniteBin = 2 * kSide + 1;
constexpr std::int32_t kFractionBits = 23, kFraction = (1 << kFractionBits) - 1;
constexpr std::int32_t kRootOfTwo = 0x3504f4;  // the least fraction above it
constexpr std::int32_t kBias = 127, kInfinityBits = 0x7f800000;
// Half octaves counted from the exponent's 0 that lie below side 1.
constexpr std::int32_t kBelow = 2 * (kBias + Histogram::kLowestPower) - 1;

constexpr std::int32_t binOf(float value) {
    const auto bits = std::bit_cast<std::int32_t>(value);
    const std::int32_t magnitude = bits & 0x7fffffff;
    const std::int32_t halves =
        2 * (magnitude >> kFractionBits) + ((magnitude & kFraction) >= kRootOfTwo ? 1 : 0) - kBelow;
    const std::int32_t above = halves > 0 ? halves : 0;
    const std::int32_t side = above < kSide ? above : kSide;
    const std::int32_t bin = kSide + (bits < 0 ? -side : side);
    return magnitude >= kInfinityBits ? kNonFiniteBin : bin;
}
static_assert(binOf(0.0f) == kSide && binOf(-0.0f) == kSide && binOf(1.0f) == kSide + 61);
static_assert(binOf(0x1p-30f) == kSide + 1 && binOf(-0x1p-30f) == kSide - 1);

struct Extremes {  // in each lane of its own
    std::array<float, kLaneCount> least, most;
    Extremes() {
        least.fill(std::numeric_limits<float>::infinity());
        most.fill(-std::numeric_limits<float>::infinity());
    }
    void take(float value, std::size_t lane) {
        constexpr float kLargest = std::numeric_limits<float>::max();
        const bool finite = std::abs(value) <= kLargest;
        const float low = finite ? value : kLargest, high = finite ? value : -kLargest;
        least[lane] = low < least[lane] ? low : least[lane];
        most[lane] = high > most[lane] ? high : most[lane];
    }
};

struct Counter {
    std::array<std::array<std::uint32_t, kNonFiniteBin + 1>, kTables> tables{};
    std::array<std::uint32_t, kRun> bins;
    Extremes extremes;

    void take(const float* values, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            bins[i] = static_cast<std::uint32_t>(binOf(values[i]));
        extremes = seen(values, count);
        const std::size_t whole = count / kTables * kTables;
        for (std::size_t i = 0; i < whole; i += kTables)
            for (std::size_t table = 0; table < kTables; ++table) ++tables[table][bins[i + table]];
        for (std::size_t i = whole; i < count; ++i) ++tables[0][bins[i]];
    }

    // By value: what may lie anywhere in memory would be stored after every number.
    Extremes seen(const float* values, std::size_t count) const {
        Extremes all = extremes;
        const std::size_t whole = count / kLaneCount * kLaneCount;
        for (std::size_t i = 0; i < whole; i += kLaneCount)
            for (std::size_t lane = 0; lane < kLaneCount; ++lane) all.take(values[i + lane], lane);
        for (std::size_t i = whole; i < count; ++i) all.take(values[i], 0);
        return all;
    }

    std::uint32_t sum(std::size_t bin) const {
        std::uint32_t total = 0;
        for (const auto& table : tables) total += table[bin];
        return total;
    }
};

std::span<const float> kernelOf(const ParameterInfo& info, std::span<const float> all) {
    return all.subspan(info.offset, info.size);
}

}  // namespace

std::uint64_t MagnitudeHistogram::finite() const {
    std::uint64_t sum = 0;
    for (const std::uint32_t count : counts) sum += count;
    return sum;
}

std::uint64_t MagnitudeHistogram::ofSide(std::size_t side) const {
    return side == 0 ? counts[kSide] : std::uint64_t{counts[kSide - side]} + counts[kSide + side];
}

double MagnitudeHistogram::edge(std::size_t side) {
    return side == 0 ? 0 : std::exp2(kLowestPower + (static_cast<double>(side) - 1) / 2);
}

double MagnitudeHistogram::place(double value) {
    constexpr double middle = kSide + 0.5, most = kSide + 0.5;
    const double magnitude = std::abs(value);
    if (!(magnitude >= edge(1))) return middle;
    const double from = 0.5 + 2 * (std::log2(magnitude) - kLowestPower);
    return middle + std::copysign(std::min(from, most), value);
}

MagnitudeHistogram histogramOf(std::span<const float> values) {
    Counter counter;
    for (std::size_t at = 0; at < values.size(); at += kRun)
        counter.take(values.data() + at, std::min(kRun, values.size() - at));
    MagnitudeHistogram histogram;
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin)
        histogram.counts[bin] = counter.sum(bin);
    histogram.nonFinite = counter.sum(kNonFiniteBin);
    const bool any = histogram.nonFinite < values.size();
    const float none = std::numeric_limits<float>::quiet_NaN();
    histogram.least = any ? std::ranges::min(counter.extremes.least) : none;
    histogram.most = any ? std::ranges::max(counter.extremes.most) : none;
    return histogram;
}

WeightHistograms histogramsOf(const Network& network, std::size_t kernelLayer,
                              std::span<const float> parameters, std::span<const float> gradients) {
    for (const Layer& layer : network.layers()) {
        if (layer.kernel < 0 || kernelLayer-- > 0) continue;
        const ParameterInfo& info = network.parameters()[static_cast<std::size_t>(layer.kernel)];
        return {0, histogramOf(kernelOf(info, parameters)), histogramOf(kernelOf(info, gradients))};
    }
    return {};
}

}  // namespace squash
