// What a finding offers as its remedy.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "engine/training/advice_run.hpp"
#include "squash/training/flow_verdict.hpp"
namespace squash::test {

using Run = AdvisedRun;

TEST_CASE("A loss that is no number asks for a smaller rate", "[training][advice]") {
    Run run;
    CHECK(run.rule("not-finite") == nullptr);
    run.history.append(StepPoint{301, NAN, 0.1f});
    const Finding* finding = run.rule("not-finite");
    REQUIRE(finding != nullptr);
    CHECK(contains(finding->what, "step 301"));
    CHECK(finding->remedy->experiment.optimizer.learningRate ==
          run.experiment.optimizer.learningRate * 0.1);
    CHECK(finding->remedy->weights == Weights::LastGood);
    run.flow.layers[0].toLast = 1e-9;  // of weights that are no numbers: it says nothing
    CHECK(run.find().size() == 1);
}

TEST_CASE("Dead units of a function without a side of 0 have another remedy than relu's",
          "[training][advice]") {
    Run run("tanh");
    run.losses(300, 2.3f, 2.2f);
    run.units[0].flat.assign(10, 100);
    REQUIRE(run.rule("dying") != nullptr);
    CHECK(run.rule("dying")->remedy->label == "Pixels 0..1");
    CHECK(contains(run.rule("dying")->why, "to the last digit"));
    run.units[0].flat.assign(10, 0);
    run.units[2].flat.assign(10, 100);  // which sees no pixels
    CHECK(run.rule("dying")->remedy->label == "Try relu");
    run.experiment.initializers.assign(4, Initializer{InitializerKind::RandomNormal});
    CHECK(run.rule("dying")->remedy->label == "Begin with glorot_uniform");
}

TEST_CASE("The remedy of a rate that is far too high is one that its optimizer is used with",
          "[training][advice]") {
    for (const OptimizerInfo& info : optimizerTable()) {
        INFO(info.name);
        const double usual = makeOptimizer(info.kind).learningRate;
        for (const double times : {1.0, 7.0, 99.0, 101.0, 1e5, 1e9}) {
            Run run;
            run.experiment.optimizer = makeOptimizer(info.kind);
            double& rate = run.experiment.optimizer.learningRate;
            rate = std::min(usual * times, kMaxLearningRate);
            run.history.append(StepPoint{301, NAN, 0.1f});
            REQUIRE(run.rule("not-finite")->remedy);
            const double offered =
                run.rule("not-finite")->remedy->experiment.optimizer.learningRate;
            CHECK(offered <= 10 * usual);
            CHECK(offered <= 0.101 * rate);
        }
    }
    Run run;
    run.experiment.optimizer = makeOptimizer(OptimizerKind::Sgd);
    run.experiment.optimizer.learningRate = 1000;
    run.losses(300, 2.3f, 4.0f);
    CHECK(run.rule("rate-too-high")->remedy->label == "Learning rate 0.01");
}

TEST_CASE("Of weights that are all 0 the start is what to change", "[training][advice]") {
    Run run;
    run.experiment.initializers.assign(4, Initializer{InitializerKind::Zeros});
    run.losses(300, 2.303f, 2.302f);
    for (LayerFlow& layer : run.flow.layers) {
        layer.weightRms = layer.updateRms = 0;
        layer.toLast = NAN;
    }
    for (LayerUnits& units : run.units) units.flat.assign(10, 100);
    CHECK(verdictOf(run.flow.layers[0].toLast) == FlowVerdict::Unknown);
    CHECK(run.rule("rate-too-low") == nullptr);  // how much they change cannot be told
    CHECK(run.rule("vanishing") == nullptr);
    REQUIRE(run.rule("dying") != nullptr);
    CHECK(run.rule("dying")->remedy->label == "Begin with he_normal");
}

TEST_CASE("A remedy that is there already is not offered", "[training][advice]") {
    Run run;
    run.epoch(2.0, 1.5);
    run.epoch(1.5, 1.6);
    run.epoch(0.6, 1.8);
    REQUIRE(run.rule("overfitting")->remedy);
    run.experiment = run.rule("overfitting")->remedy->experiment;
    REQUIRE(run.rule("overfitting") != nullptr);
    CHECK_FALSE(run.rule("overfitting")->remedy);
    // Another optimizer's rate is none for AdamW.
    run.experiment.optimizer = makeOptimizer(OptimizerKind::Sgd);
    run.experiment.optimizer.learningRate = 0.1;
    CHECK(run.rule("overfitting")->remedy->experiment.optimizer.learningRate == 0.001);
}

TEST_CASE("A layer deeper than the first is not saturated by pixels", "[training][advice]") {
    Run run("sigmoid");
    run.units[2].saturated.assign(10, 70);
    const Finding* finding = run.rule("saturation");
    REQUIRE(finding != nullptr);
    CHECK(finding->remedy->label == "Try tanh");
    // The last layer's gradient is 0: a batch fitted wholly.
    for (LayerFlow& layer : run.flow.layers) layer.toLast = NAN;
    CHECK(run.rule("vanishing") == nullptr);
}

}  // namespace squash::test
