// What a layer's activation is given: its pre-activations z over a fixed probe of validation images, as a
// histogram, with the share that lies where the function is flat.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace squash {

inline constexpr std::size_t kProbeImages = 256;  // of the validation set, chosen by the seed
inline constexpr std::size_t kValueBins = 128;

struct ValuesWanted {
    std::size_t layer = 0;    // among the layers with an activation, from 0
    double from = 0, to = 0;  // what the bins span; from < to
    bool operator==(const ValuesWanted&) const = default;
};

// Every value before any pooling counts, of every channel, position and image. f' is the one that training
// has, in float32; of prelu with each channel's slope.
struct LayerValues {
    ValuesWanted wanted;
    std::uint64_t step = 0;   // of the weights looked at
    std::uint64_t count = 0;  // of values; 0: none looked at yet, or the layer has no f' (maxout)
    std::uint64_t saturated = 0;                     // of these
    double least = 0, most = 0;                      // of the finite values
    std::vector<std::uint64_t> bins, saturatedBins;  // kValueBins of equal width over from .. to
    // Outside of from .. to.
    std::uint64_t below = 0, saturatedBelow = 0, above = 0, saturatedAbove = 0;
};

// Over the same images, each unit or channel by itself.
struct LayerUnits {
    std::size_t layer = 0;     // among the layers with an activation, from 0
    std::uint64_t values = 0;  // of one unit: images times positions; 0: no f' (maxout)
    std::vector<std::uint32_t> saturated, flat;  // a unit: values where |f'| < 0.05, where f' is 0

    std::size_t units() const { return saturated.size(); }
    // f' is 0 for every image and position.
    bool dead(std::size_t unit) const { return flat[unit] == values; }
    double saturatedShare(std::size_t unit) const {
        return static_cast<double>(saturated[unit]) / static_cast<double>(values);
    }
    // Of all its units' values; of its units. Only where there are values.
    double saturatedShare() const {
        std::uint64_t sum = 0;
        for (const std::uint32_t count : saturated) sum += count;
        return static_cast<double>(sum) /
               (static_cast<double>(units()) * static_cast<double>(values));
    }
    double deadShare() const {
        std::size_t count = 0;
        for (std::size_t unit = 0; unit < units(); ++unit) count += dead(unit);
        return static_cast<double>(count) / static_cast<double>(units());
    }
};

// The layer with the largest such share, the first of equals; null where no layer has f'.
const LayerUnits* mostDead(const std::vector<LayerUnits>& layers);
const LayerUnits* mostSaturated(const std::vector<LayerUnits>& layers);

}  // namespace squash
