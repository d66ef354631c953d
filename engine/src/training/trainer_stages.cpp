// One training step and one validation, stage by stage.
#include <algorithm>
#include <cmath>
#include <utility>

#include "training/trainer_impl.hpp"

namespace squash {

// Goes on with the stage's tasks until done (true) or until the budget is used up.
bool Trainer::Impl::runStage(std::size_t tasks, WorkerPool::Task task) {
    const auto late = [this] { return options.nowMs() >= deadline; };
    if (next < tasks) next = pool.run(next, tasks, task, late);
    if (next < tasks) return false;
    next = 0;
    return true;
}

Progress Trainer::Impl::advance(double budgetMs) {
    if (state.epochsDone >= experiment.epochs) return Progress::Finished;
    callStart = options.nowMs();
    deadline = callStart + budgetMs;
    for (;;) {
        // A pass over the stages always does at least one task, however small the budget.
        const std::optional<Progress> event = advanceStage();
        const double now = options.nowMs();
        const bool over = event || now >= deadline;
        if (!over) continue;
        if (event != Progress::EpochDone) state.seconds += (now - callStart) / 1000;
        return event.value_or(Progress::Working);
    }
}

std::optional<Progress> Trainer::Impl::advanceStage() {
    if (!stepPrepared && stage == Stage::Pack) prepareStep();
    if (next == 0 && stage == Stage::ValidatePack)
        validation.takeFirst(data->validation, validationImages());
    const float* parameters = state.parameters.data();
    switch (stage) {
        case Stage::Pack:
        case Stage::ValidatePack:
            if (runStage(executor.packTasks(),
                         [&](std::size_t task, std::size_t) { executor.pack(task, parameters); }))
                stage = stage == Stage::Pack ? Stage::Chunks : Stage::Validate;
            return std::nullopt;
        case Stage::Chunks:
            return chunks();
        case Stage::Gradients:
            if (runStage(executor.gradientTasks(), [&](std::size_t task, std::size_t worker) {
                    executor.gradient(task, worker, source.batch(), gradients.data());
                }))
                stage = Stage::Update;
            return std::nullopt;
        case Stage::Update:
            return finishStep();
        case Stage::Validate:
            return validate();
    }
    return std::nullopt;
}

void Trainer::Impl::prepareStep() {
    if (state.stepInEpoch == 0) startEpoch();
    applySettings();
    const std::size_t first = state.stepInEpoch * experiment.batch;
    source.takeOrdered(data->train, first, std::min(experiment.batch, trainImages() - first),
                       streamSeed(Stream::RandomSlopes, experiment.seed, lastStep()));
    round = 0;
    flowMeasured = std::exchange(flowWanted, false);
    executor.setGradientSquares(flowMeasured ? &flow->squares(source.batch().chunks()) : nullptr);
    stepPrepared = true;
}

void Trainer::Impl::startEpoch() {
    state.lossSum = state.correctSum = state.seconds = 0;
    source.orderEpoch(experiment, trainImages(), state.epochsDone);
}

std::optional<Progress> Trainer::Impl::chunks() {
    const Batch batch = source.batch();
    const std::size_t shards = executor.shards(batch);
    const std::size_t first = round * shards;
    const std::size_t count = std::min(shards, batch.chunks() - first);
    const bool done = runStage(count, [&](std::size_t task, std::size_t worker) {
        executor.train(batch, first + task, worker, state.parameters.data(), results.data());
    });
    if (done && first + count == batch.chunks())
        stage = Stage::Gradients;
    else if (done)
        ++round;
    return std::nullopt;
}

std::optional<Progress> Trainer::Impl::finishStep() {
    if (next == 0 && stepPrepared) {
        ++state.optimizer.step;
        stepPrepared = false;
        if (flowMeasured)
            flow->measure(lastStep() + 1, source.batch().images.size(), state.parameters,
                          gradients);
    }
    const Executor::Update update{optimizerStep(experiment.optimizer, state.optimizer.step),
                                  state.optimizer, state.parameters.data(), gradients.data()};
    if (!runStage(executor.updateTasks(), [&](std::size_t task, std::size_t worker) {
            executor.update(task, worker, update);
        }))
        return std::nullopt;
    if (options.gradientNorms) measureNorms();
    if (flowMeasured) flow->measureUpdate(state.parameters);
    double loss = 0, correct = 0;
    const std::size_t images = source.batch().images.size();
    for (std::size_t i = 0; i < images; ++i) {
        loss += results[i].loss;
        correct += results[i].correct;
    }
    state.lossSum += loss;
    state.correctSum += correct;
    imagesTrained += static_cast<double>(images);
    if (profiler) profiler->stepDone(images);
    ++state.stepInEpoch;
    // Before what may find no memory: nobody shall make this update twice.
    stage = state.stepInEpoch == stepsPerEpoch() ? Stage::ValidatePack : Stage::Pack;
    state.history.append(StepPoint{lastStep() + 1,
                                   static_cast<float>(loss / static_cast<double>(images)),
                                   static_cast<float>(correct / static_cast<double>(images))});
    return Progress::StepDone;
}

std::optional<Progress> Trainer::Impl::validate() {
    const Batch batch = validation.batch();
    validationResults.resize(batch.images.size());
    const ChunkOutput output{validationResults.data(), nullptr};
    if (!runStage(batch.chunks(), [&](std::size_t task, std::size_t worker) {
            executor.predict(batch, task, worker, state.parameters.data(), output);
        }))
        return std::nullopt;
    return finishEpoch();
}

std::optional<Progress> Trainer::Impl::finishEpoch() {
    EpochRecord record;
    const auto trained = static_cast<double>(trainImages());
    record.epoch = state.epochsDone + 1;
    record.step = lastStep();
    record.loss = state.lossSum / trained;
    record.accuracy = state.correctSum / trained;
    for (const ImageResult& result : validationResults) {
        record.validationLoss += result.loss;
        record.validationAccuracy += result.correct;
    }
    const auto validated = static_cast<double>(validationResults.size());
    record.validationLoss /= validated;
    record.validationAccuracy /= validated;
    record.seconds = state.seconds + (options.nowMs() - callStart) / 1000;
    state.history.append(record);
    ++state.epochsDone;
    state.stepInEpoch = 0;
    state.lossSum = state.correctSum = state.seconds = 0;
    stage = Stage::Pack;
    return Progress::EpochDone;
}

void Trainer::Impl::measureNorms() {
    gradientNorms.clear();
    for (const ParameterInfo& info : network.parameters()) {
        double squares = 0;
        for (std::size_t i = 0; i < info.size; ++i) {
            const double g = gradients[info.offset + i];
            squares += g * g;
        }
        gradientNorms.push_back(std::sqrt(squares));
    }
}

}  // namespace squash
