#include "squash/training/unit_history.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace squash {

bool UnitHistory::fits(const std::vector<LayerUnits>& look) const {
    return std::ranges::equal(seen_, look, [](const auto& seen, const LayerUnits& units) {
        return seen.size() == units.units();
    });
}

void UnitHistory::append(std::uint64_t step, const std::vector<LayerUnits>& look) {
    if (!fits(look)) {
        *this = {};
        for (const LayerUnits& units : look) seen_.emplace_back(units.units());
    }
    UnitMoment moment{step, {}};
    for (std::size_t i = 0; i < look.size(); ++i) {
        const LayerUnits& now = look[i];
        UnitCounts counts{now.layer, now.units()};
        for (std::size_t unit = 0; unit < now.units(); ++unit) {
            Unit& known = seen_[i][unit];
            known.revived |= known.dead && !now.dead(unit);
            known.dead = now.dead(unit);
            counts.dead += known.dead;
            counts.revived += known.revived;
        }
        counts.saturatedShare =
            now.units() > 0 ? now.saturatedShare() : std::numeric_limits<double>::quiet_NaN();
        moment.layers.push_back(counts);
    }
    moments_.append(std::move(moment));
}

UnitCounts allLayers(const UnitMoment& moment) {
    UnitCounts sum;
    double saturated = 0;
    for (const UnitCounts& layer : moment.layers) {
        if (layer.units == 0) continue;
        sum.units += layer.units;
        sum.dead += layer.dead;
        sum.revived += layer.revived;
        saturated += layer.saturatedShare * static_cast<double>(layer.units);
    }
    sum.saturatedShare = saturated / static_cast<double>(sum.units);  // NaN without units
    return sum;
}

}  // namespace squash
