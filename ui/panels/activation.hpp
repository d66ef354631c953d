// Choosing an activation is choosing a shape: a tile with a live curve for each of those used most, a list
// of the others, for all hidden layers or one of them, and sliders for its parameters.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ui/panels/curve_lines.hpp"
#include "ui/panels/formula_field.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

// How far the sliders of a typed formula's parameters go, by name, where that is not as far as usual.
using SliderReach = std::map<std::string, double>;

// Lines that stand for maxout's pieces, which a network learns: to see what the largest of them makes.
struct PieceLines {
    std::array<double, 8> slopes{-0.5, 1, 0.25, 2, -1, 0.5, -2, 1.5};
    std::array<double, 8> offsets{0, 0, 0.5, -3, -2, 1, -5, -2};
    const Activation& largestOf(std::size_t count) const;  // as a typed formula; count: 2 .. 8

private:
    mutable std::string text_;  // of the one made last
    mutable Activation made_;
};

class ActivationPanel {
public:
    ActivationPanel();
    float height(const PanelContext& context, float width);
    void draw(const PanelContext& context, const ImRect& box);

    // The hidden layer the tiles act on, or nothing for all of them.
    std::optional<std::size_t> layer() const { return layer_; }
    // The one in use there.
    const Activation& shown(const Experiment& experiment) const {
        const std::size_t layer = layer_.value_or(0);
        return experiment.activations[layer < experiment.activations.size() ? layer : 0];
    }
    // What the curve is to show: what is being typed where that can be read, else the one in use; of maxout an
    // example of its pieces.
    const Activation& previewed(const Experiment& experiment) const {
        return formula_.draft() ? *formula_.draft() : inField(experiment);
    }

    // The lines of maxout's example, while that is shown.
    std::vector<StraightLine> pieces(const Experiment& experiment) const;

private:
    // As it stands in the formula's field: of maxout the example.
    const Activation& inField(const Experiment& experiment) const;
    // What the sliders are for.
    const Activation& edited(const Experiment& experiment) const {
        return formula_.draft() ? *formula_.draft() : shown(experiment);
    }
    static std::size_t parameterRows(const Activation& activation);
    void drawPieces(const PanelContext& context, Stack& rows, std::size_t pieces);
    void drawTiles(const PanelContext& context, const ImRect& area);
    void drawMore(const PanelContext& context, const ImRect& box);
    void drawParameters(const PanelContext& context, Stack& rows);
    void drawLearning(const PanelContext& context, Stack& rows, Activation& next);
    void choose(const PanelContext& context, const Activation& activation);

    std::optional<std::size_t> layer_;
    FormulaField formula_;
    SliderReach reach_;
    PieceLines pieces_;
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

// Of the hidden layers: "Conv2D 1" ... "Dense 1".
std::vector<std::string> hiddenLayerNames(const Experiment& experiment);

}  // namespace squash::ui
