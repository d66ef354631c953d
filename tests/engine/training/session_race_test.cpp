// Several experiments in one session: each as if it were alone, in fair turns; and weights that can be gone back to.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>

#include "engine/training/session_support.hpp"
#include "squash/training/session.hpp"

namespace squash::test {
namespace {

Controls race(std::initializer_list<const char*> activations) {
    Controls controls = smallRun();
    controls.experiment.epochs = 2;
    for (const char* name : activations) {
        Runner runner{controls.experiment};
        std::ranges::fill(runner.experiment.activations, makeActivation(name));
        controls.runners.push_back(runner);
    }
    controls.experiment = controls.runners.front().experiment;
    return controls;
}

History alone(const Controls& race, std::size_t entrant, bool ownThread) {
    Session session({ownThread, 1, "auto"});
    Controls controls = smallRun();
    controls.experiment = race.runners[entrant].experiment;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.finished; }));
    return session.latest().history;
}

void checkSame(const History& a, const History& b) {
    REQUIRE(a.steps() == b.steps());
    for (std::size_t i = 0; i < a.steps(); ++i) {
        CHECK(a.stepAt(i).loss == b.stepAt(i).loss);
        CHECK(a.stepAt(i).accuracy == b.stepAt(i).accuracy);
    }
    REQUIRE(a.epochs().size() == b.epochs().size());
    for (std::size_t i = 0; i < a.epochs().size(); ++i) {
        CHECK(a.epochs()[i].validationLoss == b.epochs()[i].validationLoss);
        CHECK(a.epochs()[i].validationAccuracy == b.epochs()[i].validationAccuracy);
    }
}

bool allFinished(const Snapshot& s) {
    return s.runners.size() > 1 &&
           std::ranges::all_of(s.runners, [](const RunnerState& run) { return run.finished; });
}

}  // namespace

TEST_CASE("Each entrant of a race has the curve it has alone, bit for bit", "[training][session]") {
    for (const bool ownThread : {true, false}) {
        INFO("own thread: " << ownThread);
        Session session({ownThread, 2, "auto"});
        Controls controls = race({"sigmoid", "tanh", "relu"});
        controls.diagnose = true;  // which looks at all of them, and changes none
        session.post(controls);
        REQUIRE(until(session, allFinished));
        REQUIRE(until(session, [](const Snapshot& s) { return !s.playing; }));
        const Snapshot& done = session.latest();
        REQUIRE(done.runners.size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
            checkSame(done.runners[i].history, alone(controls, i, !ownThread));
            CHECK(done.runners[i].seconds > 0);
            CHECK_FALSE(done.runners[i].out);
        }
        CHECK(done.runners[0].history.stepAt(3).loss != done.runners[2].history.stepAt(3).loss);
        // All were looked at.
        REQUIRE(until(session, [](const Snapshot& s) {
            return std::ranges::all_of(s.runners, [](const RunnerState& run) {
                return std::isfinite(run.deadShare) && std::isfinite(run.saturatedShare);
            });
        }));
    }
}

TEST_CASE("Entrants take turns, a step each, and one that was paused catches up",
          "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = race({"tanh", "relu", "elu"});
    controls.stopAtStep = 2;  // of four in two epochs
    controls.runners[1].paused = true;
    session.post(controls);
    std::uint64_t ahead = 0;
    REQUIRE(until(session, [&](const Snapshot& s) {
        if (s.runners.size() == 3 && s.runners[0].step > s.runners[2].step)
            ahead = std::max(ahead, s.runners[0].step - s.runners[2].step);
        return s.step == 2 && !s.playing;
    }));
    CHECK(ahead <= 1);
    CHECK(session.latest().runners[0].step == 2);
    CHECK(session.latest().runners[1].step == 0);
    CHECK(session.latest().runners[2].step == 2);
    controls.runners[1].paused = false;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.runners[1].step == 2 && !s.playing; }));
    CHECK(session.latest().runners[0].step == 2);
    controls.stopAtStep = 0;
    session.post(controls);
    REQUIRE(until(session, allFinished));
    checkSame(session.latest().runners[1].history, alone(controls, 1, false));
}

TEST_CASE("The figures are those of the entrant shown, and showing another changes none of them",
          "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = race({"tanh", "relu"});
    controls.gallery = {0, 1};
    controls.values = ValuesWanted{0, -4, 4};
    session.post(controls);
    REQUIRE(until(session, allFinished));
    REQUIRE(until(session, [](const Snapshot& s) { return s.gallery.size() == 2; }));
    const History first = session.latest().history;
    const Probabilities before = session.latest().gallery[0].probabilities;
    checkSame(first, session.latest().runners[0].history);
    const std::uint64_t version = session.latest().galleryVersion;
    controls.shown = 1;
    controls.experiment = controls.runners[1].experiment;
    session.post(controls);
    REQUIRE(until(session,
                  [&](const Snapshot& s) { return s.shown == 1 && s.galleryVersion > version; }));
    checkSame(session.latest().history, session.latest().runners[1].history);
    CHECK(session.latest().gallery[0].probabilities != before);
    checkSame(first, session.latest().runners[0].history);
}

TEST_CASE("Whose loss is no number any more is out, and the others go on", "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = race({"relu", "relu"});
    controls.runners[0].experiment.optimizer = makeOptimizer(OptimizerKind::Sgd);
    controls.runners[0].experiment.optimizer.learningRate = kMaxLearningRate;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.runners.size() == 2 && !s.playing; }));
    const Snapshot& done = session.latest();
    CHECK(done.runners[0].out);
    CHECK_FALSE(done.runners[0].finished);
    CHECK(done.runners[1].finished);
    CHECK(done.message.empty());
}

TEST_CASE("After a loss that is no number training goes on from the last good weights",
          "[training][session]") {
    // Adam's moments are there; RMSprop's one means something else and must begin anew.
    const auto next = makeOptimizer(GENERATE(OptimizerKind::Adam, OptimizerKind::RmsProp));
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    controls.stopAtStep = 6;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.step == 6 && !s.playing; }));
    const std::uint64_t good = session.latest().goodStep;
    REQUIRE(good > 0);
    REQUIRE(good <= 6);
    const History before = session.latest().history;
    controls.experiment.optimizer = makeOptimizer(OptimizerKind::Sgd);
    controls.experiment.optimizer.learningRate = kMaxLearningRate;
    controls.stopAtStep = 0;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.runners[0].out && !s.playing; }));
    CHECK_FALSE(session.latest().message.empty());
    const std::uint64_t kept = session.latest().goodStep;
    CHECK(kept >= good);
    controls.experiment.optimizer = next;
    controls.restoreRequest = 1;
    controls.stopAtStep = kept + 20;
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot& s) { return s.step == kept + 20 && !s.playing; }));
    const Snapshot& after = session.latest();
    CHECK(after.message.empty());
    CHECK(after.restored == 1);
    CHECK_FALSE(after.runners[0].out);
    for (std::size_t i = 0; i < good; ++i)
        CHECK(after.history.stepAt(i).loss == before.stepAt(i).loss);
    for (std::size_t i = 0; i < after.history.steps(); ++i)
        CHECK(std::isfinite(after.history.stepAt(i).loss));
}

}  // namespace squash::test
