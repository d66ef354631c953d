#include "training/probe.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "squash/activations/shape.hpp"

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

struct Probe::Counts {
    Counts(std::size_t size, const ValuesWanted& wanted) : slopes(size), values(size) {
        found.wanted = wanted;
        found.bins.assign(kValueBins, 0);
        found.saturatedBins.assign(kValueBins, 0);
        found.least = kInfinity;
        found.most = -kInfinity;
    }

    LayerValues found;
    FloatArray slopes, values;  // f'(z) of a block; f(z), which nobody asks for
};

// f'(z) by the kernels that train, of one block.
struct Probe::Look {
    const Op& source;
    const Op& activation;
    const kernels::KernelTable& table;
    const float* preluSlopes;  // one a channel, or null

    void slopes(const float* z, Counts& counts) const {
        const std::size_t size = source.out.size;
        std::copy_n(z, size, counts.slopes.begin());
        if (preluSlopes == nullptr)
            return table.activate(activation.activation.call(), size, counts.slopes.data(),
                                  counts.values.data());
        // Nothing is pooled before prelu, so its input has the geometry of z.
        const kernels::ChannelGeometry& g = activation.channels;
        for (std::size_t i = 0; i < size; ++i)
            counts.slopes[i] = z[i] > 0 ? 1.0f : preluSlopes[i / kLanes / g.inner % g.channels];
    }

    void count(const Preactivations& block, Counts& counts) const {
        slopes(block.z, counts);
        for (std::size_t first = 0; first < source.out.size; first += kLanes)
            for (std::size_t i = first; i < first + block.images; ++i)
                countValue(block.z[i], std::abs(counts.slopes[i]) < kSaturatedSlope, counts.found);
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

// The operations of the wanted layer; nothing where it has no f'.
std::optional<Probe::Look> Probe::lookAt(std::size_t wanted) const {
    std::size_t seen = 0;
    for (std::size_t layer = 0; layer < network_.layers().size(); ++layer) {
        if (!network_.layers()[layer].activation() || seen++ != wanted) continue;
        const Op *source = nullptr, *activation = nullptr;
        for (const Op& op : executor_.plan().ops) {
            if (op.layer != layer) continue;
            (isActivation(op) ? activation : source) = &op;
        }
        if (!source || !activation || activation->kind == OpKind::Maxout) return std::nullopt;
        const float* slopes = nullptr;
        if (activation->kind == OpKind::Prelu)
            slopes = parameters_.data() +
                     network_.parameters()[static_cast<std::size_t>(activation->learned)].offset;
        return Look{*source, *activation, table_, slopes};
    }
    return std::nullopt;
}

void Probe::begin(const float* parameters, const ValuesWanted& wanted) {
    std::copy_n(parameters, parameters_.size(), parameters_.begin());
    wanted_ = wanted;
    counts_.clear();
    next_ = 0;
    const auto look = lookAt(wanted.layer);
    if (!look || !(wanted.from < wanted.to)) return;
    counts_.assign(pool_.workers(), Counts(look->source.out.size, wanted));
    pool_.run(0, executor_.packTasks(),
              [&](std::size_t task, std::size_t) { executor_.pack(task, parameters_.data()); });
}

bool Probe::work() {
    const auto look = lookAt(wanted_.layer);
    const Batch batch{images_, {}, scale_};
    const std::size_t end = std::min(next_ + pool_.workers(), batch.chunks());
    if (counts_.empty() || !look || next_ == end) return false;
    const WatchPreactivations watch = [&](const Preactivations& block) {
        if (&block.op == &look->source) look->count(block, counts_[block.worker]);
    };
    pool_.run(next_, end, [&](std::size_t chunk, std::size_t worker) {
        executor_.predict(batch, chunk, worker, parameters_.data(), {nullptr, nullptr, &watch});
    });
    next_ = end;
    return next_ < batch.chunks();
}

LayerValues Probe::found() const {
    LayerValues sum;
    sum.wanted = wanted_;
    if (counts_.empty()) return sum;
    sum = counts_.front().found;
    for (std::size_t i = 1; i < counts_.size(); ++i) add(counts_[i].found, sum);
    return sum;
}

}  // namespace squash
