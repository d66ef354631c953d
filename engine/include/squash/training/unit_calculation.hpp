// What one unit does with one image, as numbers that add up: inputs x weights + bias = z, f(z), f'(z), the gradient
// that comes back, and what the optimizer would do about it. Computed plainly in float64, layer by layer as defined,
// apart from the vector kernels that train; made for a click, not for a loop.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "squash/data/dataset.hpp"
#include "squash/io/experiment.hpp"
#include "squash/network/network.hpp"
#include "squash/training/predict.hpp"
#include "squash/training/trainer.hpp"

namespace squash {

struct MapPlace {
    std::size_t row = 0, column = 0;
    bool operator==(const MapPlace&) const = default;
};

struct UnitChoice {
    std::size_t layer = 0;          // among the layers with an activation, from 0
    std::size_t unit = 0;           // of a Dense layer; channel of a Conv2D; of maxout's outputs
    std::size_t image = 0;          // in the set
    std::optional<MapPlace> place;  // in a channel's map; none: where its z is largest
    bool operator==(const UnitChoice&) const = default;
};

struct UnitSource {  // borrowed
    const Experiment& experiment;
    const Network& network;
    const TrainerState& state;
    const ImageSet& images;  // usually of validation
};

// L is this image's loss alone, as Keras has it for a batch of one: cross-entropy from the logits.
struct UnitTerm {
    double input = 0, weight = 0;
    double gradient = 0;   // dL/dW; of a filter's weight over all its positions
    double update = 0;     // what the next step would add to the weight
    bool padding = false;  // an input beyond the image's edge, which is 0
    double product() const { return input * weight; }
};

// Of a channel, [row][column]; of maxout's the piece that won, f of all pieces.
struct UnitMaps {
    std::size_t height = 0, width = 0;
    std::vector<double> z, f, zGradient;  // dL/dz
};

struct UnitCalculation {
    UnitChoice choice;              // with the place that was taken; 0, 0 for a Dense layer
    std::size_t layer = 0;          // index in Network::layers()
    std::uint64_t step = 0;         // updates of the run so far: the weights are those behind it
    std::uint8_t label = 0;         // of the image
    Probabilities probabilities{};  // of its classes, with these weights
    double loss = 0;                // L

    // Of the inputs: a filter's kernel rows, columns and channels, or the units or the map before a Dense
    // layer. The terms are in its order, [row][column][channel]: Keras's of the kernel.
    Shape inputs;
    std::vector<UnitTerm> terms;
    double bias = 0;
    double z = 0;  // the products in their order, and then the bias
    // The activation as it is now, with what it has learned (prelu: this channel's slope). f' is the one-sided value
    // at a kink, as `evaluate` has it; rrelu's is of the mean slope, which Keras and PyTorch use in prediction.
    Activation activation;
    double f = 0, slope = 0;
    // dL/da, a = f(z), by the chain rule through all layers behind. Max-pooling hands the gradient to the largest
    // value of a window only: of equal ones to that of the largest z, else to the first.
    double incoming = 0;
    double zGradient = 0;  // dL/dz = dL/da * f'(z)
    double biasGradient =
        0;  // dL/db: of a filter the sum of dL/dz over all its positions, else dL/dz
    // What the experiment's optimizer would add to the bias if this image alone were the next batch, with the
    // moments as they are.
    double biasUpdate = 0;

    // Maxout has no f' of its own: its output is the largest of these z, `terms` and all the rest are of the piece
    // that won (the first on a tie), which gets all of the gradient, so that `slope` is 1. Else empty.
    std::vector<double> pieces;
    std::size_t piece = 0;

    std::optional<UnitMaps> maps;  // of a Conv2D's channel
};

// Throws Error when the choice is of no such layer, unit, image or place, when the layer has no weights of its own,
// and when network, state and images do not belong together.
UnitCalculation calculate(const UnitSource& source, const UnitChoice& choice);

// Where a term stands in UnitCalculation::inputs.
struct TermPlace {
    std::size_t row = 0, column = 0, channel = 0;
};
TermPlace placeOf(const Shape& inputs, std::size_t term);

}  // namespace squash
