// The network as the article's summary table has it: layer, output, parameters.
#pragma once
#include <optional>

#include "squash/network/network.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

// "MaxPool2D" and "2x2": short enough to stand beside each other.
std::string layerType(const Layer& layer);
std::string layerSize(const Layer& layer);

class NetworkPanel {
public:
    // "697,046 parameters"
    std::string note(const Experiment& experiment);
    // area: below the card's title or tabs.
    void draw(const PanelContext& context, const ImRect& area);

    const Network& network(const Experiment& experiment);

private:
    std::optional<Network> network_;
    std::vector<Activation> madeFor_;
    Architecture architecture_;
};

}  // namespace squash::ui
