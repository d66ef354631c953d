#include "training/probe.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "squash/core/random.hpp"
#include "training/batch_source.hpp"

namespace squash {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

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

Probe::Probe(const Network& network, const KernelSet& kernels, WorkerPool& pool,
             std::vector<const std::uint8_t*> images, float scale)
    : network_(network),
      executor_(network, *kernels.table, pool.workers(), 0),
      table_(*kernels.table),
      pool_(pool),
      images_(std::move(images)),
      scale_(scale),
      parameters_(network.flatSize(), 0.0f) {}

// One for each layer with an activation, and for the spread of each with a kernel.
std::vector<LayerLook> Probe::looks() const {
    std::vector<LayerLook> result;
    std::size_t hidden = 0;
    for (std::size_t layer = 0; layer < network_.layers().size(); ++layer) {
        const bool activated = network_.layers()[layer].activation().has_value();
        const bool spread = wish_.spread && network_.layers()[layer].kernel >= 0;
        if (!activated && !spread) continue;
        LayerLook look = lookAt(layer);
        look.activated = activated;
        look.hidden = hidden;
        hidden += activated;
        look.histogram = activated && wish_.values && wish_.values->layer == look.hidden &&
                         wish_.values->from < wish_.values->to;
        look.eachUnit = activated && wish_.units;
        look.spread = spread;
        result.push_back(look);
    }
    return result;
}

LayerLook Probe::lookAt(std::size_t layer) const {
    const Layer& known = network_.layers()[layer];
    LayerLook look;
    look.layer = layer;
    for (const Op& op : executor_.plan().ops)
        if (op.layer == layer) (isActivation(op) ? look.activation : look.source) = &op;
    const std::size_t channels = known.output.channels;
    const std::size_t positions = known.output.size() / channels;
    const bool flat = look.source != nullptr && look.source->conv.flat;
    look.channels = flat ? kernels::ChannelGeometry{positions, channels, 1}
                         : kernels::ChannelGeometry{1, channels, positions};
    if (look.activation != nullptr && look.activation->kind == OpKind::Prelu)
        look.preluSlopes =
            parameters_.data() +
            network_.parameters()[static_cast<std::size_t>(look.activation->learned)].offset;
    return look;
}

LookCounts Probe::blankCounts() const {
    LookCounts blank;
    std::size_t largest = 0;
    for (const LayerLook& look : looks_) {
        LayerUnits units{look.hidden, 0, {}, {}};
        if (look.source != nullptr) largest = std::max(largest, look.source->out.size);
        if (look.wanted() && look.hasSlope() && look.eachUnit) {
            units.values = images_.size() * look.channels.outer * look.channels.inner;
            units.saturated.assign(look.channels.channels, 0);
            units.flat = units.saturated;
        }
        blank.units.push_back(std::move(units));
        if (!look.wanted() || !look.hasSlope() || !look.histogram) continue;
        blank.values.bins.assign(kValueBins, 0);
        blank.values.saturatedBins.assign(kValueBins, 0);
        blank.values.least = kInfinity;
        blank.values.most = -kInfinity;
    }
    if (wish_.values) blank.values.wanted = *wish_.values;
    blank.slopes.assign(largest, 0);
    blank.outputs.assign(largest, 0);
    blank.places.assign(largest, 0);
    return blank;
}

void Probe::begin(const float* parameters, const ProbeWish& wish) {
    std::copy_n(parameters, parameters_.size(), parameters_.begin());
    wish_ = wish;
    looks_ = looks();
    next_ = 0;
    counts_.assign(pool_.workers(), blankCounts());
    const std::size_t chunks = wish_.spread ? Batch{images_, {}, scale_}.chunks() : 0;
    spread_.assign(chunks, std::vector<SpreadSum>(looks_.size()));
    pool_.run(0, executor_.packTasks(),
              [&](std::size_t task, std::size_t) { executor_.pack(task, parameters_.data()); });
}

bool Probe::work() {
    const Batch batch{images_, {}, scale_};
    const std::size_t end = std::min(next_ + pool_.workers(), batch.chunks());
    const bool wanted =
        std::ranges::any_of(looks_, [](const LayerLook& look) { return look.wanted(); });
    if (!wanted || next_ == end) return false;
    const WatchPreactivations watch = [&](const Preactivations& block) {
        for (std::size_t i = 0; i < looks_.size(); ++i)
            if (looks_[i].source == &block.op && looks_[i].wanted())
                looks_[i].count(table_, block, i, counts_[block.worker]);
    };
    pool_.run(next_, end, [&](std::size_t chunk, std::size_t worker) {
        if (wish_.spread) counts_[worker].spread = &spread_[chunk];
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
    std::vector<LayerUnits> result;
    for (std::size_t i = 0; i < looks_.size(); ++i) {
        if (!looks_[i].activated) continue;
        LayerUnits sum = counts_.front().units[i];
        for (std::size_t worker = 1; worker < counts_.size(); ++worker)
            for (std::size_t unit = 0; unit < sum.units(); ++unit) {
                sum.saturated[unit] += counts_[worker].units[i].saturated[unit];
                sum.flat[unit] += counts_[worker].units[i].flat[unit];
            }
        result.push_back(std::move(sum));
    }
    return result;
}

std::vector<ValueSpread> Probe::spread() const {
    std::vector<ValueSpread> result;
    for (std::size_t i = 0; i < looks_.size(); ++i) {
        if (!looks_[i].spread) continue;
        SpreadSum sum;
        for (const auto& chunk : spread_) {  // in order: whatever the workers
            sum.z.add(chunk[i].z);
            sum.a.add(chunk[i].a);
        }
        result.push_back({looks_[i].layer, sum.z.deviation(), sum.a.deviation()});
    }
    return result;
}

}  // namespace squash
