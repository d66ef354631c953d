#include "squash/network/network.hpp"

#include <fmt/format.h>

#include <map>

#include "core/round.hpp"
#include "squash/core/error.hpp"

namespace squash {
namespace {

constexpr std::size_t kParameterAlignment = 16;  // floats: every array starts on a cache line

[[noreturn]] void misfit(const std::string& layer, const std::string& expected) {
    throw Error("cannot build the network", "layer " + layer, expected);
}

// Keras's automatic names: conv2d, conv2d_1, ...
class LayerNames {
public:
    std::string next(const std::string& base) {
        const std::size_t count = seen_[base]++;
        return count == 0 ? base : fmt::format("{}_{}", base, count);
    }

private:
    std::map<std::string, std::size_t> seen_;
};

struct TypeName {
    std::string operator()(const Conv2D&) const { return "Conv2D"; }
    std::string operator()(const MaxPool2D&) const { return "MaxPooling2D"; }
    std::string operator()(const Flatten&) const { return "Flatten"; }
    std::string operator()(const Dense&) const { return "Dense"; }
    std::string operator()(const ActivationLayer&) const { return "Activation"; }
};

std::string baseName(const std::string& type) {
    static const std::map<std::string, std::string> names = {{"Conv2D", "conv2d"},
                                                             {"MaxPooling2D", "max_pooling2d"},
                                                             {"Flatten", "flatten"},
                                                             {"Dense", "dense"},
                                                             {"Activation", "activation"}};
    return names.at(type);
}

// The output's shape, or an Error that says what does not fit.
struct OutputShape {
    const std::string& name;
    const Shape& in;

    Shape operator()(const Conv2D& conv) const {
        if (in.flat) misfit(name, "an image as input, found a vector: put Conv2D before Flatten");
        if (conv.filters == 0) misfit(name, "at least one filter");
        if (conv.kernel % 2 == 0) misfit(name, fmt::format("an odd kernel, found {}", conv.kernel));
        if (conv.padding == Padding::Same) return {in.height, in.width, conv.filters};
        if (conv.kernel > in.height || conv.kernel > in.width)
            misfit(name, fmt::format("a kernel no larger than its {}x{} input, found {}", in.height,
                                     in.width, conv.kernel));
        return {in.height - conv.kernel + 1, in.width - conv.kernel + 1, conv.filters};
    }
    Shape operator()(const MaxPool2D& pool) const {
        if (in.flat) misfit(name, "an image as input, found a vector");
        if (pool.pool == 0 || pool.pool > 15 || pool.pool > in.height || pool.pool > in.width)
            misfit(name,
                   fmt::format("a pool from 1 to 15, no larger than its {}x{} input, found {}",
                               in.height, in.width, pool.pool));
        return {in.height / pool.pool, in.width / pool.pool, in.channels};
    }
    Shape operator()(const Flatten&) const { return {1, 1, in.size(), true}; }
    Shape operator()(const Dense& dense) const {
        if (!in.flat) misfit(name, "a vector as input: put Flatten before Dense");
        if (dense.units == 0) misfit(name, "at least one unit");
        if (dense.softmax && dense.activation) misfit(name, "softmax or an activation, not both");
        return {1, 1, dense.units, true};
    }
    Shape operator()(const ActivationLayer& layer) const {
        const std::size_t pieces = piecesOf(layer.activation);
        if (in.channels % pieces != 0)
            misfit(name, fmt::format("maxout's input to have a multiple of {} channels, found {}",
                                     pieces, in.channels));
        return {in.height, in.width, in.channels / pieces, in.flat};
    }
};

struct ParameterShapes {
    const Shape& in;
    using Pair = std::pair<std::vector<std::size_t>, std::vector<std::size_t>>;  // kernel, bias

    Pair operator()(const Conv2D& conv) const {
        const std::size_t filters = conv.filters * pieces(conv.activation);
        return {{conv.kernel, conv.kernel, in.channels, filters}, {filters}};
    }
    Pair operator()(const Dense& dense) const {
        const std::size_t units = dense.units * pieces(dense.activation);
        return {{in.channels, units}, {units}};
    }
    template <class Other>
    Pair operator()(const Other&) const {
        return {};
    }

    static std::size_t pieces(const std::optional<Activation>& activation) {
        return activation ? piecesOf(*activation) : 1;
    }
};

std::size_t product(const std::vector<std::size_t>& shape) {
    std::size_t size = 1;
    for (const std::size_t extent : shape) size *= extent;
    return size;
}

}  // namespace

std::string toText(const Shape& shape) {
    if (shape.flat) return fmt::format("{}", shape.channels);
    return fmt::format("{}, {}, {}", shape.height, shape.width, shape.channels);
}

std::optional<Activation> Layer::activation() const {
    if (const auto* conv = std::get_if<Conv2D>(&spec)) return conv->activation;
    if (const auto* dense = std::get_if<Dense>(&spec)) return dense->activation;
    if (const auto* own = std::get_if<ActivationLayer>(&spec)) return own->activation;
    return std::nullopt;
}

Network::Network(Shape input, std::vector<LayerSpec> layers) : input_(input) {
    if (layers.empty()) misfit("1", "at least one layer");
    LayerNames names;
    Shape shape = input;
    for (std::size_t index = 0; index < layers.size(); ++index) {
        Layer layer;
        layer.spec = layers[index];
        layer.type = std::visit(TypeName{}, layer.spec);
        layer.name = names.next(baseName(layer.type));
        layer.input = shape;
        layer.output = std::visit(OutputShape{layer.name, shape}, layer.spec);
        const auto* dense = std::get_if<Dense>(&layer.spec);
        if (dense && dense->softmax && index + 1 != layers.size())
            misfit(layer.name, "softmax only in the last layer");
        const auto [kernel, bias] = std::visit(ParameterShapes{shape}, layer.spec);
        if (!kernel.empty()) {
            layer.kernel = addParameter(layer.name + ".kernel", kernel);
            layer.bias = addParameter(layer.name + ".bias", bias);
            layer.parameterCount = product(kernel) + product(bias);
        }
        addLearned(layer);
        shape = layer.output;
        layers_.push_back(std::move(layer));
    }
    if (!shape.flat) misfit(layers_.back().name, "a vector as the network's output");
}

int Network::addParameter(const std::string& name, const std::vector<std::size_t>& extents) {
    const std::size_t size = product(extents);
    parameters_.push_back({name, extents, flatSize_, size});
    flatSize_ += roundUp(size, kParameterAlignment);
    return static_cast<int>(parameters_.size()) - 1;
}

void Network::addLearned(Layer& layer) {
    const auto activation = layer.activation();
    if (!activation) return;
    const std::vector<std::string> names = parameterNames(*activation);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!activation->learned[i]) continue;
        const bool perChannel = learningOf(*activation, i) == Learning::Always;
        const std::size_t size = perChannel ? layer.output.channels : 1;
        const int index = addParameter(layer.name + ".activation." + names[i], {size});
        if (layer.learned < 0) layer.learned = index;
        layer.parameterCount += size;
    }
}

std::size_t Network::parameterCount() const {
    std::size_t count = 0;
    for (const auto& parameter : parameters_) count += parameter.size;
    return count;
}

}  // namespace squash
