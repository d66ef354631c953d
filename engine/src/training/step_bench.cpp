#include "training/step_bench.hpp"

#include "core/clock.hpp"
#include "squash/data/shapes.hpp"

namespace squash {

StepBench::StepBench(const Experiment& experiment, const kernels::KernelTable& table,
                     std::size_t images)
    : data_(std::make_shared<Dataset>(generateShapes({images, kClasses, 1}))),
      source_(images, pixelScale(experiment.pixels)),
      network_(makeNetwork(experiment)),
      executor_(network_, table, 1, images, Fusing::Apart),
      settings_(experiment.optimizer),
      parameters_(initialParameters(network_, experiment.initializers, experiment.seed)),
      gradients_(network_.flatSize()),
      results_(images),
      times_(1, OpTimes(executor_.plan().ops.size())) {
    source_.takeFirst(data_->train, images);
    // The same step again and again, however it is repeated.
    settings_.learningRate = 0;
    state_.step = 1;
    fitMoments(settings_, network_.flatSize(), state_);
    for (std::size_t task = 0; task < executor_.packTasks(); ++task)
        executor_.pack(task, parameters_.data());
}

void StepBench::pass() {
    const Batch batch = source_.batch();
    for (std::size_t chunk = 0; chunk < batch.chunks(); ++chunk)
        executor_.train(batch, chunk, 0, parameters_.data(), results_.data());
    for (std::size_t task = 0; task < executor_.gradientTasks(); ++task)
        executor_.gradient(task, 0, batch, gradients_.data());
    const Executor::Update update{optimizerStep(settings_, state_.step), state_, parameters_.data(),
                                  gradients_.data()};
    for (std::size_t task = 0; task < executor_.updateTasks(); ++task)
        executor_.update(task, 0, update);
    if (warm_) ++steps_;
    if (!warm_) executor_.setProfile(&times_, steadyNowMs);
    warm_ = true;
}

}  // namespace squash
