#include "squash/training/benchmark.hpp"

#include <algorithm>

#include "core/clock.hpp"
#include "squash/data/shapes.hpp"
#include "squash/training/trainer.hpp"
#include "training/batch_source.hpp"
#include "training/executor.hpp"
#include "training/machine_peak.hpp"
#include "training/profiler.hpp"
#include "training/step_bench.hpp"

namespace squash {
namespace {

using Work = std::function<void()>;

constexpr double kUnlimitedMs = 1e9;
constexpr std::size_t kBatches =
    16;  // of different images: more than a cache holds, as the rivals have

// Calls `work` for about `seconds` after one call to warm up; milliseconds a call, the median.
// `between` two calls is not timed.
double medianMs(double seconds, const Work& work, const Work& between = [] {}) {
    work();
    std::vector<double> times;
    const double end = steadyNowMs() + 1000 * seconds;
    do {
        between();
        const double start = steadyNowMs();
        work();
        times.push_back(steadyNowMs() - start);
    } while (steadyNowMs() < end || times.size() < 3);
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                     times.end());
    return times[times.size() / 2];
}

double peakGflops(const KernelSet& kernels, WorkerPool& pool, double seconds) {
    double best = 0;
    const double end = steadyNowMs() + 1000 * seconds;
    do {
        best = std::max(best, peakRun(kernels, pool));
    } while (steadyNowMs() < end);
    return best;
}

class Bench {
public:
    Bench(const BenchmarkOptions& options, WorkerPool& pool)
        : options_(options),
          pool_(pool),
          network_(makeNetwork(options.experiment)),
          parameters_(initialParameters(network_, options.experiment.initializers,
                                        options.experiment.seed)),
          data_(std::make_shared<Dataset>(
              generateShapes({kBatches * options.experiment.batch, kClasses, 1}))) {}

    Rate trainRate(double seconds) {
        Experiment experiment = options_.experiment;
        experiment.epochs = ~std::size_t{0};
        TrainerOptions trainerOptions;
        trainerOptions.kernels = options_.kernels;
        trainerOptions.pool = &pool_;
        Trainer trainer(experiment, data_, trainerOptions);
        const auto step = [&] {
            while (trainer.advance(kUnlimitedMs) != Progress::StepDone) {}
        };
        // Every sixteenth step ends an epoch, but validation is no part of a step.
        const auto validate = [&] {
            while (trainer.validating()) trainer.advance(kUnlimitedMs);
        };
        return rate(medianMs(seconds, step, validate), trainingFlopsPerImage(network_));
    }

    Rate predictRate(double seconds) {
        const Experiment& experiment = options_.experiment;
        BatchSource source(experiment.batch, pixelScale(experiment.pixels));
        source.orderEpoch(experiment, data_->train.size(), 0);
        Executor executor(network_, *options_.kernels.table, pool_.workers(), 0);
        std::vector<Probabilities> out(experiment.batch);
        std::size_t next = 0;
        const double ms = medianMs(seconds, [&] {
            source.takeOrdered(data_->train, next % kBatches * experiment.batch, experiment.batch,
                               0);
            ++next;
            const Batch batch = source.batch();
            for (std::size_t task = 0; task < executor.packTasks(); ++task)
                executor.pack(task, parameters_.data());
            pool_.run(0, batch.chunks(), [&](std::size_t chunk, std::size_t worker) {
                executor.predict(batch, chunk, worker, parameters_.data(),
                                 {nullptr, out[0].data()});
            });
        });
        return rate(ms, predictionFlopsPerImage(network_));
    }

    // One worker, so that a layer's time is its own.
    std::vector<LayerTime> layerTimes(double seconds) {
        StepBench step(options_.experiment, *options_.kernels.table, options_.experiment.batch);
        for (const double end = steadyNowMs() + 1000 * seconds;
             step.steps() < 3 || steadyNowMs() < end;)
            step.pass();
        const auto batch = static_cast<double>(options_.experiment.batch);
        const ProfileUnit unit{batch * static_cast<double>(step.steps()), batch};
        return profileByLayer(step.network(), step.plan(), step.times(), unit).layers;
    }

private:
    Rate rate(double ms, double flops) const {
        const double perSecond = 1000 * static_cast<double>(options_.experiment.batch) / ms;
        return {perSecond, perSecond * flops * 1e-9};
    }

    const BenchmarkOptions& options_;
    WorkerPool& pool_;
    Network network_;
    FloatArray parameters_;
    DatasetPtr data_;
};

}  // namespace

BenchmarkResult runBenchmark(const BenchmarkOptions& options, WorkerPool& pool) {
    Bench bench(options, pool);
    BenchmarkResult result;
    result.threads = pool.workers();
    result.isa = options.kernels.name;
    // At both ends: what else runs for a moment must not lower it.
    result.fmaPeakGflops = peakGflops(options.kernels, pool, options.seconds * 0.05);
    result.train = bench.trainRate(options.seconds * 0.4);
    result.predict = bench.predictRate(options.seconds * 0.25);
    result.layers = bench.layerTimes(options.seconds * 0.25);
    result.fmaPeakGflops =
        std::max(result.fmaPeakGflops, peakGflops(options.kernels, pool, options.seconds * 0.05));
    return result;
}

}  // namespace squash
