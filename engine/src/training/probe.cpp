#include "training/probe.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "squash/activations/shape.hpp"
#include "squash/core/random.hpp"
#include "training/batch_source.hpp"

namespace squash {
namespace {

using kernels::kLanes;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

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

}  // namespace

std::vector<std::uint32_t> probeImages(std::size_t setSize, std::size_t limit, std::uint64_t seed,
                                       std::size_t count) {
    std::vector<std::uint32_t> order(limited(setSize, limit));
    std::iota(order.begin(), order.end(), 0u);
    Generator generator = makeGenerator(Stream::Probe, seed);
    shuffle(order, generator);
    order.resize(std::min(order.size(), count));
    return order;
}

std::vector<const std::uint8_t*> pixelsOf(const ImageSet& set,
                                          const std::vector<std::uint32_t>& images) {
    std::vector<const std::uint8_t*> pixels;
    pixels.reserve(images.size());
    for (const std::uint32_t index : images) pixels.push_back(set.image(index).data());
    return pixels;
}

struct Probe::Counts {
    FloatArray slopes, scratch;  // f'(z) of a block; f(z), which nobody asks for
    LayerValues values;
    std::vector<LayerUnits> units;  // as looks
};

// f'(z) of one layer by the kernels that train.
struct Probe::Look {
    std::size_t layer = 0;  // among those with an activation
    const Op* source = nullptr;
    const Op* activation = nullptr;            // null: it has no f'
    const float* preluSlopes = nullptr;        // one a channel, or null
    kernels::ChannelGeometry channels{};       // of z
    bool histogram = false, eachUnit = false;  // what is counted

    std::size_t unitOf(std::size_t value) const {
        return value / kLanes / channels.inner % channels.channels;
    }

    void findSlopes(const kernels::KernelTable& table, const float* z, Counts& counts) const {
        const std::size_t size = source->out.size;
        std::copy_n(z, size, counts.slopes.begin());
        if (preluSlopes == nullptr)
            return table.activate(activation->activation.call(), size, counts.slopes.data(),
                                  counts.scratch.data());
        for (std::size_t i = 0; i < size; ++i)
            counts.slopes[i] = z[i] > 0 ? 1.0f : preluSlopes[unitOf(i)];
    }

    void count(const kernels::KernelTable& table, const Preactivations& block, LayerUnits& units,
               Counts& counts) const {
        findSlopes(table, block.z, counts);
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
};

Probe::Probe(const Network& network, const KernelSet& kernels, WorkerPool& pool,
             std::vector<const std::uint8_t*> images, float scale)
    : network_(network),
      executor_(network, *kernels.table, pool.workers(), 0),
      table_(*kernels.table),
      pool_(pool),
      images_(std::move(images)),
      scale_(scale),
      parameters_(network.flatSize(), 0.0f) {}

Probe::~Probe() = default;

// One for each layer with an activation.
std::vector<Probe::Look> Probe::looks() const {
    std::vector<Look> result;
    for (std::size_t layer = 0; layer < network_.layers().size(); ++layer) {
        const Layer& known = network_.layers()[layer];
        if (!known.activation()) continue;
        Look look;
        look.layer = result.size();
        for (const Op& op : executor_.plan().ops) {
            if (op.layer != layer) continue;
            (isActivation(op) ? look.activation : look.source) = &op;
        }
        if (look.source == nullptr || look.activation->kind == OpKind::Maxout)
            look.activation = nullptr;
        const std::size_t channels = known.output.channels;
        const std::size_t positions = known.output.size() / channels;
        const bool flat = look.source != nullptr && look.source->conv.flat;
        look.channels = flat ? kernels::ChannelGeometry{positions, channels, 1}
                             : kernels::ChannelGeometry{1, channels, positions};
        if (look.activation != nullptr && look.activation->kind == OpKind::Prelu)
            look.preluSlopes =
                parameters_.data() +
                network_.parameters()[static_cast<std::size_t>(look.activation->learned)].offset;
        look.histogram = wish_.values && wish_.values->layer == look.layer &&
                         wish_.values->from < wish_.values->to;
        look.eachUnit = wish_.units;
        result.push_back(look);
    }
    return result;
}

void Probe::begin(const float* parameters, const ProbeWish& wish) {
    std::copy_n(parameters, parameters_.size(), parameters_.begin());
    wish_ = wish;
    looks_ = looks();
    next_ = 0;
    Counts blank;
    std::size_t largest = 0;
    for (const Look& look : looks_) {
        LayerUnits units{look.layer, 0, {}, {}};
        if (look.activation != nullptr && look.eachUnit) {
            units.values = images_.size() * look.channels.outer * look.channels.inner;
            units.saturated.assign(look.channels.channels, 0);
            units.flat = units.saturated;
        }
        blank.units.push_back(std::move(units));
        if (look.source != nullptr) largest = std::max(largest, look.source->out.size);
        if (look.activation == nullptr || !look.histogram) continue;
        blank.values.bins.assign(kValueBins, 0);
        blank.values.saturatedBins.assign(kValueBins, 0);
        blank.values.least = kInfinity;
        blank.values.most = -kInfinity;
    }
    if (wish_.values) blank.values.wanted = *wish_.values;
    blank.slopes.assign(largest, 0);
    blank.scratch.assign(largest, 0);
    counts_.assign(pool_.workers(), blank);
    pool_.run(0, executor_.packTasks(),
              [&](std::size_t task, std::size_t) { executor_.pack(task, parameters_.data()); });
}

bool Probe::work() {
    const Batch batch{images_, {}, scale_};
    const std::size_t end = std::min(next_ + pool_.workers(), batch.chunks());
    const bool wanted = std::ranges::any_of(looks_, [](const Look& look) {
        return look.activation != nullptr && (look.histogram || look.eachUnit);
    });
    if (!wanted || next_ == end) return false;
    const WatchPreactivations watch = [&](const Preactivations& block) {
        for (std::size_t i = 0; i < looks_.size(); ++i) {
            const Look& look = looks_[i];
            if (look.source != &block.op || look.activation == nullptr) continue;
            if (!look.histogram && !look.eachUnit) continue;
            Counts& counts = counts_[block.worker];
            look.count(table_, block, counts.units[i], counts);
        }
    };
    pool_.run(next_, end, [&](std::size_t chunk, std::size_t worker) {
        executor_.predict(batch, chunk, worker, parameters_.data(), {nullptr, nullptr, &watch});
    });
    next_ = end;
    return next_ < batch.chunks();
}

LayerValues Probe::values() const {
    LayerValues sum;
    if (wish_.values) sum.wanted = *wish_.values;
    if (counts_.empty() || counts_.front().values.bins.empty()) return sum;
    sum = counts_.front().values;
    for (std::size_t i = 1; i < counts_.size(); ++i) add(counts_[i].values, sum);
    return sum;
}

std::vector<LayerUnits> Probe::units() const {
    if (counts_.empty() || !wish_.units) return {};
    std::vector<LayerUnits> sum = counts_.front().units;
    for (std::size_t worker = 1; worker < counts_.size(); ++worker)
        for (std::size_t i = 0; i < sum.size(); ++i)
            for (std::size_t unit = 0; unit < sum[i].units(); ++unit) {
                sum[i].saturated[unit] += counts_[worker].units[i].saturated[unit];
                sum[i].flat[unit] += counts_[worker].units[i].flat[unit];
            }
    return sum;
}

}  // namespace squash
