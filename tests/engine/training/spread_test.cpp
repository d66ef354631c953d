// The spread of values and gradients through depth against the plain float64 twin: deviations by definition, every
// gradient by moving what it belongs to.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>

#include "engine/training/plain_network.hpp"
#include "engine/training/support.hpp"
#include "squash/training/diagnosis.hpp"

namespace squash::test {
namespace {

constexpr std::size_t kImages = 6;
constexpr double kScale = 1.0 / 255, kMove = 1e-5;

// Small behind a coarse pooling; pooled behind and before its activation, folded into Dense, and deep.
std::vector<Network> networks() {
    const auto mixed = [](const char* text) {
        const Activation f = parseActivation(text);
        return Network({32, 32, 3}, {MaxPool2D{4}, Conv2D{3, 3, Padding::Same, f}, MaxPool2D{2},
                                     Conv2D{4, 3, Padding::Valid, f}, Flatten{}, Dense{5, f, false},
                                     Dense{10, std::nullopt, true}});
    };
    const Activation tanh = makeActivation("tanh");
    return {
        mixed("relu"),
        mixed("silu"),
        mixed("prelu(alpha=0.1)"),
        mixed("maxout"),
        mixed("swish(beta=learn(2))"),
        Network({32, 32, 3}, {MaxPool2D{8}, Flatten{}, Dense{6, tanh, false}, Dense{5, tanh, false},
                              Dense{6, tanh, false}, Dense{10, std::nullopt, true}})};
}

struct Case {
    const Network& network;
    std::vector<double> parameters;
    std::vector<std::vector<std::uint8_t>> images;
    std::vector<std::uint8_t> labels;

    double loss() const { return PlainNetwork(network).loss(parameters, images, labels, kScale); }
};

Case caseOf(const Network& network, const ImageSet& set) {
    const FloatArray start = glorotUniform(network, 3);
    Case made{network, {start.begin(), start.end()}, {}, set.labels};
    for (std::size_t i = 0; i < set.size(); ++i)
        made.images.emplace_back(set.image(i).data(), set.image(i).data() + kImageBytes);
    return made;
}

double deviation(const Values& values) {
    double mean = 0, squares = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size()));
}

double rms(const Values& values) {
    double sum = 0;
    for (const double value : values) sum += value * value;
    return std::sqrt(sum / static_cast<double>(values.size()));
}

std::vector<LayerOutputs> allOutputs(const Case& c) {
    std::vector<LayerOutputs> all;
    for (const auto& image : c.images) {
        const auto one = PlainNetwork(c.network).outputs(c.parameters, image, kScale);
        all.resize(one.size());
        for (std::size_t i = 0; i < one.size(); ++i) {
            all[i].z.insert(all[i].z.end(), one[i].z.begin(), one[i].z.end());
            all[i].a.insert(all[i].a.end(), one[i].a.begin(), one[i].a.end());
        }
    }
    return all;
}

// dL/dz of all values and images of a layer with a kernel.
Values preactivationGradients(const Case& c, std::size_t layer, std::size_t values) {
    const PlainNetwork plain(c.network);
    const auto images = static_cast<double>(c.images.size());
    Values gradients;
    for (std::size_t n = 0; n < c.images.size(); ++n)
        for (std::size_t i = 0; i < values; ++i) {
            const auto lossAt = [&](double by) {
                return plain.lossWith({layer, i, by}, c.parameters, c.images[n], c.labels[n],
                                      kScale);
            };
            gradients.push_back((lossAt(kMove) - lossAt(-kMove)) / (2 * kMove) / images);
        }
    return gradients;
}

Values kernelGradients(Case c, const ParameterInfo& info) {
    Values gradients;
    for (std::size_t i = info.offset; i < info.offset + info.size; ++i) {
        const double before = c.parameters[i];
        c.parameters[i] = before + kMove;
        const double above = c.loss();
        c.parameters[i] = before - kMove;
        gradients.push_back((above - c.loss()) / (2 * kMove));
        c.parameters[i] = before;
    }
    return gradients;
}

