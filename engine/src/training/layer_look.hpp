// How a probe looks at one layer: f(z) and f'(z) of a block of its pre-activations, by the kernels that train, and
// what is counted of them.
#pragma once
#include <cstdint>
#include <vector>

#include "squash/training/layer_values.hpp"
#include "training/executor.hpp"

namespace squash {

// For the standard deviation of some numbers, in float64.
struct DeviationSum {
    double count = 0, sum = 0, squares = 0;
    // values: [number][lane], of each the first `lanes` lanes.
    void add(const float* values, std::size_t size, std::size_t lanes);
    void add(const DeviationSum& other);
    double deviation() const;  // of the numbers themselves, not of a sample's; NaN of none
};
struct SpreadSum {  // of a layer's z and a = f(z)
    DeviationSum z, a;
};

// What a worker works with, and what it has seen.
struct LookCounts {
    FloatArray slopes, outputs;  // f'(z) and f(z) of a block
    std::vector<std::uint8_t> places;
    LayerValues values;
    std::vector<LayerUnits> units;             // a look
    std::vector<SpreadSum>* spread = nullptr;  // of the chunk under way, a look
};

struct LayerLook {
    std::size_t layer = 0;                // index in Network::layers()
    std::size_t hidden = 0;               // among those with an activation, where it has one
    bool activated = false;               // it has one
    const Op* source = nullptr;           // null: it has no z of its own
    const Op* activation = nullptr;       // null: a = z, and there is no f'
    const float* preluSlopes = nullptr;   // one a channel, or null
    kernels::ChannelGeometry channels{};  // of z; of maxout those of a
    bool histogram = false, eachUnit = false, spread = false;  // what is counted

    bool hasSlope() const;
    bool wanted() const {
        return source != nullptr && (((histogram || eachUnit) && hasSlope()) || spread);
    }
    std::size_t unitOf(std::size_t value) const {
        return value / kernels::kLanes / channels.inner % channels.channels;
    }
    // index: of this look, in counts.
    void count(const kernels::KernelTable& table, const Preactivations& block, std::size_t index,
               LookCounts& counts) const;

private:
    void findOutputs(const kernels::KernelTable& table, const float* z, LookCounts& counts) const;
    void countSlopes(const Preactivations& block, LayerUnits& units, LookCounts& counts) const;
};

void add(const LayerValues& from, LayerValues& into);

}  // namespace squash
