// What a session looks at closer on request: a unit's calculation, a layer's histograms, the spread through depth and
// the units over time. None of it changes what is trained.
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "engine/training/session_support.hpp"
#include "squash/training/session.hpp"

namespace squash::test {
namespace {

constexpr std::uint64_t kSteps = 12;

Controls looking(bool on) {
    Controls controls = smallRun();
    controls.stopAtStep = kSteps;
    if (!on) return controls;
    controls.diagnose = true;
    controls.histogramLayer = 3;
    controls.spread = true;
    controls.unit = UnitChoice{.layer = 1, .unit = 5, .image = 7};
    return controls;
}

bool paused(const Snapshot& s) { return s.step == kSteps && !s.playing; }

}  // namespace

TEST_CASE("Looking closer changes nothing of the training", "[training][session]") {
    std::vector<std::vector<float>> losses;
    for (const bool on : {false, true}) {
        Session session({false, 1, "auto"});
        session.post(looking(on));
        REQUIRE(until(session, paused));
        losses.emplace_back();
        for (std::size_t i = 0; i < kSteps; ++i)
            losses.back().push_back(session.latest().history.stepAt(i).loss);
        CHECK((session.latest().histograms != nullptr) == on);
        CHECK((session.latest().spread != nullptr) == on);
    }
    CHECK(losses[0] == losses[1]);
}

TEST_CASE("A unit's calculation follows the weights, and the wish for another one",
          "[training][session]") {
    for (const bool ownThread : {true, false}) {
        INFO("own thread: " << ownThread);
        Session session({ownThread, 2, "auto"});
        Controls controls = looking(true);
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) {
            return paused(s) && s.unit && s.unit->step == kSteps;
        }));
        const auto first = session.latest().unit;
        CHECK(first->choice.unit == 5);
        double z = first->bias;
        for (const UnitTerm& term : first->terms) z += term.product();
        CHECK(std::abs(z - first->z) < 1e-9 * (1 + std::abs(z)));
        controls.unit = UnitChoice{.layer = 3, .unit = 80, .image = 1};
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return s.unit->choice.layer == 3; }));
        CHECK_FALSE(session.latest().unit->maps);
        // There is no such unit: the one before stays, and so does the session.
        controls.unit = UnitChoice{.layer = 9};
        session.post(controls);
        REQUIRE(until(session, [&](const Snapshot& s) { return s.revision >= 3; }));
        CHECK(session.latest().unit->choice.layer == 3);
        CHECK(session.latest().message.empty());
    }
}

TEST_CASE("A unit's next update is that of the optimizer the next step will have",
          "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = looking(true);
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return paused(s) && s.unit; }));
    const double before = session.latest().unit->biasUpdate;
    REQUIRE(before != 0);
    controls.experiment.optimizer.learningRate *= 10;
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot& s) { return s.unit->biasUpdate != before; }));
    CHECK(std::abs(session.latest().unit->biasUpdate / before - 10) < 1e-4);
    // Another kind begins without the moments of the one before.
    controls.experiment.optimizer = makeOptimizer(OptimizerKind::Sgd);
    controls.experiment.optimizer.learningRate = 0.5;
    const double faster = session.latest().unit->biasUpdate;
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot& s) { return s.unit->biasUpdate != faster; }));
    const UnitCalculation& unit = *session.latest().unit;
    CHECK(std::abs(unit.biasUpdate + 0.5 * unit.biasGradient) <=
          1e-6 * std::abs(unit.biasGradient));
}

TEST_CASE("Histograms, units over time and spread are those of the run shown",
          "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = looking(true);
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) {
        return paused(s) && s.unitHistory && s.unitHistory->newest().step == kSteps;
    }));
    const Snapshot& now = session.latest();
    CHECK(now.histograms->layer() == 3);
    CHECK(now.histograms->newest().weights.finite() == 7680 * 84);
    CHECK(now.histograms->newest().gradients.finite() == 7680 * 84);
    CHECK(now.spread->layers.size() == 5);
    CHECK(now.unitHistory->newest().layers.size() == 4);
    // Another layer begins another history with the next step, another run has none of the one before.
    controls.histogramLayer = 0;
    controls.stopAtStep = kSteps + 1;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.histograms->layer() == 0; }));
    CHECK(session.latest().histograms->newest().weights.finite() == 450);
    CHECK(session.latest().histograms->moments().size() == 1);
    controls.generation += 1;
    controls.playing = false;
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot& s) { return s.generation == controls.generation; }));
    CHECK_FALSE(session.latest().histograms);
}

TEST_CASE("Steps asked for one by one are measured each, however soon they follow",
          "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = looking(true);
    for (std::uint64_t step = 1; step <= 6; ++step) {
        INFO("step " << step);
        controls.stopAtStep = step;
        controls.playing = true;
        session.post(controls);
        REQUIRE(until(session, [step](const Snapshot& s) { return s.step == step && !s.playing; }));
        const Snapshot& now = session.latest();
        REQUIRE(now.flow);
        CHECK(now.flow->newest().step == step);
        CHECK(now.histograms->newest().step == step);
    }
}

}  // namespace squash::test
