// The same experiment gives the same bits again: whatever the workers, the slices of work, and
// whether it was saved and taken up again.
#include <catch2/catch_test_macros.hpp>
#include <cstring>

#include "engine/training/support.hpp"

namespace squash::test {
namespace {

// With vector code of their own and as a formula's program; those that learn or draw.
const char* const kFixed = "relu+silu+formula(x*tanh(b*x); b=0.5)+hard_silu";
const char* const kLearning = "prelu+rrelu+maxout+swish(beta=learn)";

Experiment smallExperiment(const char* activations = kFixed) {
    Experiment experiment;
    experiment.activations = parseActivations(activations);
    experiment.batch = 100;  // chunks that are not full
    experiment.pixels = Pixels::Unit;
    experiment.epochs = 2;
    return experiment;
}

struct Outcome {
    FloatArray parameters;
    std::vector<float> losses;
    std::vector<double> validation;
    bool operator==(const Outcome&) const = default;
};

Outcome outcome(const Trainer& trainer) {
    Outcome result{trainer.parameters(), {}, {}};
    for (std::size_t s = 0; s < trainer.history().steps(); ++s)
        result.losses.push_back(trainer.history().stepAt(s).loss);
    for (const auto& epoch : trainer.history().epochs()) {
        result.validation.push_back(epoch.validationLoss);
        result.validation.push_back(epoch.loss);
    }
    return result;
}

Outcome run(const DatasetPtr& data, std::size_t workers, double budgetMs, const KernelSet& kernels,
            const char* activations = kFixed) {
    WorkerPool pool(workers);
    Trainer trainer(smallExperiment(activations), data, options(pool, kernels));
    advanceToEnd(trainer, budgetMs);
    return outcome(trainer);
}

}  // namespace

TEST_CASE("The number of workers does not change a bit", "[training][determinism]") {
    const DatasetPtr data = noiseData(250, 70);
    onEveryKernelSet([&](const KernelSet& kernels) {
        for (const char* activations : {kFixed, kLearning}) {
            // How work is cut does not depend on the kernels: once is enough for the second.
            if (activations == kLearning && kernels.name != chooseKernelSet("auto").name) continue;
            INFO(kernels.name << " " << activations);
            const Outcome one = run(data, 1, 1e9, kernels, activations);
            REQUIRE(one.losses.size() == 6);
            for (const std::size_t workers : {2u, 3u, 8u})
                CHECK(run(data, workers, 1e9, kernels, activations) == one);
        }
    });
}

TEST_CASE("Nor does it where a batch has more parts than their sums are kept apart",
          "[training][determinism]") {
    const DatasetPtr data = noiseData(1100, 20);
    Experiment experiment = smallExperiment("relu");
    experiment.batch = 1024;
    experiment.epochs = 1;
    const auto with = [&](std::size_t workers) {
        WorkerPool pool(workers);
        Trainer trainer(experiment, data, options(pool, chooseKernelSet("auto")));
        advanceToEnd(trainer, 1e9);
        return outcome(trainer);
    };
    const Outcome one = with(1);
    REQUIRE(one.losses.size() == 2);
    CHECK(with(3) == one);
}

TEST_CASE("Slices of work of any length give the same bits", "[training][determinism]") {
    const DatasetPtr data = noiseData(250, 70);
    const KernelSet kernels = chooseKernelSet("auto");
    const Outcome whole = run(data, 1, 1e9, kernels);
    CHECK(run(data, 1, 0, kernels) == whole);
    CHECK(run(data, 3, 0, kernels) == whole);
    CHECK(run(data, 2, 3, kernels) == whole);
}

TEST_CASE("Another seed gives another run", "[training][determinism]") {
    const DatasetPtr data = noiseData(100, 20);
    const KernelSet kernels = chooseKernelSet("auto");
    WorkerPool pool(1);
    Experiment experiment = smallExperiment();
    Trainer first(experiment, data, options(pool, kernels));
    experiment.seed = 2;
    Trainer second(experiment, data, options(pool, kernels));
    advanceSteps(first, 1);
    advanceSteps(second, 1);
    CHECK(first.history().stepAt(0).loss != second.history().stepAt(0).loss);
}

TEST_CASE("What an activation learns moves, and a random slope changes from step to step",
          "[training]") {
    const DatasetPtr data = noiseData(100, 20);
    const KernelSet kernels = chooseKernelSet("auto");
    WorkerPool pool(1);
    Trainer trainer(smallExperiment("prelu+swish(beta=learn(1.5))+relu+relu"), data,
                    options(pool, kernels));
    advanceSteps(trainer, 2);
    std::vector<std::string> learned;
    for (const ParameterInfo& info : trainer.network().parameters()) {
        if (info.name.find(".activation.") == std::string::npos) continue;
        learned.push_back(info.name);
        for (std::size_t i = 0; i < info.size; ++i)
            CHECK(trainer.parameters()[info.offset + i] != (info.size == 1 ? 1.5f : 0.25f));
    }
    CHECK(learned ==
          std::vector<std::string>{"conv2d.activation.alpha", "conv2d_1.activation.beta"});

    Experiment still = smallExperiment("rrelu+relu+relu+relu");
    still.optimizer.learningRate = 1e-30;
    still.shuffle = false;
    Trainer drawn(still, data, options(pool, kernels));
    advanceSteps(drawn, 2);
    CHECK(drawn.history().stepAt(0).loss != drawn.history().stepAt(1).loss);
}

TEST_CASE("A run taken up from its state goes on to the same bits", "[training][resume]") {
    const DatasetPtr data = noiseData(250, 70);
    const KernelSet kernels = chooseKernelSet("auto");
    WorkerPool pool(2);
    for (const char* activations : {kFixed, kLearning}) {
        const Experiment experiment = smallExperiment(activations);
        const Outcome through = run(data, 2, 1e9, kernels, activations);
        for (const std::uint64_t stop : {1u, 2u, 3u, 4u, 5u}) {
            INFO(activations << " taken up after step " << stop);
            Trainer trainer(experiment, data, options(pool, kernels));
            advanceSteps(trainer, stop);
            // Step 3 ends the epoch: its validation is still to come, as after a pause there.
            Trainer again(experiment, data, options(pool, kernels), trainer.state());
            CHECK(again.validating() == (stop == 3));
            advanceToEnd(again);
            CHECK(outcome(again) == through);
        }
    }
}

TEST_CASE("The learning rate changes from the next step on without a reset", "[training]") {
    const DatasetPtr data = noiseData(250, 70);
    const KernelSet kernels = chooseKernelSet("auto");
    WorkerPool pool(1);
    Trainer trainer(smallExperiment(), data, options(pool, kernels));
    advanceSteps(trainer, 2);
    const FloatArray before = trainer.parameters();
    OptimizerSettings still = smallExperiment().optimizer;
    still.learningRate = 1e-30;
    trainer.setOptimizer(still);
    advanceSteps(trainer, 3);
    CHECK(trainer.step() == 3);
    CHECK(trainer.parameters() == before);
}

}  // namespace squash::test
