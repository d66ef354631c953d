// Dead and saturated units over the run, from one look at them to the next: how many there are of them, and how
// many dead ones came back to life.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "squash/training/layer_values.hpp"
#include "squash/training/moments.hpp"

namespace squash {

// A layer at one look. Dead and saturated as LayerUnits has them.
struct UnitCounts {
    std::size_t layer = 0;      // among the layers with an activation, from 0
    std::size_t units = 0;      // 0: the layer has no f' (maxout)
    double saturatedShare = 0;  // of all its units' values; NaN without units
    std::size_t dead = 0;       // at this look
    // Units that were dead at a look before and alive at a later one, up to this one: each counts once, also
    // when it died again.
    std::size_t revived = 0;
};

struct UnitMoment {
    std::uint64_t step = 0;
    std::vector<UnitCounts> layers;  // as in the look
};

class UnitHistory {
public:
    // The units at a later step than the look before, or at the same. A look at other layers (of another
    // network) begins the history again. Every look counts for `revived`, whether its moment is kept or not.
    void append(std::uint64_t step, const std::vector<LayerUnits>& look);

    const std::vector<UnitMoment>& moments() const { return moments_.moments(); }  // as Moments
    bool empty() const { return moments_.empty(); }
    const UnitMoment& newest() const { return moments_.newest(); }

private:
    struct Unit {
        bool dead = false, revived = false;
    };
    bool fits(const std::vector<LayerUnits>& look) const;

    std::vector<std::vector<Unit>> seen_;  // at the newest look: [layer][unit]
    Moments<UnitMoment> moments_;
};

// Of all layers together at a moment.
UnitCounts allLayers(const UnitMoment& moment);

}  // namespace squash
