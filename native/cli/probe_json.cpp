#include "probe_json.hpp"

#include <algorithm>

namespace squash::cli {

Json probeJson(const Network& network, const Diagnosis& diagnosis) {
    Json layers = Json::array();
    std::size_t hidden = 0;
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const Layer& layer = network.layers()[i];
        const auto activation = layer.activation();
        if (!activation) continue;
        const LayerUnits& units = diagnosis.units[hidden++];
        const bool known = units.values > 0;
        Json entry = {{"name", layer.name},
                      {"activation", toText(*activation)},
                      {"units", layer.output.channels},
                      {"deadShare", known ? Json(units.deadShare()) : Json()},
                      {"saturatedShare", known ? Json(units.saturatedShare()) : Json()}};
        const auto flow = std::ranges::find(diagnosis.flow.layers, i, &LayerFlow::layer);
        if (flow != diagnosis.flow.layers.end()) {
            entry["gradientRms"] = flow->kernelGradientRms;
            entry["weightRms"] = flow->weightRms;
            entry["preactivationGradientRms"] = flow->preactivationGradientRms;
            entry["gradientToLast"] = flow->toLast;
        }
        layers.push_back(std::move(entry));
    }
    return {{"layers", layers}, {"images", diagnosis.images}};
}

}  // namespace squash::cli
