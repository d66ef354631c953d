// One image forward and back through a network, in float64 and as the layers are defined, with every value kept:
// for what is shown as numbers. Values of a layer lie as Keras has them, [row][column][channel].
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "squash/network/network.hpp"

namespace squash {

using PlainValues = std::vector<double>;

struct LayerPass {
    // z: before the activation, of every piece of maxout; where there is none as out.
    PlainValues in, z, out;
    PlainValues outGradient, zGradient;  // dL/d(out), dL/dz
    // MaxPool2D, maxout: the value of `in` or z that each output is.
    std::vector<std::size_t> taken;
};

class PlainPass {
public:
    // Both are borrowed; parameters: network.flatSize() floats.
    PlainPass(const Network& network, std::span<const float> parameters);

    // planes: [channel][row][column]; value = byte * scale.
    void forward(std::span<const std::uint8_t> planes, double scale);
    // After forward: gradients of L = cross-entropy from the logits, from the last layer to layer `last`, its z
    // included.
    void backward(std::size_t label, std::size_t last);

    const LayerPass& at(std::size_t layer) const { return passes_[layer]; }
    // The layer's activation with what it has learned; it has one.
    const Activation& activationOf(std::size_t layer, std::size_t channel) const;
    PlainValues probabilities() const;
    double loss(std::size_t label) const;

private:
    void apply(std::size_t layer);
    void applyWeights(std::size_t layer);
    void applyPool(std::size_t layer, std::size_t pool);
    void activate(std::size_t layer);
    void backActivate(std::size_t layer);
    PlainValues inputGradient(std::size_t layer) const;

    const Network& network_;
    std::span<const float> parameters_;
    std::vector<std::vector<Activation>> activations_;  // a layer: none, one, or one a channel
    std::vector<LayerPass> passes_;
};

// Channels or units before the activation: those of the bias. The layer has weights.
std::size_t weightOutputs(const Network& network, const Layer& layer);

}  // namespace squash
