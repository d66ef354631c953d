// What a run that was left, or has ended, is to those that follow: undo brings it back with its results.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "driver_run.hpp"

namespace squash::ui::test {

namespace {

void checkUndoGives(const Driver& driver, std::size_t comeBack, std::size_t startAgain) {
    CHECK(driver.undoGives().comeBack == comeBack);
    CHECK(driver.undoGives().startAgain == startAgain);
}

}  // namespace

TEST_CASE("after a run that ended by itself a change plays, and undo has its results", "[driver]") {
    Run run(true);
    REQUIRE(run.rest());
    const float loss = run.lossAt(5);
    Experiment next = run.driver.experiment();
    std::ranges::fill(next.activations, makeActivation("tanh"));
    run.driver.openAlone(next);
    CHECK(run.driver.playing());
    REQUIRE(run.rest());
    CHECK(run.step() == 6);
    run.driver.undo();
    REQUIRE(run.rest());
    CHECK(run.driver.finished());
    REQUIRE(run.step() == 6);
    CHECK(run.lossAt(5) == loss);
    // Undo of a change since the last start is about that start.
    run.driver.startAgain();
    REQUIRE(run.rest());
    CHECK(run.step() == 0);
    run.driver.redo();
    run.driver.undo();
    REQUIRE(run.rest());
    CHECK(run.step() == 0);
}

TEST_CASE("epochs that Play added come back with the run they were added to", "[driver]") {
    Run run(true, 1);
    REQUIRE(run.rest());
    run.driver.play(true);
    REQUIRE(until(run.driver, [&] { return run.step() > 3; }));
    run.driver.play(false);
    Experiment next = run.driver.experiment();
    next.epochs = 1;
    next.batch = 16;
    run.driver.openAlone(next);
    CHECK(run.driver.addedEpochs() == 0);
    run.driver.undo();
    CHECK(run.driver.addedEpochs() == 10);
    CHECK(run.driver.experiment().epochs == 11);
    REQUIRE(run.rest());
    CHECK(run.step() > 3);
}

TEST_CASE("what lies two changes back starts again, without what Play had added to it",
          "[driver]") {
    Run run(true, 1);
    REQUIRE(run.rest());
    run.driver.play(true);  // ten epochs more
    run.driver.play(false);
    REQUIRE(run.rest());
    for (const char* name : {"tanh", "elu"}) {
        Experiment next = run.driver.experiment();
        next.epochs = 1;
        std::ranges::fill(next.activations, makeActivation(name));
        run.driver.openAlone(next);
        REQUIRE(run.rest());
        run.driver.epoch();
        REQUIRE(run.rest());
    }
    checkUndoGives(run.driver, 1, 0);
    run.driver.undo();
    REQUIRE(run.rest());
    checkUndoGives(run.driver, 0, 1);
    run.driver.undo();
    REQUIRE(until(run.driver, [&] { return settled(run.driver); }));
    Experiment slower = run.driver.experiment();
    slower.optimizer.learningRate /= 2;
    run.driver.change(slower);
    checkUndoGives(run.driver, 0, 0);
    CHECK(run.driver.addedEpochs() == 0);
    CHECK(run.driver.experiment().epochs == 1);
    CHECK(run.driver.experiment().activations[0] == makeActivation("relu"));
}

TEST_CASE("of what was never trained undo brings nothing back, and loses nothing", "[driver]") {
    Run run;
    REQUIRE(run.rest());
    for (const char* name : {"tanh", "elu"}) {
        Experiment next = run.driver.experiment();
        std::ranges::fill(next.activations, makeActivation(name));
        run.driver.change(next);
        REQUIRE(run.rest());
    }
    for (int i = 0; i < 2; ++i) {
        checkUndoGives(run.driver, 0, 0);
        run.driver.undo();
        REQUIRE(run.rest());
    }
    CHECK_FALSE(run.driver.canUndo());
    // From one that was trained it leads to the start of one that was not.
    Experiment next = run.driver.experiment();
    std::ranges::fill(next.activations, makeActivation("tanh"));
    run.driver.change(next);
    run.driver.step();
    REQUIRE(until(run.driver, [&] { return settled(run.driver) && run.step() == 1; }));
    checkUndoGives(run.driver, 0, 1);
}

TEST_CASE("undo in a race says how many start again", "[driver][race]") {
    Run run(false, 4);
    Race race;
    for (const char* name : {"relu", "tanh", "elu"}) {
        Experiment own = run.driver.experiment();
        std::ranges::fill(own.activations, makeActivation(name));
        race.entrants.push_back({.name = name, .experiment = own});
    }
    run.driver.race(race);
    const auto stepAll = [&] {
        const std::uint64_t before = run.step();
        run.driver.step();
        REQUIRE(until(run.driver, [&] { return settled(run.driver) && run.step() > before; }));
    };
    stepAll();
    for (const char* name : {"silu", "gelu"}) {  // of the first alone
        Experiment next = run.driver.experiment();
        std::ranges::fill(next.activations, makeActivation(name));
        run.driver.change(next);
        REQUIRE(run.rest());
        run.driver.step();
        REQUIRE(until(run.driver, [&] { return settled(run.driver) && run.step() > 0; }));
    }
    checkUndoGives(run.driver, 1, 0);
    run.driver.undo();
    REQUIRE(run.rest());
    checkUndoGives(run.driver, 0, 1);
}

}  // namespace squash::ui::test
