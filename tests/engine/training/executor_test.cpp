// One step of the executor by itself: operations done together give the bits of operations done one
// by one, and nothing is allocated.
#include "training/executor.hpp"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "engine/support/allocations.hpp"
#include "engine/training/support.hpp"

namespace squash::test {
namespace {

constexpr std::size_t kImages = 50;  // the last block is not full

Conv2D conv(std::size_t filters, std::size_t kernel, const char* activation) {
    return {filters, kernel, Padding::Same, parseActivation(activation)};
}

Dense dense(std::size_t units, const char* activation) {
    return {units, parseActivation(activation), false};
}

// Every neighbourhood an activation can have: before a pooling that it may follow and one that it
// may not, before Flatten folded away or not, between dense layers, by itself.
std::vector<std::vector<LayerSpec>> networks() {
    const ActivationLayer tanhLayer{parseActivation("tanh")};
    return {
        {conv(6, 5, "relu"), MaxPool2D{2}, conv(8, 5, "silu"), MaxPool2D{2}, conv(30, 5, "relu"),
         Flatten{}, dense(20, "tanh"), Dense{10, {}, true}},
        {conv(5, 3, "gelu"), MaxPool2D{4}, conv(4, 3, "sigmoid"), Flatten{}, dense(9, "mish"),
         dense(7, "relu"), Dense{10, {}, true}},
        {conv(4, 5, "relu"), MaxPool2D{2}, tanhLayer, conv(17, 5, "elu"), tanhLayer, Flatten{},
         tanhLayer, Dense{12, {}, false}, tanhLayer, Dense{10, {}, true}},
        {Flatten{}, tanhLayer, dense(16, "selu"), Dense{10, {}, true}},
    };
}

// A network, a batch and the memory for its step.
struct Step {
    DatasetPtr data = noiseData(kImages, 1);
    Network network;
    FloatArray parameters, gradients;
    std::vector<const std::uint8_t*> images;
    std::vector<ImageResult> results{kImages};
    std::vector<float> probabilities;
    OptimizerState state;

    explicit Step(const std::vector<LayerSpec>& layers)
        : network({kImageSide, kImageSide, kImageChannels}, layers),
          parameters(glorotUniform(network, 1)),
          gradients(network.flatSize()),
          probabilities(kImages * network.classes()) {
        for (std::size_t i = 0; i < kImages; ++i) images.push_back(data->train.image(i).data());
        fitMoments({}, network.flatSize(), state);
    }

    Batch batch() const { return {images, data->train.labels, 1.0f / 255}; }

    void train(Executor& executor) {
        for (std::size_t task = 0; task < executor.packTasks(); ++task)
            executor.pack(task, parameters.data());
        for (std::size_t chunk = 0; chunk < batch().chunks(); ++chunk)
            executor.train(batch(), chunk, 0, parameters.data(), results.data());
        for (std::size_t task = 0; task < executor.gradientTasks(); ++task)
            executor.gradient(task, 0, batch(), gradients.data());
    }

    void update(Executor& executor) {
        ++state.step;
        const auto next = optimizerStep({}, state.step);
        for (std::size_t task = 0; task < executor.updateTasks(); ++task)
            executor.update(task, 0, {next, state, parameters.data(), gradients.data()});
    }

    void predict(Executor& executor) {
        for (std::size_t chunk = 0; chunk < batch().chunks(); ++chunk)
            executor.predict(batch(), chunk, 0, parameters.data(),
                             {results.data(), probabilities.data()});
    }
};

struct Outcome {
    FloatArray gradients;
    std::vector<float> probabilities;
    std::size_t done = 0;  // activations in one direction that another operation does
    bool operator==(const Outcome& other) const {
        return gradients == other.gradients && probabilities == other.probabilities;
    }
};

Outcome outcome(Step& step, const kernels::KernelTable& table, Fusing fusing) {
    Executor executor(step.network, table, 1, kImages, fusing);
    step.train(executor);
    step.predict(executor);
    Outcome result{step.gradients, step.probabilities};
    for (const Op& op : executor.plan().ops)
        result.done += std::size_t{op.forwardDone} + std::size_t{op.backwardDone};
    return result;
}

}  // namespace

TEST_CASE("Activations done beside other operations give the same bits", "[training]") {
    std::size_t number = 0;
    for (const auto& layers : networks()) {
        INFO("network " << number++);
        Step step(layers);
        onEveryKernelSet([&](const KernelSet& kernels) {
            INFO(kernels.name);
            const Outcome together = outcome(step, *kernels.table, Fusing::Together);
            const Outcome apart = outcome(step, *kernels.table, Fusing::Apart);
            CHECK(together.done > 0);
            CHECK(apart.done == 0);
            CHECK(together == apart);
        });
    }
}

TEST_CASE("A step allocates nothing", "[training]") {
    if (!allocationsAreOurs()) SKIP("a sanitizer keeps operator new");
    for (const auto& layers : networks()) {
        Step step(layers);
        Executor executor(step.network, *chooseKernelSet("auto").table, 1, kImages);
        const std::size_t before = allocations();
        step.train(executor);
        step.update(executor);
        step.predict(executor);
        CHECK(allocations() == before);
    }
}

TEST_CASE("Going on with training allocates nothing, whatever the workers", "[training]") {
    if (!allocationsAreOurs()) SKIP("a sanitizer keeps operator new");
    Experiment experiment;
    experiment.batch = 50;
    experiment.epochs = 1000;
    const DatasetPtr data = noiseData(2000, 20);
    for (const std::size_t workers : {1u, 3u}) {
        WorkerPool pool(workers);
        Trainer trainer(experiment, data, options(pool, chooseKernelSet("auto")));
        trainer.setProfile(true);
        advanceSteps(trainer, 2);  // the first ones make room, every 1,024th does for their points
        const std::size_t before = allocations();
        advanceSteps(trainer, 36);
        CHECK(allocations() == before);
    }
}

}  // namespace squash::test
