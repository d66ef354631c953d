// Choosing an activation is choosing a shape: a tile with a live curve for each, for all hidden
// layers or one of them, and sliders for its parameters.
#pragma once
#include <array>
#include <vector>

#include "ui/panels/panel.hpp"

namespace squash::ui {

class ActivationPanel {
public:
    ActivationPanel();
    float height(const PanelContext& context, float width) const;
    void draw(const PanelContext& context, const ImRect& box);

    // The layer the tiles act on: 0..3, or nothing for all of them.
    std::optional<std::size_t> layer() const { return layer_; }
    const Activation& shown(const Experiment& experiment) const {
        return experiment.activations[layer_.value_or(0)];
    }

private:
    void drawLayerChoice(const PanelContext& context, const ImRect& row);
    void drawTiles(const PanelContext& context, const ImRect& area);
    void drawParameters(const PanelContext& context, Stack& rows);
    void choose(const PanelContext& context, const Activation& activation) const;

    std::optional<std::size_t> layer_;
    std::vector<std::array<float, 61>> curves_;  // f over [-3, 3], in the order of the table
};

// Names of the four hidden layers: "Conv2D 1" ... "Dense 1".
const std::array<std::string, 4>& hiddenLayerNames();

}  // namespace squash::ui
