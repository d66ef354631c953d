// A layer's values against a plain count over the float64 twin's pre-activations.
#include "training/probe.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "engine/training/images.hpp"
#include "engine/training/plain_network.hpp"
#include "engine/training/support.hpp"

namespace squash::test {
namespace {

// The same by definition: every value of the layer, f' in float64.
LayerValues counted(const std::vector<Values>& z, const std::vector<Activation>& ofChannel,
                    const ValuesWanted& wanted) {
    LayerValues sum;
    sum.bins.assign(kValueBins, 0);
    sum.saturatedBins.assign(kValueBins, 0);
    for (const Values& image : z)
        for (std::size_t i = 0; i < image.size(); ++i) {
            const double value = image[i];
            const bool flat = std::abs(evaluate(ofChannel[i % ofChannel.size()], value).df) < 0.05;
            ++sum.count;
            sum.saturated += flat;
            const double place = (value - wanted.from) / (wanted.to - wanted.from) * kValueBins;
            if (place < 0)
                ++sum.below, sum.saturatedBelow += flat;
            else if (place >= kValueBins)
                ++sum.above, sum.saturatedAbove += flat;
            else {
                ++sum.bins[static_cast<std::size_t>(place)];
                sum.saturatedBins[static_cast<std::size_t>(place)] += flat;
            }
        }
    return sum;
}

// Each channel's, f' in float64: where it is flat, where it is 0.
LayerUnits countedUnits(const std::vector<Values>& z, const Activation& activation,
                        std::size_t layer, std::size_t channels) {
    LayerUnits sum{layer, z.size() * z.front().size() / channels, {}, {}};
    sum.saturated.assign(channels, 0);
    sum.flat = sum.saturated;
    for (const Values& image : z)
        for (std::size_t i = 0; i < image.size(); ++i) {
            const double slope = std::abs(evaluate(activation, image[i]).df);
            sum.saturated[i % channels] += slope < 0.05;
            sum.flat[i % channels] += slope == 0;
        }
    return sum;
}

LayerValues look(Probe& probe, const FloatArray& parameters, const ValuesWanted& wanted) {
    probe.begin(parameters.data(), {wanted, false});
    while (probe.work()) {}
    return probe.values();
}

// float32 may put a value that lies at an edge on its other side.
template <class Count>
std::uint64_t apart(const std::vector<Count>& a, const std::vector<Count>& b) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] > b[i] ? a[i] - b[i] : b[i] - a[i];
    return sum;
}

Network network(const Activation& activation) {
    return Network({9, 7, 2}, {Conv2D{3, 3, Padding::Same, activation}, MaxPool2D{2},
                               Conv2D{16, 3, Padding::Valid, activation}, Flatten{},
                               Dense{6, activation, false}, Dense{4, std::nullopt, true}});
}

}  // namespace

TEST_CASE("A layer's values are counted as they are, on every kernel set", "[training][probe]") {
    const Images images = randomImages(19, 9 * 7 * 2);  // a block that is not full
    onEveryKernelSet([&](const KernelSet& kernels) {
        for (const char* text : {"sigmoid", "prelu(alpha=0.01)", "swish(beta=learn(2))", "rrelu",
                                 "formula(where(x < 0.1, 0, x))"}) {
            const Activation activation = parseActivation(text);
            const Network net = network(activation);
            const FloatArray parameters = glorotUniform(net, 3);
            const std::vector<double> exact(parameters.begin(), parameters.end());
            const PlainNetwork plain(net);
            WorkerPool pool(2);
            Probe probe(net, kernels, pool, images.pointers, 1.0f / 64);
            for (std::size_t layer = 0; layer < 3; ++layer) {
                INFO(kernels.name << " " << text << ", layer " << layer);
                const ValuesWanted wanted{layer, -1.5, 2};
                const LayerValues found = look(probe, parameters, wanted);
                std::vector<Values> z;
                z.reserve(images.bytes.size());
                for (const auto& image : images.bytes)
                    z.push_back(plain.preactivations(exact, image, 1.0 / 64, layer));
                const LayerValues want = counted(z, {activation}, wanted);
                CHECK(found.count == want.count);
                CHECK(apart<std::uint64_t>({found.saturated}, {want.saturated}) <= 1);
                CHECK(apart(found.bins, want.bins) <= 2);
                CHECK(apart(found.saturatedBins, want.saturatedBins) <= 2);
                CHECK(apart<std::uint64_t>(
                          {found.below, found.above, found.saturatedBelow, found.saturatedAbove},
                          {want.below, want.above, want.saturatedBelow, want.saturatedAbove}) <= 2);
                CHECK(found.least < found.most);
            }
        }
    });
}

