// What a session times and measures, and that training is the same with it. No test here says how
// fast anything is.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>

#include "engine/training/session_support.hpp"
#include "squash/training/session.hpp"

namespace squash::test {
namespace {

constexpr std::size_t kSteps = 6;

std::vector<float> losses(const History& history) {
    std::vector<float> result;
    for (std::size_t i = 0; i < history.steps(); ++i) result.push_back(history.stepAt(i).loss);
    return result;
}

bool positive(double value) { return std::isfinite(value) && value > 0; }

void checkProfile(const Profile& profile, const Network& network) {
    REQUIRE(profile.layers.size() == network.layers().size());
    double forward = 0, backward = profile.lossMs + profile.optimizerMs;
    for (std::size_t i = 0; i < profile.layers.size(); ++i) {
        const LayerTime& layer = profile.layers[i];
        INFO(layer.name);
        CHECK(layer.name == network.layers()[i].name);
        // The layers without weights may be part of their neighbours' kernels.
        const bool multiplies = forwardMultiplyAdds(network.layers()[i]) > 0;
        CHECK(multiplies == positive(layer.gflops));
        CHECK((positive(layer.forwardMs) || (!multiplies && layer.forwardMs == 0)));
        CHECK((positive(layer.backwardMs) || (!multiplies && layer.backwardMs == 0)));
        forward += layer.forwardMs;
        backward += layer.backwardMs;
    }
    CHECK(positive(profile.lossMs));
    CHECK(positive(profile.optimizerMs));
    CHECK(positive(profile.total.gflops));
    CHECK(std::abs(profile.total.forwardMs / forward - 1) < 1e-9);
    CHECK(std::abs(profile.total.backwardMs / backward - 1) < 1e-9);
}

void checkCosts(const std::vector<ActivationCost>& costs) {
    REQUIRE(costs.size() == activationTable().size());
    for (std::size_t i = 0; i < costs.size(); ++i) {
        INFO(activationTable()[i].name);
        CHECK(costs[i].entry == &activationTable()[i]);
        CHECK(positive(costs[i].forwardNs));
        CHECK(positive(costs[i].backwardNs));
        CHECK(positive(costs[i].stepShare));
        CHECK(costs[i].stepShare < 1);
    }
}

// A run of kSteps whose session is told other wishes in its middle.
std::vector<float> lossesWith(const SessionOptions& options,
                              const std::function<void(Controls&)>& wish) {
    Session session(options);
    Controls controls = smallRun();
    controls.stopAtStep = kSteps / 2;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.step == kSteps / 2 && !s.playing; }));
    controls.stopAtStep = kSteps;
    wish(controls);
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot& s) {
        return s.step == kSteps && !s.playing && s.measured.request == controls.measureRequest;
    }));
    return losses(session.latest().history);
}

}  // namespace

TEST_CASE("Layers are timed while that is wanted, and only then", "[training][measure]") {
    const Network network = makeNetwork(smallRun().experiment);
    for (const std::size_t workers : {1, 3}) {
        INFO(workers << " workers");
        Session session({true, workers, "auto"});
        Controls controls = smallRun();
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return s.step >= 2; }));
        CHECK(session.latest().profile.layers.empty());
        CHECK(session.latest().measured.peakGflops == 0);
        controls.profile = true;
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return !s.profile.layers.empty(); }));
        checkProfile(session.latest().profile, network);
        // The peak to hold it against comes unasked; the activations do not.
        CHECK(positive(session.latest().measured.peakGflops));
        CHECK(session.latest().measured.costs.empty());
        controls.profile = false;
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return s.profile.layers.empty(); }));
    }
}

TEST_CASE("A step under way when timing begins does not count, validation never does",
          "[training][measure]") {
    WorkerPool pool(2);
    const Experiment experiment = smallRun().experiment;
    Trainer trainer(experiment, noiseData(64, 40), options(pool, chooseKernelSet("auto")));
    REQUIRE(trainer.advance(0) == Progress::Working);
    trainer.setProfile(true);
    while (trainer.advance(1e9) != Progress::StepDone) {}
    CHECK(trainer.profile().layers.empty());
    REQUIRE(trainer.advance(1e9) == Progress::EpochDone);
    while (trainer.advance(1e9) != Progress::StepDone) {}
    checkProfile(trainer.profile(), trainer.network());
    const double forward = trainer.profile().total.forwardMs;
    REQUIRE(trainer.advance(1e9) == Progress::EpochDone);
    CHECK(trainer.profile().total.forwardMs == forward);
}

TEST_CASE("Every activation is measured, and training goes on by itself", "[training][measure]") {
    for (const bool ownThread : {true, false}) {
        INFO("own thread: " << ownThread);
        Session session({ownThread, 2, "auto"});
        Controls controls = smallRun();
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return s.step >= 1; }));
        controls.measureRequest = 1;
        session.post(controls);
        double furthest = 0;
        bool forward = true;
        REQUIRE(until(session, [&](const Snapshot& s) {
            if (s.measured.request == 1) return true;
            forward = forward && s.measured.progress >= furthest;
            furthest = s.measured.progress;
            return false;
        }));
        CHECK(forward);
        CHECK(furthest > 0);
        CHECK(furthest < 1);
        checkCosts(session.latest().measured.costs);
        CHECK(positive(session.latest().measured.peakGflops));
        CHECK(session.latest().playing);
        const std::uint64_t step = session.latest().step;
        REQUIRE(until(session, [&](const Snapshot& s) { return s.step > step; }));
    }
}

TEST_CASE("A paused session measures too, and stays paused", "[training][measure]") {
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    controls.playing = false;
    controls.measureRequest = 1;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.measured.request == 1; }));
    checkCosts(session.latest().measured.costs);
    CHECK(session.latest().step == 0);
    CHECK_FALSE(session.latest().playing);
}

TEST_CASE("Timing and measuring change no bit of what is trained", "[training][measure]") {
    for (const bool ownThread : {true, false}) {
        INFO("own thread: " << ownThread);
        const SessionOptions options{ownThread, 2, "auto"};
        const auto plain = lossesWith(options, [](Controls&) {});
        REQUIRE(plain.size() == kSteps);
        CHECK(lossesWith(options, [](Controls& c) { c.profile = true; }) == plain);
        CHECK(lossesWith(options, [](Controls& c) { c.measureRequest = 1; }) == plain);
    }
}

}  // namespace squash::test
