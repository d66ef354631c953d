// Races through the driver: epochs that Play adds, steps beside one that pauses, leaving after the end, undo, and other
// races opened over the one under way.
#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "headless.hpp"
#include "squash/io/race.hpp"
#include "ui/app/driver.hpp"
#include "ui/app/race_rules.hpp"
#include "ui/app/shared_link.hpp"

namespace squash::ui::test {
namespace {

// 96 images in batches of 32: three steps an epoch.
struct Racing {
    FakePlatform platform;
    Driver driver;
    explicit Racing(const char* json) : driver(platform, options()) {
        driver.race(parseRace(json, "test").race);
    }
    static AppOptions options() {
        AppOptions options;
        options.data = fewShapes();
        options.experiment.epochs = 10;
        options.playing = false;
        return options;
    }
    bool until(const std::function<bool()>& done) {
        for (int i = 0; i < 20000 && !done(); ++i) {
            driver.pump(5);
            driver.refresh();
        }
        return done();
    }
    bool rest() {
        return until([this] { return !driver.waiting() && !driver.playing(); });
    }
};

constexpr const char* kTwo =
    R"({"common":{"batch":32,"epochs":1},"entrants":[{"activation":"tanh"},{"activation":"relu"}]})";

}  // namespace

TEST_CASE(
    "Play goes on for ten epochs more for all when all are through, and Start again takes them "
    "back",
    "[race][driver]") {
    Racing race(kTwo);
    race.driver.play(true);
    REQUIRE(race.rest());
    CHECK(race.driver.finished());
    race.driver.play(true);
    CHECK(race.driver.experiment().epochs == 11);
    for (const Entrant& entrant : race.driver.entrants()) CHECK(entrant.experiment.epochs == 11);
    CHECK(race.driver.ownRace().entrants[1].experiment.epochs == 1);
    REQUIRE(race.until([&] { return race.driver.runner(1).step > 3; }));
    // Another race has its own epochs.
    race.driver.race(
        parseRace(R"({"entrants":[{"epochs":11},{"epochs":5,"activation":"elu"}]})", "test").race);
    CHECK(race.driver.addedEpochs() == 0);
    CHECK(race.driver.ownRace().entrants[1].experiment.epochs == 5);
    race.driver.startAgain();
    CHECK(race.driver.entrants()[0].experiment.epochs == 11);
    CHECK(race.driver.entrants()[1].experiment.epochs == 5);
}

TEST_CASE("a race is through when each has done its own epochs", "[race][driver]") {
    Racing race(
        R"({"common":{"batch":32},"entrants":[{"epochs":1},{"epochs":2,"activation":"tanh"}]})");
    race.driver.play(true);
    REQUIRE(race.until([&] { return race.driver.runner(0).finished; }));
    if (race.driver.runner(1).step < 6) CHECK_FALSE(race.driver.finished());
    REQUIRE(race.rest());
    CHECK(race.driver.finished());
    race.driver.show(1);
    CHECK(race.driver.finished());
}

TEST_CASE("a step is one update also beside one that pauses, and nothing is added while all do",
          "[race][driver]") {
    Racing race(
        R"({"common":{"batch":32,"epochs":5},"entrants":[{"activation":"tanh"},{"activation":"relu"}]})");
    race.driver.pause(1, true);
    for (int i = 0; i < 4; ++i) {
        race.driver.step();
        REQUIRE(race.rest());
    }
    CHECK(race.driver.runner(0).step == 4);
    CHECK(race.driver.runner(1).step == 0);
    race.driver.pause(1, false);
    race.driver.pause(0, true);
    race.driver.step();
    REQUIRE(race.rest());
    CHECK(race.driver.runner(1).step == 1);
    race.driver.pause(1, true);
    race.driver.play(true);
    REQUIRE(race.rest());
    CHECK(race.driver.experiment().epochs == 5);
    CHECK(race.driver.runner(1).step == 1);
}

TEST_CASE("who is left after a race that is through waits to be played", "[race][driver]") {
    Racing race(kTwo);
    race.driver.play(true);
    REQUIRE(race.rest());
    race.driver.leave(0);
    CHECK_FALSE(race.driver.racing());
    CHECK_FALSE(race.driver.playing());
    CHECK(race.driver.experiment().activations[0].entry->name == "relu");
}

TEST_CASE("a race that differs in rates alone starts from the seed all the same",
          "[race][driver]") {
    Racing race(
        R"({"common":{"batch":32},"entrants":[{"learningRate":0.01},{"learningRate":0.001}]})");
    race.driver.step();
    REQUIRE(race.rest());
    const std::uint64_t before = race.driver.generation();
    race.driver.race(
        parseRace(
            R"({"common":{"batch":32},"entrants":[{"learningRate":0.1},{"learningRate":0.001}]})",
            "test")
            .race);
    CHECK(race.driver.generation() == before + 1);
    REQUIRE(race.rest());
    CHECK(race.driver.runner(1).step == 0);
}

TEST_CASE("an experiment opened over another one starts again, however much they share",
          "[driver]") {
    FakePlatform platform;
    Driver driver(platform, Racing::options());
    const auto rest = [&] {
        for (int i = 0; i < 20000 && (driver.waiting() || driver.playing()); ++i) {
            driver.pump(5);
            driver.refresh();
        }
    };
    Experiment other = driver.experiment();
    for (const double rate : {0.1, 0.1}) {  // another rate, then the same experiment
        driver.step();
        rest();
        REQUIRE(driver.snapshot().step == 1);
        const std::uint64_t before = driver.generation();
        other.optimizer.learningRate = rate;
        driver.openAlone(other);
        CHECK(driver.generation() == before + 1);
        rest();
        CHECK(driver.snapshot().step == 0);
        CHECK(driver.experiment().optimizer.learningRate == rate);
    }
}

TEST_CASE("an experiment opened over a race is taken back by one undo, with the race",
          "[race][driver]") {
    Racing race(kTwo);
    adoptJson(race.driver, R"({"activation":"elu"})", "test");
    CHECK_FALSE(race.driver.racing());
    race.driver.undo();
    REQUIRE(race.driver.entrants().size() == 2);
    CHECK(race.driver.racedField() == "activation");
    race.driver.redo();
    CHECK_FALSE(race.driver.racing());
    CHECK(race.driver.experiment().activations[0].entry->name == "elu");
}

TEST_CASE("an optimizer that all take over keeps the rate that was chosen with it",
          "[race][driver]") {
    Racing race(kTwo);
    Experiment next = race.driver.experiment();
    next.optimizer = makeOptimizer(OptimizerKind::Sgd);
    next.optimizer.learningRate = 0.003;
    race.driver.change(next);
    const OptimizerSettings& other = race.driver.entrants()[1].experiment.optimizer;
    CHECK(other.kind == OptimizerKind::Sgd);
    CHECK(other.learningRate == 0.003);
    // And the rate goes on being shared.
    next.optimizer.learningRate = 0.03;
    race.driver.change(next);
    CHECK(race.driver.entrants()[1].experiment.optimizer.learningRate == 0.03);
}

TEST_CASE("changes of two entrants are two undos, however soon one follows the other",
          "[race][driver]") {
    Racing race(kTwo);
    for (const std::size_t entrant : {0, 1}) {
        race.driver.show(entrant);
        Experiment next = race.driver.experiment();
        std::ranges::fill(next.activations, makeActivation(entrant == 0 ? "elu" : "selu"));
        race.driver.change(next);
    }
    race.driver.undo();
    CHECK(race.driver.entrants()[0].name == "elu");
    CHECK(race.driver.entrants()[1].name == "relu");
}

TEST_CASE("in a finished race who changes starts again alone, and undo brings its results back",
          "[race][driver]") {
    Racing race(kTwo);
    race.driver.play(true);
    REQUIRE(race.rest());
    const float loss = race.driver.runner(0).history.stepAt(2).loss;
    Experiment next = race.driver.experiment();
    std::ranges::fill(next.activations, makeActivation("elu"));
    CHECK(race.driver.startAgainWith(next, false) == 1);
    race.driver.change(next);
    // At once, before the session knows of it.
    CHECK(race.driver.runner(0).step == 0);
    CHECK(race.driver.runner(1).step == 3);
    CHECK(race.driver.playing());  // it had ended by itself
    REQUIRE(race.rest());
    CHECK(race.driver.finished());
    CHECK(race.driver.runner(0).step == 3);
    CHECK(race.driver.runner(0).history.stepAt(2).loss != loss);
    const float other = race.driver.runner(1).history.stepAt(2).loss;
    race.driver.undo();
    REQUIRE(race.rest());
    CHECK(race.driver.entrants()[0].name == "tanh");
    CHECK(race.driver.runner(0).step == 3);
    CHECK(race.driver.runner(0).history.stepAt(2).loss == loss);
    CHECK(race.driver.runner(1).history.stepAt(2).loss == other);
    race.driver.redo();
    REQUIRE(race.rest());
    CHECK(race.driver.runner(0).step == 3);
    // What all take over all begin with, from the first step.
    next.batch = 16;
    CHECK(race.driver.startAgainWith(next, false) == 2);
    race.driver.play(false);
    race.driver.change(next);
    CHECK_FALSE(race.driver.playing());  // held by the person
    REQUIRE(race.rest());
    for (const std::size_t i : {0, 1}) CHECK(race.driver.runner(i).step == 0);
}

TEST_CASE("who enters beside a run that is through leaves it as it is, and catches up step by step",
          "[race][driver]") {
    Racing race(kTwo);
    race.driver.leave(1);
    race.driver.play(true);
    REQUIRE(race.rest());
    REQUIRE(race.driver.runner(0).step == 3);
    Entrant relu{.name = "relu", .experiment = race.driver.experiment()};
    std::ranges::fill(relu.experiment.activations, makeActivation("relu"));
    race.driver.play(false);
    race.driver.play(true);  // ten epochs more: it was through
    race.driver.play(false);
    REQUIRE(race.rest());
    const std::uint64_t first = race.driver.runner(0).step;
    race.driver.enter(relu);
    REQUIRE(race.rest());
    CHECK(race.driver.runner(0).step == first);
    for (const Entrant& each : race.driver.entrants()) CHECK(each.experiment.epochs == 11);
    for (const Entrant& each : race.driver.ownRace().entrants) CHECK(each.experiment.epochs == 1);
    race.driver.step();
    REQUIRE(race.rest());
    CHECK(race.driver.runner(0).step == first);
    CHECK(race.driver.runner(1).step == 1);
}

TEST_CASE("a run whose optimizer was another one on its way starts again when somebody enters",
          "[race][driver]") {
    Racing race(kTwo);
    race.driver.leave(1);
    race.driver.step();
    REQUIRE(race.rest());
    Experiment next = race.driver.experiment();
    next.optimizer.learningRate = 0.01;
    race.driver.change(next);
    CHECK(race.driver.runner(0).step == 1);
    Entrant relu{.name = "relu", .experiment = next};
    std::ranges::fill(relu.experiment.activations, makeActivation("relu"));
    race.driver.enter(relu);
    CHECK(race.driver.runner(0).step == 0);
    race.driver.undo();
    REQUIRE(race.rest());
    CHECK(race.driver.runner(0).step == 1);
}

TEST_CASE("a link brings back who was shown, and in what they are raced", "[race][driver]") {
    Racing race(kTwo), other(kTwo);
    race.driver.show(1);
    race.driver.setRacedField("seed");
    adoptJson(other.driver, sharedJson(race.driver), "test");
    CHECK(other.driver.shownEntrant() == 1);
    CHECK(other.driver.experiment().activations[0].entry->name == "relu");
    CHECK(other.driver.racedField() == "seed");
}

TEST_CASE("the largest seed has somebody to race against", "[race]") {
    Experiment base;
    base.seed = (std::uint64_t{1} << 53) - 1;
    CHECK(candidates({}, base, "seed").empty());
}

}  // namespace squash::ui::test
