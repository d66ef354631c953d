// Choosing an activation is choosing a shape: a tile with a live curve for each of those used most, a list
// of the others, for all hidden layers or one of them, and sliders for its parameters.
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "ui/panels/formula_field.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

class ActivationPanel {
public:
    ActivationPanel();
    float height(const PanelContext& context, float width);
    void draw(const PanelContext& context, const ImRect& box);

    // The layer the tiles act on: 0..3, or nothing for all of them.
    std::optional<std::size_t> layer() const { return layer_; }
    // The one in use there.
    const Activation& shown(const Experiment& experiment) const {
        return experiment.activations[layer_.value_or(0)];
    }
    // What the curve is to show: what is being typed, as far as it can be read, else the one in use.
    const Activation& previewed(const Experiment& experiment) const {
        return formula_.draft() ? *formula_.draft() : shown(experiment);
    }

private:
    void drawLayerChoice(const PanelContext& context, const ImRect& row);
    void drawTiles(const PanelContext& context, const ImRect& area);
    void drawMore(const PanelContext& context, const ImRect& box);
    void drawParameters(const PanelContext& context, Stack& rows);
    void choose(const PanelContext& context, const Activation& activation);

    std::optional<std::size_t> layer_;
    FormulaField formula_;
    using Curve = std::array<float, 61>;  // f over [-3, 3]
    static Curve curveOf(const Activation& activation);
    struct Tile {
        const ActivationInfo* entry;
        Curve curve;
    };
    std::vector<Tile> tiles_;
    std::vector<const ActivationInfo*> others_;  // of the catalogue, in a list
    Activation otherShown_;                      // whose curve the list's tile shows
    Curve otherCurve_{};
};

// Names of the four hidden layers: "Conv2D 1" ... "Dense 1".
const std::array<std::string, 4>& hiddenLayerNames();

}  // namespace squash::ui
