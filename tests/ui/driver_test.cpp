// What a person can do with the training: each action's effect on a session without threads, where
// the test decides when it works, and once with the session's own thread.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

#include "driver_run.hpp"
#include "squash/core/error.hpp"
#include "ui/app/driver.hpp"
#include "ui/panels/status.hpp"

namespace squash::ui::test {
namespace {

class ThreadedPlatform : public FakePlatform {
public:
    bool threads() const override { return true; }
    std::size_t workers() const override { return 2; }
};

}  // namespace

TEST_CASE("it starts as asked: playing to the end, or held before the first step", "[driver]") {
    Run held;
    REQUIRE(held.rest());
    CHECK(held.step() == 0);
    CHECK(std::isnan(held.driver.snapshot().loss));
    CHECK(stateWord(held.driver) == "Paused");

    Run run(true);
    CHECK(run.driver.playing());
    REQUIRE(run.rest());
    CHECK(run.driver.snapshot().finished);
    CHECK(run.step() == 6);
    CHECK(run.epochs() == 2);
    CHECK(stateWord(run.driver) == "Finished");
    // More of it: Play trains ten epochs more, Step and Epoch one.
    run.driver.play(true);
    CHECK(run.driver.experiment().epochs == 12);
    REQUIRE(until(run.driver, [&] { return run.step() > 6; }));
    run.driver.play(false);
    REQUIRE(run.rest());
    CHECK_FALSE(run.driver.snapshot().finished);
}

TEST_CASE("a step is one update, an epoch ends with its validation, both then pause", "[driver]") {
    Run run;
    REQUIRE(run.rest());
    for (std::uint64_t wanted = 1; wanted <= 2; ++wanted) {
        run.driver.step();
        CHECK(run.driver.playing());
        REQUIRE(run.rest());
        CHECK(run.step() == wanted);
    }
    run.driver.epoch();
    REQUIRE(run.rest());
    CHECK(run.step() == 3);
    CHECK(run.epochs() == 1);
    CHECK(std::isfinite(run.driver.snapshot().validationLoss));
    run.driver.epoch();
    REQUIRE(run.rest());
    CHECK(run.step() == 6);
    CHECK(run.driver.finished());
    run.driver.step();  // beyond the last epoch: one more is asked for
    REQUIRE(run.rest());
    CHECK(run.step() == 7);
    CHECK(run.driver.experiment().epochs == 3);
}

TEST_CASE("two quick steps are two steps", "[driver]") {
    Run run;
    REQUIRE(run.rest());
    run.driver.step();
    run.driver.step();  // before the session has seen the first
    REQUIRE(run.rest());
    CHECK(run.step() == 2);
}

TEST_CASE("pausing holds the step, playing goes on from there", "[driver]") {
    Run run(true, 1000);  // no machine ends them before the first look
    REQUIRE(until(run.driver, [&] { return run.step() >= 1; }));
    run.driver.togglePlaying();
    CHECK_FALSE(run.driver.playing());
    REQUIRE(run.rest());
    const std::uint64_t held = run.step();
    for (int i = 0; i < 50; ++i) run.driver.pump(2);
    run.driver.refresh();
    CHECK(run.step() == held);
    run.driver.togglePlaying();
    CHECK(run.driver.playing());
    CHECK(until(run.driver, [&] { return run.step() > held; }));
}

TEST_CASE("starting again repeats the run, another seed does not", "[driver]") {
    Run run;
    run.driver.step();
    REQUIRE(run.rest());
    const float first = run.lossAt(0);
    const auto generation = run.driver.generation();
    run.driver.startAgain();
    CHECK(run.driver.generation() == generation + 1);
    CHECK(run.step() == 0);  // at once, without waiting for the session
    CHECK(std::isnan(run.driver.snapshot().loss));
    REQUIRE(run.rest());
    CHECK(run.step() == 0);
    run.driver.step();
    REQUIRE(run.rest());
    CHECK(run.lossAt(0) == first);
    run.driver.newSeed();
    CHECK(run.driver.experiment().seed == 2);
    run.driver.step();
    REQUIRE(run.rest());
    CHECK(run.step() == 1);
    CHECK(run.lossAt(0) != first);
}

TEST_CASE("starting again gives up the step or epoch under way and holds", "[driver]") {
    for (const bool wholeEpoch : {true, false}) {
        INFO((wholeEpoch ? "epoch" : "step"));
        Run run;
        REQUIRE(run.rest());
        if (wholeEpoch)
            run.driver.epoch();
        else
            run.driver.step();
        run.driver.startAgain();  // before the session has done it
        CHECK_FALSE(run.driver.playing());
        REQUIRE(run.rest());
        CHECK(run.step() == 0);
    }
}

TEST_CASE("a change keeps playing or held as it was", "[driver]") {
    for (const bool playing : {true, false}) {
        INFO((playing ? "playing" : "held"));
        Run run(playing);
        if (!playing) REQUIRE(run.rest());
        Experiment next = run.driver.experiment();
        std::ranges::fill(next.activations, makeActivation("tanh"));
        run.driver.change(next);
        CHECK(run.driver.generation() == 2);
        CHECK(run.driver.playing() == playing);
        REQUIRE(run.rest());
        CHECK(run.step() == (playing ? 6 : 0));
        CHECK(run.driver.snapshot().experiment == next);
    }
}

TEST_CASE("changes are taken back and made again, a slider's way at once", "[driver]") {
    Run run;
    const auto rate = [&] { return run.driver.experiment().optimizer.learningRate; };
    const auto change = [&](const std::function<void(Experiment&)>& edit) {
        Experiment next = run.driver.experiment();
        edit(next);
        run.driver.change(next);
    };
    const double first = rate();
    CHECK_FALSE(run.driver.canUndo());
    run.driver.undo();
    for (const double step : {0.1, 0.2, 0.3})
        change([&](Experiment& e) { e.optimizer.learningRate = step; });
    change([](Experiment& e) { std::ranges::fill(e.activations, makeActivation("tanh")); });
    run.driver.undo();
    CHECK(run.driver.experiment().activations[0] != makeActivation("tanh"));
    CHECK(rate() == 0.3);
    run.driver.undo();
    CHECK(rate() == first);
    CHECK_FALSE(run.driver.canUndo());
    run.driver.redo();
    run.driver.redo();
    CHECK(rate() == 0.3);
    CHECK(run.driver.experiment().activations[0] == makeActivation("tanh"));
    CHECK_FALSE(run.driver.canRedo());
    run.driver.undo();
    change([](Experiment& e) { e.batch = 16; });
    CHECK_FALSE(run.driver.canRedo());
}

TEST_CASE("optimizer and epochs change the running training, others start it again", "[driver]") {
    Run run;
    run.driver.step();
    REQUIRE(run.rest());
    const Experiment start = run.driver.experiment();
    const auto generationAfter = [&](const std::function<void(Experiment&)>& edit) {
        Experiment next = run.driver.experiment();
        edit(next);
        run.driver.change(next);
        REQUIRE(run.rest());
        return run.driver.generation();
    };
    CHECK(generationAfter([](Experiment& e) { e.optimizer.learningRate = 0.5; }) == 1);
    CHECK(generationAfter([](Experiment& e) { e.optimizer = parseOptimizer("sgd"); }) == 1);
    CHECK(generationAfter([](Experiment& e) { e.epochs = 9; }) == 1);
    CHECK(generationAfter([](Experiment&) {}) == 1);
    CHECK(run.step() == 1);
    CHECK(generationAfter([](Experiment& e) { e.batch = 16; }) == 2);
    CHECK(run.step() == 0);
    CHECK(generationAfter([](Experiment& e) { e.pixels = Pixels::Raw; }) == 3);
    CHECK(generationAfter([](Experiment& e) { e.limit = 40; }) == 4);
    CHECK(generationAfter([](Experiment& e) { e.seed = 7; }) == 5);
    CHECK(generationAfter([](Experiment& e) { e.activations[2] = makeActivation("elu"); }) == 6);
    Experiment wrong = run.driver.experiment();
    wrong.batch = 0;
    CHECK_THROWS_AS(run.driver.change(wrong), Error);
    CHECK(run.driver.generation() == 6);
    CHECK(run.driver.experiment().batch == 16);
    CHECK_FALSE(run.driver.experiment() == start);
}

TEST_CASE("beside its own thread the same actions give the same run", "[driver]") {
    ThreadedPlatform platform;
    Driver driver(platform, startOptions(false, 2));
    Run plain;
    plain.driver.epoch();
    driver.epoch();
    REQUIRE(plain.rest());
    REQUIRE(until(driver, [&] { return settled(driver); }));
    CHECK(driver.snapshot().step == 3);
    CHECK(driver.snapshot().validationLoss == plain.driver.snapshot().validationLoss);
    driver.startAgain();
    driver.play(true);
    REQUIRE(until(driver, [&] { return settled(driver); }));
    CHECK(driver.snapshot().finished);
    CHECK(driver.snapshot().generation == 2);
}

TEST_CASE("a snapshot is news until it was shown, whoever has looked at it", "[driver]") {
    Bench bench;
    bench.frame();
    CHECK_FALSE(bench.app->hasNews());
    bench.app->set(R"({"playing":true})");
    for (int i = 0; i < 200 && !bench.app->hasNews(); ++i) bench.app->pump(20);
    REQUIRE(bench.app->hasNews());
    bench.state();  // takes it, shows nothing
    CHECK(bench.app->hasNews());
    bench.frame();
    CHECK_FALSE(bench.app->hasNews());
}

}  // namespace squash::ui::test
