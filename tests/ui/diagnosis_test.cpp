// Optimizers, networks and initial weights chosen by hand; gradient flow, units and the verdict on the screen.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "trained.hpp"

namespace squash::ui::test {
namespace {

constexpr Look kTall{1440, 1200, 1, false};  // with room for all cards at the left

std::string experimentOf(Bench& bench, const char* field) {
    return bench.state()["experiment"][field].get<std::string>();
}

}  // namespace

TEST_CASE("every optimizer is offered, with its common settings or all of them", "[diagnosis]") {
    Trained bench;
    for (const OptimizerInfo& info : optimizerTable()) {
        INFO(info.name);
        choose(bench, "Optimizer", std::string(info.title));
        CHECK(experimentOf(bench, "optimizer") == info.name);
        for (const OptimizerParameter& parameter : info.parameters)
            CHECK((valueOf(bench, std::string(parameter.title)) != "nothing") == parameter.common);
    }
    choose(bench, "Optimizer", "SGD");
    REQUIRE(bench.click("Nesterov"));
    bench.frames(2);
    CHECK(experimentOf(bench, "optimizer") == "sgd(nesterov=true)");
    REQUIRE(bench.click("All settings"));
    bench.frames(3);
    CHECK(valueOf(bench, "Weight decay") != "nothing");
    bench.check();
    checkControls(bench.widgets());
}

TEST_CASE("a stack of Dense layers is chosen, made deeper and trained", "[diagnosis]") {
    Trained bench(kTall);
    choose(bench, "Architecture", "Dense stack");
    CHECK(experimentOf(bench, "network") == "dense(depth=10,width=64)");
    CHECK(valueOf(bench, "Depth") == "10");
    bench.set({{"network", "dense(depth=30,width=16)"}});
    bench.frames(3);
    CHECK(valueOf(bench, "Layer dense") != "nothing");
    bench.train();
    CHECK(valueOf(bench, "Gradient flow of dense") != "nothing");
    REQUIRE(bench.click("Gradients"));
    bench.frames(3);
    CHECK(valueOf(bench, "Gradient of Dense 31") == "1 healthy");
    bench.check();
    checkControls(bench.widgets());
}

TEST_CASE("initial weights are chosen for all layers or one, with a note where they do not suit",
          "[diagnosis]") {
    Trained bench(kTall);
    CHECK(valueOf(bench, "Initial weights note").find("he_normal") != std::string::npos);
    choose(bench, "Initial weights", "He normal");
    CHECK(experimentOf(bench, "initializer") == "he_normal");
    CHECK(valueOf(bench, "Initial weights note") == "nothing");
    choose(bench, "Weights of", "Dense 2");
    choose(bench, "Initial weights", "Scaled normal");
    CHECK(experimentOf(bench, "initializer") ==
          "he_normal+he_normal+he_normal+he_normal+random_normal");
    CHECK(valueOf(bench, "Deviation") == "0.05");
    bench.check();
    checkControls(bench.widgets());
}

TEST_CASE("each layer's gradient and flat inputs stand in the network's table", "[diagnosis]") {
    Trained bench;
    for (const char* layer : {"conv2d", "conv2d_1", "conv2d_2", "dense", "dense_1"}) {
        INFO(layer);
        CHECK(valueOf(bench, std::string("Gradient flow of ") + layer) != "nothing");
    }
    CHECK(valueOf(bench, "Gradient flow of dense_1") == "1 healthy");
    CHECK(valueOf(bench, "Flat inputs of conv2d").ends_with("% dead"));
    CHECK(valueOf(bench, "Flat inputs of dense_1") == "nothing");
    CHECK(valueOf(bench, "Verdict") != "nothing");
    bench.check();
}

TEST_CASE("gradients over the steps and every unit have their tabs", "[diagnosis]") {
    Trained bench;
    REQUIRE(bench.click("Gradients"));
    bench.frames(3);
    CHECK(valueOf(bench, "Gradient of Conv2D 1") != "nothing");
    CHECK(valueOf(bench, "Gradient of Dense 2") == "1 healthy");
    CHECK(valueOf(bench, "Gradients over the steps").starts_with("steps "));
    bench.check();
    checkControls(bench.widgets());
    REQUIRE(bench.click("Units"));
    bench.frames(3);
    CHECK(valueOf(bench, "Units of Conv2D 1").find("% flat") != std::string::npos);
    CHECK(valueOf(bench, "Units of Dense 1").find("% dead") != std::string::npos);
    bench.check();
    checkControls(bench.widgets());
}

TEST_CASE("a link carries the whole experiment to another screen", "[diagnosis]") {
    Trained bench;
    bench.set(
        {{"activation", "relu+tanh+elu(alpha=0.5)+silu"}, {"optimizer", "lion"}, {"seed", 9}});
    bench.frames(2);
    REQUIRE(bench.click("Copy link"));
    const std::string link = bench.platform.clipboard;
    CHECK(link.starts_with("#e="));
    const auto wanted = bench.state()["experiment"];
    bench.set({{"activation", "sigmoid"}, {"optimizer", "adam"}, {"seed", 1}, {"batch", 7}});
    bench.frames(2);
    REQUIRE(bench.app->open(link));
    bench.frames(2);
    for (const char* field : {"activation", "optimizer", "learningRate", "seed", "network"})
        CHECK(bench.state()["experiment"][field] == wanted[field]);
    CHECK_FALSE(bench.app->open(link.substr(0, link.size() / 2)));
    CHECK(bench.state()["message"].get<std::string>().find("cannot read the link") !=
          std::string::npos);
    CHECK(bench.state()["experiment"]["seed"] == 9);
    CHECK_FALSE(bench.app->open(R"({"entrants":[{}]})"));
}

TEST_CASE("a change is taken back from the header", "[diagnosis]") {
    Trained bench;
    CHECK(experimentOf(bench, "activation") == "relu");
    REQUIRE(bench.click("tanh"));
    bench.frames(2);
    CHECK(experimentOf(bench, "activation") == "tanh");
    REQUIRE(bench.click("Undo"));
    bench.frames(2);
    CHECK(experimentOf(bench, "activation") == "relu");
}

TEST_CASE("what is the matter is said where no card has room for it", "[diagnosis]") {
    Trained bench({1024, 640, 1, false});
    bench.set({{"network", "dense(depth=10,width=32)"}, {"activation", "sigmoid"}});
    bench.train();
    const std::string said = valueOf(bench, "What is the matter");
    CHECK(said.starts_with("Vanishing: Dense 1 has "));
    CHECK(bench.shows(said));
    bench.check();
    REQUIRE(bench.click("Network"));  // once, by the card with its remedy
    bench.frames(3);
    CHECK(valueOf(bench, "Verdict") == said);
    CHECK(valueOf(bench, "What is the matter") == "nothing");
    bench.check();
    checkControls(bench.widgets());
}

TEST_CASE("in a race the remedy of spoilt weights starts all of it again", "[diagnosis][race]") {
    Trained bench;
    bench.set(json::parse(R"({"version":1,"common":{"batch":32,"epochs":50,"optimizer":"sgd",
        "learningRate":1e6},"entrants":[{"activation":"relu"},{"activation":"sigmoid"}]})"));
    bench.set({{"playing", true}});
    bench.trainTo("step", 12);
    bench.set({{"playing", false}});
    bench.pump();
    bench.frames(3);
    CHECK(valueOf(bench, "Verdict").starts_with("relu: The loss is no longer a number"));
    std::string remedy;
    for (const json& widget : bench.widgets())
        if (widget["label"].get<std::string>().starts_with("Start again, learning rate"))
            remedy = widget["label"];
    REQUIRE_FALSE(remedy.empty());
    REQUIRE(bench.click(remedy));
    bench.set({{"playing", false}});
    bench.pump();
    bench.frames(3);
    const json entrants = bench.state()["entrants"];
    REQUIRE(entrants.size() == 2);
    for (const json& entrant : entrants) CHECK(entrant["step"] < 12);
    CHECK(bench.state()["experiment"]["learningRate"] < 1e6);
    CHECK_FALSE(valueOf(bench, "Verdict").starts_with("relu: The loss is no longer a number"));
}

TEST_CASE("weights that too high a rate has spoilt are left behind with it", "[diagnosis]") {
    Trained bench;
    bench.set({{"epochs", 50}, {"activation", "leaky_relu"}, {"learningRate", 0.1}});
    bench.set({{"pixels", "0..1"}, {"playing", true}});
    bench.trainTo("step", 60);
    bench.set({{"playing", false}});
    bench.pump();
    bench.frames(3);
    CHECK(valueOf(bench, "Verdict").starts_with("The learning rate is too high: "));
    const json spoilt = bench.state();
    std::string remedy;
    for (const json& widget : bench.widgets())
        if (widget["label"].get<std::string>().ends_with(", learning rate 0.01"))
            remedy = widget["label"];
    INFO(remedy);
    REQUIRE_FALSE(remedy.empty());
    REQUIRE(bench.click(remedy));
    bench.set({{"playing", false}});
    bench.pump();
    CHECK(bench.state()["step"] < spoilt["step"]);
    CHECK(bench.state()["experiment"]["learningRate"] == 0.01);
}

}  // namespace squash::ui::test
