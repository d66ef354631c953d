// Forward passes without training: how many images count, and what nothing gives.
#include <catch2/catch_test_macros.hpp>

#include "engine/training/support.hpp"
#include "squash/core/error.hpp"
#include "squash/training/predict.hpp"

namespace squash::test {

TEST_CASE("The limit takes the first images, none or too high a one takes all",
          "[training][predict]") {
    const Experiment experiment;
    const Network network = makeNetwork(experiment);
    const FloatArray parameters = glorotUniform(network, 1);
    const Model model{network, parameters, Pixels::Unit, chooseKernelSet("auto")};
    WorkerPool pool(2);
    const ImageSet images = noiseData(0, 40)->validation;
    const Evaluation all = evaluateModel(model, pool, images);
    CHECK(all.images == 40);
    CHECK(evaluateModel(model, pool, images, 100).loss == all.loss);
    const Evaluation first = evaluateModel(model, pool, images, 8);
    CHECK(first.images == 8);
    CHECK(first.loss == evaluateModel(model, pool, noiseData(0, 8)->validation).loss);
}

TEST_CASE("Nothing to predict gives no answers, nothing to evaluate is told",
          "[training][predict]") {
    const Experiment experiment;
    const Network network = makeNetwork(experiment);
    const FloatArray parameters = glorotUniform(network, 1);
    const Model model{network, parameters, Pixels::Unit, chooseKernelSet("auto")};
    WorkerPool pool(1);
    CHECK(predict(model, pool, {}).empty());
    CHECK_THROWS_AS(evaluateModel(model, pool, ImageSet{}), Error);
}

}  // namespace squash::test
