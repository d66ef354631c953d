// Batches of every size: cut into whole chunks and rounds, into less than one, or with a smaller last one.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "engine/training/support.hpp"

namespace squash::test {
namespace {

// With a step so small that no weight changes, all gradients of an epoch are taken at the same weights.
Experiment standingStill(std::size_t batch) {
    Experiment experiment;
    experiment.activations = parseActivations("relu+silu+tanh+elu");
    experiment.optimizer = parseOptimizer("sgd");
    experiment.optimizer.learningRate = 1e-30;
    experiment.pixels = Pixels::Unit;
    experiment.epochs = 1;
    experiment.batch = batch;
    experiment.validationLimit = 1;
    return experiment;
}

// The mean of the batches' gradients over one epoch, each weighed by its images.
std::vector<double> meanGradient(const DatasetPtr& data, std::size_t batch) {
    WorkerPool pool(2);
    const std::size_t images = data->train.size();
    Trainer trainer(standingStill(batch), data, options(pool, chooseKernelSet("auto")));
    std::vector<double> mean(trainer.parameters().size());
    for (std::size_t first = 0; first < images; first += batch) {
        advanceSteps(trainer, trainer.step() + 1);
        const double share =
            static_cast<double>(std::min(batch, images - first)) / static_cast<double>(images);
        for (std::size_t i = 0; i < mean.size(); ++i)
            mean[i] += share * static_cast<double>(trainer.gradients()[i]);
    }
    return mean;
}

// The largest difference beside the largest value.
double distance(const std::vector<double>& a, const std::vector<double>& b) {
    double largest = 0, apart = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        largest = std::max(largest, std::abs(a[i]));
        apart = std::max(apart, std::abs(a[i] - b[i]));
    }
    return apart / largest;
}

}  // namespace

TEST_CASE("The gradient is the mean over the images, however they are cut into batches",
          "[training][batch]") {
    const DatasetPtr few = noiseData(50, 1);
    const std::vector<double> whole = meanGradient(few, 50);
    for (const std::size_t batch : {1u, 15u, 16u, 33u}) {
        CAPTURE(batch);
        CHECK(distance(whole, meanGradient(few, batch)) < 1e-5);
    }
}

TEST_CASE("A batch of 1,024 images is four of 256 and thirty-two of 32", "[training][batch]") {
    const DatasetPtr many = noiseData(1024, 1);
    const std::vector<double> whole = meanGradient(many, 1024);
    for (const std::size_t batch : {32u, 256u}) {
        CAPTURE(batch);
        CHECK(distance(whole, meanGradient(many, batch)) < 1e-5);
    }
}

}  // namespace squash::test
