// The article's network, step by step, against real Keras (tests/data/lenet5.json; how near is
// right stands in docs/numbers.md).
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <cstdlib>
#include <string>

#include "engine/training/support.hpp"
#include "squash/data/cifar10.hpp"

namespace squash::test {
namespace {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

Experiment experimentOf(const nlohmann::json& run) {
    Experiment experiment;
    experiment.activations = parseActivations(run["activation"].get<std::string>());
    experiment.pixels = run["pixels"] == "0..1" ? Pixels::Unit : Pixels::Raw;
    experiment.seed = run["seed"].get<std::uint64_t>();
    experiment.batch = run["batch"].get<std::size_t>();
    experiment.shuffle = false;
    experiment.epochs = 1;
    return experiment;
}

bool convolution(const ParameterInfo& parameter) { return parameter.name.starts_with("conv"); }

void compareFirstGradients(const Trainer& trainer, const nlohmann::json& expected) {
    const auto& parameters = trainer.network().parameters();
    REQUIRE(expected.size() == parameters.size());
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        // A near tie of a maximum or a ReLU that falls the other way shows before the dense layers
        // only; the reference's own float32 run has the bounds.
        const double tolerance = convolution(parameters[p]) ? 3e-3 : 1e-5;
        INFO(parameters[p].name);
        CHECK_THAT(trainer.lastGradientNorms()[p], WithinRel(expected[p].get<double>(), tolerance));
    }
}

void compareEnd(Trainer& trainer, const nlohmann::json& expected, double tolerance) {
    const auto& parameters = trainer.network().parameters();
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        double squares = 0;
        for (std::size_t i = 0; i < parameters[p].size; ++i)
            squares += std::pow(trainer.parameters()[parameters[p].offset + i], 2.0);
        INFO(parameters[p].name);
        CHECK_THAT(std::sqrt(squares),
                   WithinRel(expected["final_parameter_norm"][p].get<double>(), 20 * tolerance));
    }
    const auto& record = trainer.history().epochs().front();
    CHECK_THAT(record.validationAccuracy,
               WithinAbs(expected["val_accuracy"].get<double>(), 5.0 / 256 + 1e-9));
}

void compare(const nlohmann::json& run, const DatasetPtr& data, const KernelSet& kernels) {
    WorkerPool pool(2);
    TrainerOptions choices = options(pool, kernels);
    choices.gradientNorms = true;
    Trainer trainer(experimentOf(run), data, choices);
    const auto& expected = run["float64"];
    const double tolerance = run["pixels"] == "0..1" ? 1e-3 : 5e-3;
    advanceSteps(trainer, 1);
    compareFirstGradients(trainer, expected["first_gradient_norm"]);
    advanceToEnd(trainer);
    REQUIRE(trainer.history().steps() == expected["loss"].size());
    for (std::size_t s = 0; s < trainer.history().steps(); ++s) {
        INFO("step " << s + 1);
        const double loss = expected["loss"][s].get<double>();
        CHECK_THAT(trainer.history().stepAt(s).loss, WithinRel(loss, s == 0 ? 1e-5 : tolerance));
    }
    compareEnd(trainer, expected, tolerance);
}

using Choice = bool (*)(const nlohmann::json& run);

// One run shows another instruction set at work, and more would take an emulator minutes.
bool plainest(const nlohmann::json& run) {
    return run["activation"] == "relu" && run["pixels"] == "0..1";
}
bool others(const nlohmann::json& run) { return !plainest(run); }
bool every(const nlohmann::json&) { return true; }

void compareAll(const std::string& dataName, const DatasetPtr& data, Choice chosen) {
    for (const auto& run : readJson("lenet5.json")) {
        if (run["data"] != dataName || !chosen(run)) continue;
        onEveryKernelSet([&](const KernelSet& kernels) {
            INFO(run["activation"] << " " << dataName << " " << run["pixels"] << " "
                                   << kernels.name);
            compare(run, data, kernels);
        });
    }
}

DatasetPtr firstCifarImages(const std::string& folder) {
    auto data = std::make_shared<Dataset>(readCifar10Folder(folder));
    data->train.labels.resize(2560);
    data->train.pixels.resize(2560 * kImageBytes);
    data->validation.labels.resize(1000);
    data->validation.pixels.resize(1000 * kImageBytes);
    return data;
}

}  // namespace

TEST_CASE("Training ReLU on noise follows Keras step by step", "[training][reference][emulated]") {
    compareAll("noise", noiseData(768, 256), plainest);
}

TEST_CASE("Training on noise follows Keras step by step", "[training][reference]") {
    compareAll("noise", noiseData(768, 256), others);
}

TEST_CASE("Training on CIFAR-10 follows Keras step by step", "[training][reference]") {
    const char* folder = std::getenv("CIFAR10_DIR");
    if (!folder || !*folder) SKIP("CIFAR10_DIR is not set");
    compareAll("cifar10", firstCifarImages(folder), every);
}

}  // namespace squash::test
