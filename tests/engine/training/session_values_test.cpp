// A layer's values beside training: looked at as training goes on, for whom wants them.
#include <catch2/catch_test_macros.hpp>

#include "engine/training/session_support.hpp"
#include "engine/training/support.hpp"
#include "squash/training/session.hpp"

namespace squash::test {
namespace {

constexpr std::uint64_t kValuesOfConv1 = 32 * 32 * 6, kValuesOfDense = 84;

std::vector<float> lossesWith(const std::optional<ValuesWanted>& wanted) {
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    controls.values = wanted;
    controls.stopAtStep = 6;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.step == 6 && !s.playing; }));
    std::vector<float> losses;
    losses.reserve(6);
    for (std::size_t i = 0; i < 6; ++i) losses.push_back(session.latest().history.stepAt(i).loss);
    return losses;
}

}  // namespace

TEST_CASE("The values of a layer follow training and the wish for another", "[training][session]") {
    for (const bool ownThread : {true, false}) {
        INFO("own thread: " << ownThread);
        Session session({ownThread, 2, "auto"});
        Controls controls = smallRun();  // of 40 validation images
        controls.values = ValuesWanted{0, -4, 4};
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return s.values.step >= 3; }));
        CHECK(session.latest().values.count == 40 * kValuesOfConv1);
        controls.values = ValuesWanted{3, -4, 4};
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return s.values.wanted.layer == 3; }));
        CHECK(session.latest().values.count == 40 * kValuesOfDense);
        // Paused, they are those of the last step.
        controls.playing = false;
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) {
            return !s.playing && s.step > 0 && s.values.step == s.step;
        }));
        // Another run has none of the one before.
        controls.generation += 1;
        controls.values.reset();
        session.post(controls);
        REQUIRE(until(session, [&](const Snapshot& s) {
            return s.generation == controls.generation && s.values.count == 0;
        }));
    }
}

TEST_CASE("Looking at values changes nothing of the training", "[training][session]") {
    CHECK(lossesWith(ValuesWanted{1, -1, 1}) == lossesWith(std::nullopt));
}

TEST_CASE(
    "Learned values shown are those after the step shown, also in the middle of the next update",
    "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    std::ranges::fill(controls.experiment.activations, parseActivation("swish(beta=learn(1))"));
    std::vector<std::vector<double>> after;  // each step
    std::size_t again = 0;
    // A task at a time: pausing shows how things stand.
    while (after.size() < 8) {
        for (const bool playing : {true, false}) {
            controls.playing = playing;
            session.post(controls);
            session.pump(0);
        }
        const Snapshot& now = session.latest();
        REQUIRE_FALSE(now.learned.empty());
        std::vector<double> means;
        means.reserve(now.learned.size());
        for (const LearnedValue& value : now.learned) means.push_back(value.mean);
        if (now.step == after.size()) {
            after.push_back(means);
            if (now.step > 0) CHECK(means != after[now.step - 1]);
        }
        REQUIRE(now.step + 1 == after.size());
        CHECK(means == after.back());
        ++again;
    }
    CHECK(again > 10 * after.size());
}

}  // namespace squash::test