DepthSpread spreadOf(const Network& network, const ImageSet& set, const KernelSet& kernels,
                     std::size_t workers) {
    WorkerPool pool(workers);
    const FloatArray parameters = glorotUniform(network, 3);
    return depthSpread({network, parameters, Pixels::Unit, kernels}, pool, set, {1, 0, kImages});
}

}  // namespace

TEST_CASE("The spread through depth equals a plain calculation", "[training][spread]") {
    const ImageSet set = noiseData(1, kImages)->validation;
    std::size_t number = 0;
    for (const Network& network : networks()) {
        const Case c = caseOf(network, set);
        const std::vector<LayerOutputs> plain = allOutputs(c);
        std::vector<LayerSpread> expected;
        for (std::size_t i = 0; i < network.layers().size(); ++i) {
            const Layer& layer = network.layers()[i];
            if (layer.kernel < 0) continue;
            const LayerOutputs& outputs = plain[expected.size()];
            const ParameterInfo& info =
                network.parameters()[static_cast<std::size_t>(layer.kernel)];
            expected.push_back(
                {i, deviation(outputs.z), deviation(outputs.a),
                 rms(preactivationGradients(c, expected.size(), outputs.z.size() / kImages)),
                 rms(kernelGradients(c, info))});
        }
        onEveryKernelSet([&](const KernelSet& kernels) {
            const DepthSpread found = spreadOf(network, set, kernels, 2);
            CHECK(found.images == kImages);
            REQUIRE(found.layers.size() == expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i) {
                INFO("network " << number << ", layer " << i << ", " << kernels.name);
                const auto near = [](double value) {
                    return Catch::Matchers::WithinRel(value, 1e-4);
                };
                const LayerSpread &have = found.layers[i], &want = expected[i];
                CHECK(have.layer == want.layer);
                CHECK_THAT(have.preactivationDeviation, near(want.preactivationDeviation));
                if (i + 1 < expected.size())
                    CHECK_THAT(have.activationDeviation, near(want.activationDeviation));
                else
                    CHECK(std::isnan(have.activationDeviation));
                CHECK_THAT(have.preactivationGradientRms, near(want.preactivationGradientRms));
                CHECK_THAT(have.kernelGradientRms, near(want.kernelGradientRms));
            }
        });
        ++number;
    }
}

TEST_CASE("The spread has the same bits whatever the workers, and is a diagnosis' own",
          "[training][spread]") {
    const ImageSet set = noiseData(1, 130)->validation;
    const Network network = makeNetwork({}, std::vector<Activation>(4, makeActivation("relu")));
    const FloatArray parameters = glorotUniform(network, 3);
    const KernelSet kernels = chooseKernelSet("auto");
    const auto numbers = [&](std::size_t workers) {
        WorkerPool pool(workers);
        const Diagnosis diagnosis =
            diagnose({network, parameters, Pixels::Unit, kernels}, pool, set, {});
        CHECK(diagnosis.units.size() == 4);
        CHECK(diagnosis.spread.images == 130);
        std::vector<double> all;
        for (std::size_t i = 0; i < diagnosis.spread.layers.size(); ++i) {
            const LayerSpread& layer = diagnosis.spread.layers[i];
            CHECK(layer.preactivationGradientRms ==
                  diagnosis.flow.layers[i].preactivationGradientRms);
            all.insert(all.end(), {layer.preactivationDeviation, layer.kernelGradientRms});
            if (i < 4) all.push_back(layer.activationDeviation);
        }
        return all;
    };
    const std::vector<double> one = numbers(1);
    CHECK(one.size() == 14);
    CHECK(numbers(3) == one);
}

TEST_CASE("There is no spread without an image", "[training][spread]") {
    const Network network = makeNetwork({}, std::vector<Activation>(4, makeActivation("relu")));
    CHECK_THROWS(spreadOf(network, ImageSet{}, chooseKernelSet("auto"), 1));
}

}  // namespace squash::test
