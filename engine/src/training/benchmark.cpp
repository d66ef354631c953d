#include "squash/training/benchmark.hpp"

#include <algorithm>

#include "squash/data/shapes.hpp"
#include "squash/training/trainer.hpp"
#include "training/batch_source.hpp"
#include "training/executor.hpp"
#include "training/session_impl.hpp"

namespace squash {
namespace {

using Work = std::function<void()>;

// Calls `work` for about `seconds` after one call to warm up; milliseconds a call, the median.
double medianMs(double seconds, const Work& work) {
    work();
    std::vector<double> times;
    const double end = steadyNowMs() + 1000 * seconds;
    do {
        const double start = steadyNowMs();
        work();
        times.push_back(steadyNowMs() - start);
    } while (steadyNowMs() < end || times.size() < 3);
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                     times.end());
    return times[times.size() / 2];
}

double peakGflops(const KernelSet& kernels, WorkerPool& pool, double seconds) {
    constexpr std::size_t kRounds = 200000;
    std::vector<float> sinks(pool.workers() * 16);
    std::vector<double> flops(pool.workers());
    double best = 0;
    const double end = steadyNowMs() + 1000 * seconds;
    do {
        const double start = steadyNowMs();
        pool.run(0, pool.workers(), [&](std::size_t task, std::size_t) {
            flops[task] = kernels.table->peak(kRounds, &sinks[task * 16]);
        });
        double all = 0;
        for (const double one : flops) all += one;
        best = std::max(best, all / (steadyNowMs() - start) * 1e-6);
    } while (steadyNowMs() < end);
    return best;
}

class Bench {
public:
    Bench(const BenchmarkOptions& options, WorkerPool& pool)
        : options_(options),
          pool_(pool),
          network_(makeNetwork(options.experiment)),
          parameters_(glorotUniform(network_, options.experiment.seed)),
          data_(
              std::make_shared<Dataset>(generateShapes({options.experiment.batch, kClasses, 1}))) {}

    Rate trainRate(double seconds) {
        Experiment experiment = options_.experiment;
        experiment.epochs = ~std::size_t{0};
        TrainerOptions trainerOptions;
        trainerOptions.kernels = options_.kernels;
        trainerOptions.pool = &pool_;
        Trainer trainer(experiment, data_, trainerOptions);
        const double ms = medianMs(seconds, [&] {
            while (trainer.advance(1e9) != Progress::StepDone) {}
        });
        return rate(ms, trainingFlopsPerImage(network_));
    }

    Rate predictRate(double seconds) {
        BatchSource source = images();
        Executor executor(network_, *options_.kernels.table, pool_.workers(), 0);
        const Batch batch = source.batch();
        std::vector<Probabilities> out(batch.images.size());
        const double ms = medianMs(seconds, [&] {
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
        BatchSource source = images();
        const Batch batch = source.batch();
        Executor executor(network_, *options_.kernels.table, 1, batch.images.size());
        std::vector<OpTimes> times(1);
        times[0].forwardMs.assign(executor.plan().ops.size(), 0);
        times[0].backwardMs = times[0].forwardMs;
        std::vector<ImageResult> results(batch.images.size());
        FloatArray gradients(network_.flatSize());
        for (std::size_t task = 0; task < executor.packTasks(); ++task)
            executor.pack(task, parameters_.data());
        std::size_t passes = 0;
        const auto pass = [&] {
            for (std::size_t chunk = 0; chunk < batch.chunks(); ++chunk)
                executor.train(batch, chunk, 0, parameters_.data(), results.data());
            for (std::size_t task = 0; task < executor.gradientTasks(); ++task)
                executor.gradient(task, batch, gradients.data());
        };
        pass();  // warm up, untimed
        executor.setProfile(&times, steadyNowMs);
        for (const double end = steadyNowMs() + 1000 * seconds; passes < 3 || steadyNowMs() < end;
             ++passes)
            pass();
        return byLayer(executor.plan(), times[0], static_cast<double>(passes));
    }

private:
    BatchSource images() const {
        BatchSource source(data_->train.size(), pixelScale(options_.experiment.pixels));
        source.takeFirst(data_->train, data_->train.size());
        return source;
    }

    Rate rate(double ms, double flops) const {
        const double perSecond = 1000 * static_cast<double>(options_.experiment.batch) / ms;
        return {perSecond, perSecond * flops * 1e-9};
    }

    std::vector<LayerTime> byLayer(const Plan& plan, const OpTimes& times, double passes) const {
        std::vector<LayerTime> layers(network_.layers().size());
        for (std::size_t i = 0; i < plan.ops.size(); ++i) {
            LayerTime& time = layers[plan.ops[i].layer];
            time.forwardMs += times.forwardMs[i] / passes;
            time.backwardMs += times.backwardMs[i] / passes;
        }
        bool first = true;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const Layer& layer = network_.layers()[i];
            layers[i].name = layer.name;
            const double multiplyAdds = forwardMultiplyAdds(layer) * (first ? 2 : 3);
            if (multiplyAdds > 0) first = false;
            const double ms = layers[i].forwardMs + layers[i].backwardMs;
            const auto batch = static_cast<double>(options_.experiment.batch);
            if (ms > 0) layers[i].gflops = 2 * multiplyAdds * batch / ms * 1e-6;
        }
        return layers;
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
    result.fmaPeakGflops = peakGflops(options.kernels, pool, options.seconds * 0.1);
    result.train = bench.trainRate(options.seconds * 0.4);
    result.predict = bench.predictRate(options.seconds * 0.25);
    result.layers = bench.layerTimes(options.seconds * 0.25);
    return result;
}

}  // namespace squash
