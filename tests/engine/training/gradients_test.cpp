// The gradient of every parameter of whole networks against central differences of a plain
// float64 twin: every layer, every activation, blocks that are not full.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <functional>

#include "engine/training/images.hpp"
#include "engine/training/plain_network.hpp"
#include "engine/training/support.hpp"
#include "squash/core/random.hpp"
#include "training/executor.hpp"

namespace squash::test {
namespace {

// Kernels from GlorotUniform and biases near `bias`, so that units differ and few values sit at a kink.
FloatArray startOf(const Network& network, float bias) {
    FloatArray parameters = glorotUniform(network, 3);
    std::mt19937 generator(11);
    for (const ParameterInfo& info : network.parameters())
        if (info.name.ends_with(".bias"))
            for (std::size_t i = 0; i < info.size; ++i)
                parameters[info.offset + i] = bias + (uniform01(generator) - 0.5f) * 0.4f;
    return parameters;
}

FloatArray gradientsOf(const Network& network, const Batch& batch, const FloatArray& parameters,
                       const KernelSet& kernels, double& loss) {
    Executor executor(network, *kernels.table, 1, batch.images.size());
    FloatArray gradients(network.flatSize(), 0), moved = parameters;
    std::vector<ImageResult> results(batch.images.size());
    for (std::size_t t = 0; t < executor.packTasks(); ++t) executor.pack(t, parameters.data());
    for (std::size_t c = 0; c < batch.chunks(); ++c)
        executor.train(batch, c, 0, parameters.data(), results.data());
    for (std::size_t t = 0; t < executor.gradientTasks(); ++t)
        executor.gradient(t, 0, batch, gradients.data());
    OptimizerState state;
    for (std::size_t t = 0; t < executor.updateTasks(); ++t)
        executor.update(
            t, 0, {optimizerStep(parseOptimizer("sgd"), 1), state, moved.data(), gradients.data()});
    loss = 0;
    for (const ImageResult& result : results)
        loss += result.loss / static_cast<double>(results.size());
    return gradients;
}

struct Slope {
    const ParameterInfo* parameter;
    std::size_t index;
    double value;
};

// dL/dp of every parameter of small arrays and a spread of large ones, by central differences.
std::vector<Slope> slopesOf(const Network& network, std::vector<double>& parameters,
                            const std::function<double()>& loss) {
    std::vector<Slope> slopes;
    for (const ParameterInfo& info : network.parameters()) {
        const std::size_t stride = std::max<std::size_t>(1, info.size / 24) | 1;
        for (std::size_t i = 0; i < info.size; i += stride) {
            // Small, so that hardly any of the thousands of values crosses a kink on the way.
            const double h = 1e-7, middle = parameters[info.offset + i];
            parameters[info.offset + i] = middle + h;
            const double above = loss();
            parameters[info.offset + i] = middle - h;
            const double below = loss();
            parameters[info.offset + i] = middle;
            slopes.push_back({&info, i, (above - below) / (2 * h)});
        }
    }
    return slopes;
}

// On every kernel set, against one calculation of the twin's.
void check(const Network& network, std::size_t images, float bias = 0) {
    const Images set = randomImages(images, network.input().size(), network.classes());
    const Batch batch{set.pointers, set.labels, 1.0f / 255.0f};
    const FloatArray parameters = startOf(network, bias);
    const PlainNetwork plain(network);
    std::vector<double> exact(parameters.begin(), parameters.end());
    const auto lossAt = [&] { return plain.loss(exact, set.bytes, set.labels, 1.0 / 255.0); };
    const double exactLoss = lossAt();
    const std::vector<Slope> slopes = slopesOf(network, exact, lossAt);
    onEveryKernelSet([&](const KernelSet& kernels) {
        double loss = 0;
        const FloatArray gradients = gradientsOf(network, batch, parameters, kernels, loss);
        INFO(kernels.name);
        CHECK_THAT(loss, Catch::Matchers::WithinRel(exactLoss, 1e-5));
        for (const Slope& slope : slopes) {
            INFO(slope.parameter->name << "[" << slope.index << "]");
            const double tolerance = 2e-5 * std::max(1.0, std::abs(slope.value));
            CHECK_THAT(gradients[slope.parameter->offset + slope.index],
                       Catch::Matchers::WithinAbs(slope.value, tolerance));
        }
    });
}

Network smallConvnet(const Activation& activation) {
    return Network({9, 7, 2}, {Conv2D{3, 3, Padding::Same, activation}, MaxPool2D{2},
                               Conv2D{5, 3, Padding::Valid, activation}, Flatten{},
                               Dense{6, activation, false}, Dense{4, std::nullopt, true}});
}

// For what does not depend on the layers' sizes: some seconds less on every instruction set and sanitizer.
Network tinyConvnet(const Activation& activation) {
    return Network({6, 5, 1}, {Conv2D{2, 3, Padding::Same, activation}, MaxPool2D{2}, Flatten{},
                               Dense{3, activation, false}, Dense{2, std::nullopt, true}});
}

}  // namespace

TEST_CASE("Gradients with every activation equal central differences", "[training][gradients]") {
    for (const ActivationInfo& entry : activationTable()) {
        Activation activation = makeActivation(entry);
        // The twin draws nothing: here every slope is the same.
        if (entry.kind == ActivationKind::RandomSlopes)
            activation.parameters[0] = activation.parameters[1];
        INFO(entry.name);
        check(smallConvnet(activation), 19);
    }
}

TEST_CASE("Gradients of what an activation learns equal central differences",
          "[training][gradients]") {
    for (const char* text :
         {"swish(beta=learn(1.5))", "elu(alpha=learn)", "leaky_relu(negative_slope=learn)",
          "threshold(default_value=learn(0.3))", "squareplus(b=learn)", "prelu(alpha=-0.3)",
          "formula(lo + (hi - lo)*(tanh(x) + 1)/2; lo=learn(-0.5),hi=learn(1.25))",
          "formula(a*x + b*sin(c*x); b=learn(0.5),c=3)", "maxout(k=3)"}) {
        INFO(text);
        check(tinyConvnet(parseActivation(text)), 19);
    }
}

TEST_CASE("Gradients through a folded Flatten reach what activations learn",
          "[training][gradients]") {
    for (const char* text : {"prelu", "maxout(k=4)", "swish(beta=learn)"}) {
        const Activation activation = parseActivation(text);
        const Network network({5, 6, 4}, {Conv2D{16, 5, Padding::Same, activation}, MaxPool2D{1},
                                          Conv2D{8, 5, Padding::Same, activation}, Flatten{},
                                          Dense{4, activation, false}, ActivationLayer{activation},
                                          Dense{2, std::nullopt, true}});
        // More than one block of images once: the rest is the same for all.
        const std::vector<std::size_t> counts =
            activation.entry->kind == ActivationKind::ChannelSlopes
                ? std::vector<std::size_t>{3, 17}
                : std::vector<std::size_t>{3};
        for (const std::size_t images : counts) {
            INFO(text << ", " << images << " images");
            check(network, images);
        }
    }
}

TEST_CASE("Gradients through a pooling where the smallest z counts equal central differences",
          "[training][gradients]") {
    for (const ActivationInfo& entry : activationTable()) {
        if (entry.course != Course::QuasiConvex) continue;
        INFO(entry.name);
        check(smallConvnet(makeActivation(entry)), 19, -1.5f);
    }
}

TEST_CASE("Gradients of other shapes of networks equal central differences",
          "[training][gradients]") {
    const Activation tanh = makeActivation("tanh");
    const Activation valley = parseActivation("leaky_relu(negative_slope=-0.5)");
    const Activation silu = makeActivation("silu");
    const Activation gelu = makeActivation("gelu");
    const Activation mish = makeActivation("mish");
    const std::vector<Network> networks = {
        // Outside its slider's bounds nothing is known of its course: it stays before the pooling.
        Network({8, 8, 2}, {Conv2D{3, 3, Padding::Same, valley}, MaxPool2D{2}, Flatten{},
                            Dense{3, std::nullopt, true}}),
        // Minimal filtering both ways round, with a Flatten that folds into it.
        Network({5, 6, 4}, {Conv2D{16, 5, Padding::Same, tanh}, Conv2D{5, 5, Padding::Same, tanh},
                            Flatten{}, Dense{2, std::nullopt, true}}),
        // Two poolings behind a quasi-convex function, and one at the start of the network.
        Network({8, 9, 2}, {Conv2D{3, 3, Padding::Same, silu}, MaxPool2D{2}, MaxPool2D{2},
                            Flatten{}, Dense{3, std::nullopt, true}}),
        Network({9, 9, 3}, {ActivationLayer{gelu}, MaxPool2D{2}, Conv2D{4, 3, Padding::Same, mish},
                            MaxPool2D{2}, Flatten{}, Dense{3, std::nullopt, true}}),
        Network({5, 5, 1}, {Flatten{}, Dense{3, std::nullopt, true}}),
        Network({6, 6, 3}, {Flatten{}, ActivationLayer{tanh}, Dense{7, tanh, false},
                            Dense{5, std::nullopt, false}, ActivationLayer{tanh},
                            Dense{10, std::nullopt, true}}),
        Network({8, 8, 1}, {Conv2D{4, 5, Padding::Valid, std::nullopt}, ActivationLayer{tanh},
                            Conv2D{2, 1, Padding::Same, tanh}, MaxPool2D{3}, Flatten{},
                            Dense{2, std::nullopt, true}}),
        Network({7, 7, 3}, {MaxPool2D{2}, Conv2D{17, 7, Padding::Same, tanh}, Flatten{},
                            Dense{3, std::nullopt, true}})};
    for (std::size_t n = 0; n < networks.size(); ++n)
        for (const std::size_t images : {1u, 16u, 45u}) {
            INFO("network " << n << ", " << images << " images");
            check(networks[n], images);
        }
}

}  // namespace squash::test
