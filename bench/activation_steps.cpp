// A whole training step of the article's LeNet-5 with each activation in all hidden layers: one
// thread, batches of 256, the processor's best kernels. What counts is an activation's time beside
// relu's, so all run in turn, several times: then what disturbs the machine hits all alike. Google
// Benchmark's own options change that.
#include <benchmark/benchmark.h>
#include <algorithm>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "squash/activations/activation.hpp"
#include "squash/core/worker_pool.hpp"
#include "squash/data/shapes.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/training/trainer.hpp"

namespace {

using namespace squash;

constexpr double kUnlimitedMs = 1e9;
constexpr std::size_t kStepsPerEpoch = 64;  // validation, on one image, comes seldom

Experiment experimentWith(const Activation& activation) {
    Experiment experiment;
    std::ranges::fill(experiment.activations, activation);
    experiment.epochs = std::numeric_limits<std::size_t>::max();
    experiment.validationLimit = 1;
    // So slow that all keep values like those at the start, whatever the activation does to them.
    experiment.optimizer.learningRate = 1e-7;
    return experiment;
}

// Between steps: an epoch's validation is no part of one.
void finishEpoch(Trainer& trainer) {
    while (trainer.validating()) trainer.advance(kUnlimitedMs);
}

void trainStep(benchmark::State& state, const Activation& activation, const DatasetPtr& data,
               WorkerPool& pool) {
    const Experiment experiment = experimentWith(activation);
    TrainerOptions options;
    options.kernels = chooseKernelSet("auto");
    options.pool = &pool;
    Trainer trainer(experiment, data, options);
    const auto step = [&trainer] {
        while (trainer.advance(kUnlimitedMs) != Progress::StepDone) {}
    };
    step();  // the first touches all memory
    for (auto _ : state) {
        step();
        if (trainer.validating()) {
            state.PauseTiming();
            finishEpoch(trainer);
            state.ResumeTiming();
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * experiment.batch));
}

}  // namespace

int main(int argc, char** argv) {
    WorkerPool pool(1);
    const DatasetPtr data = std::make_shared<Dataset>(
        generateShapes({kStepsPerEpoch * Experiment{}.batch, kClasses, 1}));
    for (const ActivationInfo& info : activationTable()) {
        // Twice the filters and units: another network, not another activation.
        if (info.kind == ActivationKind::Pieces) continue;
        const Activation activation = makeActivation(info);
        benchmark::RegisterBenchmark(
            std::string(info.name).c_str(),
            [&, activation](benchmark::State& state) { trainStep(state, activation, data, pool); })
            ->Unit(benchmark::kMillisecond)
            ->MinTime(0.2);
    }
    std::vector<std::string> words{argv[0], "--benchmark_repetitions=15",
                                   "--benchmark_enable_random_interleaving=true",
                                   "--benchmark_report_aggregates_only=true"};
    words.insert(words.end(), argv + 1, argv + argc);
    std::vector<char*> arguments;
    arguments.reserve(words.size());
    for (std::string& word : words) arguments.push_back(word.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
