// A network: layers as a person writes them (LayerSpec), and the immutable plan made from them
// (Network): shapes and the place of every parameter in one flat array. Layers hold no numbers;
// parameters, gradients and optimizer moments are arrays of the same length beside it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "squash/activations/activation.hpp"
#include "squash/core/aligned.hpp"
#include "squash/network/shape.hpp"

namespace squash {

enum class Padding { Same, Valid };

// With maxout(k) as activation a layer has k times the filters or units, and that many fewer outputs.
struct Conv2D {  // stride 1; kernel: any odd size
    std::size_t filters = 1, kernel = 3;
    Padding padding = Padding::Valid;
    std::optional<Activation> activation;
};
struct MaxPool2D {  // stride = pool; rows and columns left over are dropped, as in Keras
    std::size_t pool = 2;
};
struct Flatten {};  // row, column, channel: Keras's order
struct Dense {
    std::size_t units = 1;
    std::optional<Activation> activation;
    bool softmax = false;  // only for the last layer; the loss takes the logits
};
struct ActivationLayer {
    Activation activation;
};
using LayerSpec = std::variant<Conv2D, MaxPool2D, Flatten, Dense, ActivationLayer>;

// One parameter array of one layer.
struct ParameterInfo {
    std::string name;  // "conv2d.kernel", "dense_1.bias": Keras's; "conv2d.activation.alpha"
    // Keras's: Conv2D [ky][kx][in][out], Dense [in][out], bias [out]; prelu's slopes [out], other parameters
    // of an activation [1].
    std::vector<std::size_t> shape;
    std::size_t offset, size;  // in floats, in the flat array
};

struct Layer {
    std::string name, type;  // "conv2d_1", "Conv2D"
    LayerSpec spec;
    Shape input, output;
    int kernel = -1, bias = -1;  // indices into Network::parameters(), -1: none
    // Of the activation, one behind the other: those that it learns. -1: none.
    int learned = -1;
    std::optional<Activation> activation() const;  // the layer's own, if any
    std::size_t parameterCount = 0;
};

class Network {
public:
    // Throws Error naming the layer when shapes do not fit (Dense before Flatten, an even kernel,
    // a pool larger than its input, softmax not last, maxout of a number of channels that k does not divide).
    Network(Shape input, std::vector<LayerSpec> layers);

    const Shape& input() const { return input_; }
    const std::vector<Layer>& layers() const { return layers_; }
    const std::vector<ParameterInfo>& parameters() const { return parameters_; }
    // Length of the flat array; every parameter starts at a multiple of 16 floats, so this is a
    // little more than parameterCount(). The gaps are zero and stay zero.
    std::size_t flatSize() const { return flatSize_; }
    std::size_t parameterCount() const;  // 697,046 for the article's
    std::size_t classes() const { return layers_.back().output.channels; }

private:
    int addParameter(const std::string& name, const std::vector<std::size_t>& extents);
    void addLearned(Layer& layer);

    Shape input_;
    std::vector<Layer> layers_;
    std::vector<ParameterInfo> parameters_;
    std::size_t flatSize_ = 0;
};

// Multiply-adds the layers' definition needs for one image, padding counted (Keras's FLOPs / 2).
double forwardMultiplyAdds(const Layer& layer);
// 2 * (forward + gradients) of all layers; the first layer needs no input gradient.
double trainingFlopsPerImage(const Network& network);
double predictionFlopsPerImage(const Network& network);

// Keras's model.summary() as text; name: the model's.
std::string summaryText(const Network& network, std::string_view name);

}  // namespace squash
