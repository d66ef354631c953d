#include "squash/training/layer_values.hpp"

namespace squash {
namespace {

template <class Share>
const LayerUnits* most(const std::vector<LayerUnits>& layers, Share share) {
    const LayerUnits* worst = nullptr;
    for (const LayerUnits& units : layers)
        if (units.values > 0 && (worst == nullptr || share(units) > share(*worst))) worst = &units;
    return worst;
}

}  // namespace

const LayerUnits* mostDead(const std::vector<LayerUnits>& layers) {
    return most(layers, [](const LayerUnits& units) { return units.deadShare(); });
}

const LayerUnits* mostSaturated(const std::vector<LayerUnits>& layers) {
    return most(layers, [](const LayerUnits& units) { return units.saturatedShare(); });
}

}  // namespace squash
