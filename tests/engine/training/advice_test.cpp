// Every rule with evidence that calls for it and evidence that does not.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "engine/training/advice_run.hpp"
#include "squash/training/advice.hpp"
namespace squash::test {

using Run = AdvisedRun;

TEST_CASE("A run that is well is told so, and one that has not begun is told nothing",
          "[training][advice]") {
    Run run;
    REQUIRE(run.find().size() == 1);
    CHECK(run.find().front().rule == "fine");
    CHECK(run.find().front().severity == Severity::Good);
    run.history = {};
    CHECK(run.find().empty());
}

TEST_CASE("Of a run that has learnt nothing yet is not said that all is well",
          "[training][advice]") {
    Run run;
    run.losses(10, 2.31f, 2.30f);
    REQUIRE(run.find().size() == 1);
    CHECK(run.find().front().rule == "fine");
    CHECK(run.find().front().severity == Severity::Open);
    CHECK(run.find().front().what ==
          "Nothing learnt yet: the loss is 2.303, by chance it would be 2.303.");
    run.losses(10, 2.31f, 1.9f);  // its later half has
    CHECK(run.find().front().severity == Severity::Good);
}

TEST_CASE("A vanishing gradient is named with its layer, its share and its reason",
          "[training][advice]") {
    Run run("sigmoid");
    CHECK(run.rule("vanishing") == nullptr);
    run.flow.layers[0].toLast = 1.0 / 74000;
    run.units[0].saturated.assign(10, 61);
    const Finding* finding = run.rule("vanishing");
    REQUIRE(finding != nullptr);
    CHECK(finding->what == "Vanishing: Conv2D 1 has 1/74,000 of the last layer's gradient.");
    CHECK(finding->why == "61 % of Conv2D 1's inputs lie where |f'| < 0.05.");
    CHECK(finding->remedy->label == "Try tanh");
    CHECK(toText(std::span(finding->remedy->experiment.activations)) == "tanh");
    Run tanh("tanh");
    tanh.flow.layers[1].toLast = 0;
    CHECK(tanh.rule("vanishing")->remedy->label == "Try relu");
    Run relu;
    relu.flow.layers[1].toLast = 1e-5;
    CHECK(relu.rule("vanishing")->remedy->label == "Begin with he_normal");
}

TEST_CASE("Figures of a finding have no exponents, and flat inputs that do no harm are named",
          "[training][advice]") {
    Run run;
    run.flow.layers[0].toLast = 1234567;
    CHECK(contains(run.rule("exploding")->what, "1,234,567 times"));
    run.flow.layers[0].toLast = 1;
    run.losses(300, 2.3f, 81234.0f);
    CHECK(contains(run.rule("rate-too-high")->what, "00, 2.3 would be chance"));
    CHECK_FALSE(contains(run.rule("rate-too-high")->what, "e+"));
    run.losses(300, 2.3f, 1.0f);
    REQUIRE(run.find().front().severity == Severity::Good);
    CHECK(run.find().front().why.empty());
    run.units[3].saturated.assign(10, 94);
    REQUIRE(run.find().front().severity == Severity::Good);
    CHECK(contains(run.find().front().why, "94 % of Dense 1's inputs"));
    CHECK(contains(run.find().front().why, "no harm"));
}

TEST_CASE("An exploding gradient is named", "[training][advice]") {
    Run run;
    run.flow.layers[0].toLast = 29;
    CHECK(run.rule("exploding") == nullptr);
    run.flow.layers[0].toLast = 31;
    REQUIRE(run.rule("exploding") != nullptr);
    CHECK(contains(run.rule("exploding")->what, "31 times"));
}

TEST_CASE("Dead units are told from 30 % of a layer on", "[training][advice]") {
    Run run;
    run.losses(300, 2.3f, 2.2f);
    for (const std::size_t unit : {0u, 1u, 2u}) run.units[3].flat[unit] = 100;
    CHECK(run.rule("dying") == nullptr);
    run.units[3].flat[3] = 100;
    const Finding* finding = run.rule("dying");
    REQUIRE(finding != nullptr);
    CHECK(finding->what == "Dead units: 40 % of Dense 1 are dead.");
    CHECK(finding->remedy->label == "Try leaky_relu");
    run.losses(300, 2.3f, 1.7f);  // it learns all the same: a note
    CHECK(run.rule("dying") == nullptr);
    REQUIRE(run.find().front().severity == Severity::Good);
    CHECK(run.find().front().why ==
          "40 % of Dense 1's units are dead; the others are enough to learn with.");
    run.epoch(2.0, 1.5);
    run.epoch(1.5, 1.6);
    run.epoch(0.6, 1.8);
    CHECK(run.find().front().rule == "overfitting");
}

TEST_CASE("Saturation counts for functions that are flat on both sides", "[training][advice]") {
    for (const char* activation : {"sigmoid", "relu"}) {
        Run run(activation);
        run.units[0].saturated.assign(10, 70);
        const Finding* finding = run.rule("saturation");
        CHECK((finding != nullptr) == (run.experiment.activations[0].entry->name == "sigmoid"));
        if (finding == nullptr) continue;
        CHECK(contains(finding->what, "70 %"));
        CHECK(finding->remedy->experiment.pixels == Pixels::Unit);
    }
}

TEST_CASE("Overfitting needs a validation loss that rises while the other falls",
          "[training][advice]") {
    Run run;
    run.epoch(2.0, 1.9);
    run.epoch(1.5, 1.5);
    run.epoch(1.0, 1.6);
    CHECK(run.rule("overfitting") == nullptr);
    run.epoch(0.6, 1.8);
    REQUIRE(run.rule("overfitting") != nullptr);
    CHECK(contains(run.rule("overfitting")->what, "1.500 in epoch 2"));
    CHECK(run.rule("overfitting")->remedy->experiment.optimizer.kind == OptimizerKind::AdamW);
    run.experiment.limit = 500;
    CHECK(run.rule("overfitting")->remedy->experiment.limit == 0);
    run.images = 500;  // they are all in use
    CHECK(run.rule("overfitting")->remedy->experiment.limit == 500);
    run.epoch(1.6, 2.5);  // both worse: something else
    CHECK(run.rule("overfitting") == nullptr);
}

TEST_CASE("The conditions that are told have all their numbers", "[training][advice]") {
    const auto when = [](std::string_view name) {
        return std::ranges::find(adviceRules(), name, &RuleInfo::name)->when;
    };
    CHECK(contains(when("overfitting"), "after 3 epochs or more"));
    CHECK(contains(when("saturation"), "where |f'| < 0.05,"));
    Run run;
    run.epoch(2.0, 1.5);
    run.epoch(1.0, 1.8);
    CHECK(run.rule("overfitting") == nullptr);
    run.epoch(0.6, 1.8);
    CHECK(run.rule("overfitting") != nullptr);
}

TEST_CASE("A learning rate is too high when the loss rises, too low when it stays",
          "[training][advice]") {
    Run run;
    run.losses(300, 2.3f, 4.0f);
    REQUIRE(run.rule("rate-too-high") != nullptr);
    CHECK(run.rule("rate-too-high")->severity == Severity::Bad);
    CHECK(run.rule("rate-too-high")->remedy->weights == Weights::LastGood);
    run.losses(300, 2.30f, 2.29f);
    CHECK(run.rule("rate-too-high") == nullptr);
    CHECK(run.rule("rate-too-low") == nullptr);  // it does change the weights
    for (LayerFlow& layer : run.flow.layers) layer.updateRms = layer.weightRms * 1e-6;
    REQUIRE(run.rule("rate-too-low") != nullptr);
    CHECK(run.rule("rate-too-low")->remedy->experiment.optimizer.learningRate ==
          run.experiment.optimizer.learningRate * 10);
    run.losses(100, 2.30f, 2.29f);
    CHECK(run.rule("rate-too-low") == nullptr);  // too early to say
    run.losses(3000, 300.0f, 2.0f);              // raw pixels begin like this
    CHECK(run.rule("rate-too-high") == nullptr);
    run.losses(300, 90000.0f, 40000.0f);  // and so do large initial weights
    CHECK(run.rule("rate-too-high") == nullptr);
    run.losses(300, 0.001f, 2.0f);  // a single image's first loss may be anything
    CHECK(run.rule("rate-too-high") == nullptr);
}

TEST_CASE("The step named is the first whose loss was no number", "[training][advice]") {
    Run run;
    for (std::uint64_t step = 301; step < 320; ++step)
        run.history.append(StepPoint{step, NAN, 0.1f});
    CHECK(contains(run.rule("not-finite")->what, "step 301"));
}

TEST_CASE("What is worst comes first", "[training][advice]") {
    Run run("sigmoid");
    run.units[2].saturated.assign(10, 70);
    run.flow.layers[0].toLast = 1e-6;
    const auto found = run.find();
    REQUIRE(found.size() == 2);
    CHECK(found[0].rule == "vanishing");
    CHECK(found[1].rule == "saturation");
    CHECK(adviceRules().size() == 9);
}

}  // namespace squash::test
