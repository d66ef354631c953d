#include "squash/network/learned_values.hpp"

#include <algorithm>

#include "network/learned_places.hpp"

namespace squash {
namespace {

LearnedValue summaryOf(std::span<const float> values) {
    const auto [least, most] = std::ranges::minmax(values);
    double sum = 0;
    for (const float value : values) sum += static_cast<double>(value);
    return {.count = values.size(),
            .mean = sum / static_cast<double>(values.size()),
            .least = static_cast<double>(least),
            .most = static_cast<double>(most)};
}

}  // namespace

std::vector<LearnedValue> learnedValues(const Network& network, std::span<const float> parameters) {
    std::vector<LearnedValue> all;
    std::size_t hidden = 0;
    for (const Layer& layer : network.layers()) {
        for (const LearnedPlace& place : learnedPlaces(network, layer)) {
            LearnedValue value =
                summaryOf(parameters.subspan(place.info->offset, place.info->size));
            value.layer = hidden;
            value.parameter = place.parameter;
            all.push_back(value);
        }
        hidden += layer.activation().has_value();
    }
    return all;
}

Activation withLearned(Activation start, std::size_t layer, std::span<const LearnedValue> learned) {
    for (const LearnedValue& value : learned)
        if (value.layer == layer) start.parameters[value.parameter] = value.mean;
    return start;
}

}  // namespace squash
