// A plain float64 twin of the executor: every layer as its definition says, one image at a time,
// in Keras's layouts. Slow on purpose; it says what the fast code computes.
#pragma once
#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "squash/network/network.hpp"

namespace squash::test {

using Values = std::vector<double>;  // [row][column][channel]

// A change of one pre-activation, whose effect on the loss is its gradient.
struct Shift {
    std::size_t layer = 0, index = 0;  // among the layers with a kernel; in z
    double by = 0;
};

// What a layer with a kernel makes of an image: z, and f(z), or nothing without an activation of its own.
struct LayerOutputs {
    Values z, a;
};

// Sees what every layer is about to give its activation, and what that makes of it; either may be changed.
struct Watch {
    std::function<void(const Layer&, Values&)> z = {}, a = {};
};

class PlainNetwork {
public:
    explicit PlainNetwork(const Network& network) : network_(network) {}

    // pixels: [channel][row][column]; the mean loss over the images.
    double loss(std::span<const double> parameters,
                const std::vector<std::vector<std::uint8_t>>& images,
                const std::vector<std::uint8_t>& labels, double scale) const {
        double sum = 0;
        for (std::size_t i = 0; i < images.size(); ++i)
            sum += crossEntropy(logits(parameters, images[i], scale), labels[i]);
        return sum / static_cast<double>(images.size());
    }

    Values logits(std::span<const double> parameters, const std::vector<std::uint8_t>& image,
                  double scale) const {
        return forward(parameters, image, scale);
    }

    // Of one image, with one of its pre-activations moved.
    double lossWith(const Shift& shift, std::span<const double> parameters,
                    const std::vector<std::uint8_t>& image, std::size_t label, double scale) const {
        std::size_t kernels = 0;
        const Watch watch{.z = [&](const Layer& layer, Values& z) {
            if (layer.kernel >= 0 && kernels++ == shift.layer) z[shift.index] += shift.by;
        }};
        return crossEntropy(forward(parameters, image, scale, watch), label);
    }

    // z of the wanted one of the layers with an activation, from 0.
    Values preactivations(std::span<const double> parameters,
                          const std::vector<std::uint8_t>& image, double scale,
                          std::size_t wanted) const {
        Values found;
        std::size_t seen = 0;
        forward(parameters, image, scale, {.z = [&](const Layer& layer, Values& z) {
                    if (layer.activation() && seen++ == wanted) found = z;
                }});
        return found;
    }

    // Of all layers with a kernel, in order.
    std::vector<LayerOutputs> outputs(std::span<const double> parameters,
                                      const std::vector<std::uint8_t>& image, double scale) const {
        std::vector<LayerOutputs> all;
        const auto z = [&](const Layer& layer, Values& values) {
            if (layer.kernel >= 0) all.push_back({values, {}});
        };
        const auto a = [&](const Layer& layer, Values& values) {
            if (layer.kernel >= 0) all.back().a = values;
        };
        forward(parameters, image, scale, {z, a});
        return all;
    }

private:
    Values forward(std::span<const double> parameters, const std::vector<std::uint8_t>& image,
                   double scale, const Watch& watch = {}) const {
        const Shape& in = network_.input();
        Values x(in.size());
        for (std::size_t c = 0; c < in.channels; ++c)
            for (std::size_t p = 0; p < in.height * in.width; ++p)
                x[p * in.channels + c] = image[c * in.height * in.width + p] * scale;
        for (const Layer& layer : network_.layers()) {
            x = apply(layer, parameters, x);
            if (watch.z) watch.z(layer, x);
            const auto activation = layer.activation();
            if (!activation) continue;
            x = activate(layer, *activation, parameters, std::move(x));
            if (watch.a) watch.a(layer, x);
        }
        return x;
    }

    static double crossEntropy(const Values& z, std::size_t label) {
        double sum = 0;
        for (const double value : z) sum += std::exp(value - z[label]);
        return std::log(sum);
    }