TEST_CASE("Each unit's flat and dead values are counted as they are, on every kernel set",
          "[training][probe]") {
    const Images images = randomImages(19, 9 * 7 * 2);
    const std::size_t channels[] = {3, 16, 6};
    onEveryKernelSet([&](const KernelSet& kernels) {
        for (const char* text : {"relu", "sigmoid", "formula(where(x < 0.1, 0, x))"}) {
            const Activation activation = parseActivation(text);
            const Network net = network(activation);
            FloatArray parameters = glorotUniform(net, 3);
            for (const ParameterInfo& info : net.parameters())  // one unit of each far below 0
                if (info.name.ends_with("bias")) parameters[info.offset] = -40;
            const std::vector<double> exact(parameters.begin(), parameters.end());
            const PlainNetwork plain(net);
            WorkerPool pool(2);
            Probe probe(net, kernels, pool, images.pointers, 1.0f / 64);
            probe.begin(parameters.data(), {{}, true});
            while (probe.work()) {}
            const std::vector<LayerUnits> found = probe.units();
            REQUIRE(found.size() == 3);
            for (std::size_t layer = 0; layer < 3; ++layer) {
                INFO(kernels.name << " " << text << ", layer " << layer);
                std::vector<Values> z;
                z.reserve(images.bytes.size());
                for (const auto& image : images.bytes)
                    z.push_back(plain.preactivations(exact, image, 1.0 / 64, layer));
                const LayerUnits want = countedUnits(z, activation, layer, channels[layer]);
                CHECK(found[layer].layer == layer);
                REQUIRE(found[layer].units() == channels[layer]);
                CHECK(found[layer].values == want.values);
                CHECK(apart(found[layer].saturated, want.saturated) <= 2);
                CHECK(apart(found[layer].flat, want.flat) <= 2);
                CHECK(found[layer].dead(0) == (activation.entry->name != "sigmoid"));
                CHECK(found[layer].saturatedShare(0) == 1);
                CHECK(found[layer].deadShare() < 1);
            }
        }
    });
}

TEST_CASE("prelu's values are judged by each channel's own slope", "[training][probe]") {
    const Images images = randomImages(20, 9 * 7 * 2);
    const Network net = network(makeActivation("prelu"));
    FloatArray parameters = glorotUniform(net, 3);
    std::vector<Activation> slopes;
    for (const ParameterInfo& info : net.parameters())
        if (info.name == "conv2d_1.activation.alpha")
            for (std::size_t i = 0; i < info.size; ++i) {
                parameters[info.offset + i] = i % 3 == 0 ? 0.01f : 0.5f;
                slopes.push_back(makeActivation("leaky_relu"));
                slopes.back().parameters[0] = i % 3 == 0 ? 0.01 : 0.5;
            }
    const std::vector<double> exact(parameters.begin(), parameters.end());
    std::vector<Values> z;
    z.reserve(images.bytes.size());
    for (const auto& image : images.bytes)
        z.push_back(PlainNetwork(net).preactivations(exact, image, 1.0 / 64, 1));
    WorkerPool pool(1);
    Probe probe(net, chooseKernelSet("auto"), pool, images.pointers, 1.0f / 64);
    const ValuesWanted wanted{1, -1, 1};
    const LayerValues found = look(probe, parameters, wanted);
    const LayerValues want = counted(z, slopes, wanted);
    CHECK(want.saturated > 0);
    CHECK(want.saturated < want.count / 2);
    CHECK(apart<std::uint64_t>({found.saturated}, {want.saturated}) <= 1);
}

TEST_CASE("Nothing is counted where there is no f', or no such layer", "[training][probe]") {
    const Images images = randomImages(3, 9 * 7 * 2);
    const Network net = network(makeActivation("maxout"));
    const FloatArray parameters = glorotUniform(net, 1);
    WorkerPool pool(1);
    Probe probe(net, chooseKernelSet("auto"), pool, images.pointers, 1.0f / 64);
    CHECK(look(probe, parameters, {0, -1, 1}).count == 0);
    CHECK(look(probe, parameters, {7, -1, 1}).count == 0);
    CHECK(look(probe, parameters, {0, 1, 1}).count == 0);
}

}  // namespace squash::test
