#include "network/learned_places.hpp"

namespace squash {

std::vector<LearnedPlace> learnedPlaces(const Network& network, const Layer& layer) {
    std::vector<LearnedPlace> places;
    if (layer.learned < 0) return places;
    const Activation activation = *layer.activation();
    auto at = static_cast<std::size_t>(layer.learned);
    places.reserve(activation.learned.size());
    for (std::size_t i = 0; i < activation.learned.size(); ++i)
        if (activation.learned[i]) places.push_back({i, &network.parameters()[at++]});
    return places;
}

}  // namespace squash