    // Random slopes have no twin here: it has their mean.
    Values activate(const Layer& layer, Activation activation, std::span<const double> parameters,
                    Values z) const {
        const std::size_t pieces = piecesOf(activation);
        if (pieces > 1) return largestPieces(pieces, z);
        const bool perChannel = activation.entry->kind == ActivationKind::ChannelSlopes;
        int index = layer.learned;
        for (std::size_t i = 0; i < activation.learned.size() && !perChannel; ++i)
            if (activation.learned[i]) activation.parameters[i] = *at(parameters, index++);
        for (std::size_t i = 0; i < z.size(); ++i) {
            if (perChannel)
                activation.parameters[0] = at(parameters, index)[i % layer.output.channels];
            z[i] = evaluate(activation, z[i]).f;
        }
        return z;
    }

    static Values largestPieces(std::size_t pieces, const Values& z) {
        Values y(z.size() / pieces, -1e300);
        for (std::size_t i = 0; i < z.size(); ++i) y[i / pieces] = std::max(y[i / pieces], z[i]);
        return y;
    }

    // Channels or units before the activation: those of the bias.
    std::size_t width(const Layer& layer) const {
        return network_.parameters()[static_cast<std::size_t>(layer.bias)].size;
    }

    Values apply(const Layer& layer, std::span<const double> parameters, const Values& x) const {
        if (const auto* conv = std::get_if<Conv2D>(&layer.spec))
            return convolve(layer, *conv, parameters, x);
        if (const auto* pool = std::get_if<MaxPool2D>(&layer.spec))
            return maximum(layer, pool->pool, x);
        if (std::holds_alternative<Dense>(layer.spec)) return multiply(layer, parameters, x);
        return x;
    }

    const double* at(std::span<const double> parameters, int index) const {
        return parameters.data() + network_.parameters()[static_cast<std::size_t>(index)].offset;
    }

    Values convolve(const Layer& layer, const Conv2D& conv, std::span<const double> parameters,
                    const Values& x) const {
        const Shape &in = layer.input, &out = layer.output;
        const double *kernel = at(parameters, layer.kernel), *bias = at(parameters, layer.bias);
        const long pad = conv.padding == Padding::Same ? static_cast<long>(conv.kernel / 2) : 0;
        const std::size_t filters = width(layer);
        Values z(out.height * out.width * filters);
        for (std::size_t r = 0; r < out.height; ++r)
            for (std::size_t c = 0; c < out.width; ++c)
                for (std::size_t o = 0; o < filters; ++o) {
                    double sum = bias[o];
                    for (std::size_t ky = 0; ky < conv.kernel; ++ky)
                        for (std::size_t kx = 0; kx < conv.kernel; ++kx) {
                            const long y = static_cast<long>(r + ky) - pad,
                                       w = static_cast<long>(c + kx) - pad;
                            if (y < 0 || w < 0 || y >= long(in.height) || w >= long(in.width))
                                continue;
                            const std::size_t position =
                                static_cast<std::size_t>(y) * in.width + std::size_t(w);
                            for (std::size_t i = 0; i < in.channels; ++i)
                                sum +=
                                    x[position * in.channels + i] *
                                    kernel[((ky * conv.kernel + kx) * in.channels + i) * filters +
                                           o];
                        }
                    z[(r * out.width + c) * filters + o] = sum;
                }
        return z;
    }

    static Values maximum(const Layer& layer, std::size_t pool, const Values& x) {
        const Shape &in = layer.input, &out = layer.output;
        Values y(out.size(), -1e300);
        for (std::size_t r = 0; r < out.height * pool; ++r)
            for (std::size_t c = 0; c < out.width * pool; ++c)
                for (std::size_t k = 0; k < in.channels; ++k) {
                    double& best = y[((r / pool) * out.width + c / pool) * in.channels + k];
                    best = std::max(best, x[(r * in.width + c) * in.channels + k]);
                }
        return y;
    }

    Values multiply(const Layer& layer, std::span<const double> parameters, const Values& x) const {
        const std::size_t units = width(layer);
        const double *kernel = at(parameters, layer.kernel), *bias = at(parameters, layer.bias);
        Values z(bias, bias + units);
        for (std::size_t i = 0; i < x.size(); ++i)
            for (std::size_t o = 0; o < units; ++o) z[o] += x[i] * kernel[i * units + o];
        return z;
    }

    const Network& network_;
};

}  // namespace squash::test
