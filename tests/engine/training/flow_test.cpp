// Gradient flow against a plain calculation: dL/dz by moving every single z, the rest by definition.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>

#include "engine/training/images.hpp"
#include "engine/training/plain_network.hpp"
#include "engine/training/support.hpp"
#include "training/executor_chunk.hpp"
#include "training/flow_meter.hpp"

namespace squash::test {
namespace {

constexpr double kScale = 1.0 / 255;

// Pooled directly and behind its activation, sparse or not, folded into a dense layer's backward.
std::vector<Network> networks() {
    const Activation relu = makeActivation("relu"), tanh = makeActivation("tanh"),
                     silu = makeActivation("silu"), prelu = makeActivation("prelu"),
                     maxout = makeActivation("maxout");
    const auto small = [](const Activation& f) {
        return Network({9, 7, 2}, {Conv2D{3, 3, Padding::Same, f}, MaxPool2D{2},
                                   Conv2D{5, 3, Padding::Valid, f}, Flatten{}, Dense{6, f, false},
                                   Dense{4, std::nullopt, true}});
    };
    return {small(relu),
            small(tanh),
            small(silu),
            small(prelu),
            small(maxout),
            Network({8, 8, 3},
                    {Conv2D{6, 5, Padding::Same, relu}, MaxPool2D{2},
                     Conv2D{16, 5, Padding::Same, tanh}, Flatten{}, Dense{3, std::nullopt, true}}),
            Network({3, 3, 1}, {Flatten{}, Dense{7, tanh, false}, Dense{7, tanh, false},
                                Dense{3, std::nullopt, true}})};
}

GradientFlow measured(const Network& network, const Images& images, const KernelSet& kernels,
                      FloatArray& gradients) {
    const Batch batch{images.pointers, images.labels, static_cast<float>(kScale)};
    Executor executor(network, *kernels.table, 1, images.bytes.size());
    FlowMeter meter(network, executor.plan(), *kernels.table);
    FloatArray parameters = glorotUniform(network, 3);
    gradients.assign(network.flatSize(), 0);
    std::vector<ImageResult> results(images.bytes.size());
    executor.setGradientSquares(&meter.squares(batch.chunks()));
    for (std::size_t t = 0; t < executor.packTasks(); ++t) executor.pack(t, parameters.data());
    for (std::size_t c = 0; c < batch.chunks(); ++c)
        executor.train(batch, c, 0, parameters.data(), results.data());
    for (std::size_t t = 0; t < executor.gradientTasks(); ++t)
        executor.gradient(t, 0, batch, gradients.data());
    meter.measure(1, images.bytes.size(), parameters, gradients);
    OptimizerState state;
    const auto step = optimizerStep(parseOptimizer("sgd(learning_rate=0.5)"), 1);
    for (std::size_t t = 0; t < executor.updateTasks(); ++t)
        executor.update(t, 0, {step, state, parameters.data(), gradients.data()});
    meter.measureUpdate(parameters);
    return meter.flow();
}

double preactivations(const Network& network, const Layer& layer) {
    const auto bias = network.parameters()[static_cast<std::size_t>(layer.bias)].size;
    return static_cast<double>(layer.output.size() / layer.output.channels * bias);
}

double plainRms(const Network& network, const Images& images, std::size_t index,
                const Layer& layer) {
    const PlainNetwork plain(network);
    const FloatArray start = glorotUniform(network, 3);
    const std::vector<double> exact(start.begin(), start.end());
    const double h = 1e-5, values = preactivations(network, layer);
    const auto count = static_cast<double>(images.bytes.size());
    double sum = 0;
    for (std::size_t n = 0; n < images.bytes.size(); ++n)
        for (std::size_t i = 0; i < static_cast<std::size_t>(values); ++i) {
            const auto lossAt = [&](double by) {
                return plain.lossWith({index, i, by}, exact, images.bytes[n], images.labels[n],
                                      kScale);
            };
            const double slope = (lossAt(h) - lossAt(-h)) / (2 * h) / count;
            sum += slope * slope;
        }
    return std::sqrt(sum / (values * count));
}

}  // namespace

TEST_CASE("Gradient flow equals a plain calculation, layer by layer", "[training][flow]") {
    std::size_t number = 0;
    for (const Network& network : networks()) {
        const Images images = randomImages(19, network.input().size(), network.classes());
        std::vector<double> expected;
        std::vector<const Layer*> layers;
        for (const Layer& layer : network.layers())
            if (layer.kernel >= 0) layers.push_back(&layer);
        for (std::size_t k = 0; k < layers.size(); ++k)
            expected.push_back(plainRms(network, images, k, *layers[k]));
        onEveryKernelSet([&](const KernelSet& kernels) {
            FloatArray gradients;
            const GradientFlow flow = measured(network, images, kernels, gradients);
            const FloatArray start = glorotUniform(network, 3);
            REQUIRE(flow.layers.size() == layers.size());
            for (std::size_t k = 0; k < layers.size(); ++k) {
                INFO("network " << number << ", layer " << layers[k]->name << ", " << kernels.name);
                const auto near = [](double value) {
                    return Catch::Matchers::WithinRel(value, 1e-4);
                };
                const LayerFlow& layer = flow.layers[k];
                CHECK(&network.layers()[layer.layer] == layers[k]);
                CHECK_THAT(layer.preactivationGradientRms, near(expected[k]));
                CHECK_THAT(layer.toLast, near(expected[k] / expected.back()));
                const auto& info =
                    network.parameters()[static_cast<std::size_t>(layers[k]->kernel)];
                double gradient = 0, weight = 0;
                for (std::size_t i = info.offset; i < info.offset + info.size; ++i) {
                    gradient += double(gradients[i]) * gradients[i];
                    weight += double(start[i]) * start[i];
                }
                const auto size = static_cast<double>(info.size);
                CHECK_THAT(layer.kernelGradientRms, near(std::sqrt(gradient / size)));
                CHECK_THAT(layer.weightRms, near(std::sqrt(weight / size)));
                CHECK_THAT(layer.updateRms, near(0.5 * std::sqrt(gradient / size)));
            }
        });
        ++number;
    }
}

TEST_CASE("Measuring the flow changes no bit of what is trained, whatever the workers",
          "[training][flow]") {
    Experiment experiment;
    experiment.batch = 48;
    experiment.epochs = 1;
    const DatasetPtr data = noiseData(200, 1);
    const auto run = [&](bool measured, std::size_t workers, std::vector<double>& flow) {
        WorkerPool pool(workers);
        TrainerOptions options;
        options.kernels = chooseKernelSet("auto");
        options.pool = &pool;
        Trainer trainer(experiment, data, options);
        for (Progress progress = Progress::Working; progress != Progress::Finished;) {
            if (measured) trainer.measureFlow();
            progress = trainer.advance(workers == 1 ? 1e9 : 0.01);
            if (progress != Progress::StepDone || !measured) continue;
            CHECK(trainer.flow().step == trainer.step());
            for (const LayerFlow& layer : trainer.flow().layers)
                flow.insert(flow.end(), {layer.preactivationGradientRms, layer.kernelGradientRms,
                                         layer.weightRms, layer.updateRms, layer.toLast});
        }
        return trainer.parameters();
    };
    std::vector<double> one, three, none;
    const FloatArray plain = run(false, 1, none);
    CHECK(run(true, 1, one) == plain);
    CHECK(run(true, 3, three) == plain);
    CHECK(one == three);
    CHECK(one.size() == 5 * 5 * 5);  // steps, layers, numbers
}

}  // namespace squash::test
