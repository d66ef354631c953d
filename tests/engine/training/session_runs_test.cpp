// From one generation of a session to the next: who goes on, who starts again, and who comes back.
#include <catch2/catch_test_macros.hpp>

#include "engine/training/session_support.hpp"
#include "squash/training/session.hpp"
#include "training/run.hpp"

namespace squash::test {
namespace {

Runner runner(const char* activation, std::uint64_t number) {
    Runner result{.experiment = smallRun().experiment, .run = number};
    result.experiment.epochs = 3;
    std::ranges::fill(result.experiment.activations, makeActivation(activation));
    return result;
}

void wants(Controls& controls, std::vector<Runner> runners) {
    controls.runners = std::move(runners);
    controls.experiment = controls.runners.front().experiment;
}

History alone(const Experiment& experiment) {
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    controls.experiment = experiment;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.finished; }));
    return session.latest().history;
}

void checkSame(const History& a, const History& b) {
    REQUIRE(a.steps() == b.steps());
    for (std::size_t i = 0; i < a.steps(); ++i) CHECK(a.stepAt(i).loss == b.stepAt(i).loss);
    REQUIRE(a.epochs().size() == b.epochs().size());
    for (std::size_t i = 0; i < a.epochs().size(); ++i)
        CHECK(a.epochs()[i].validationLoss == b.epochs()[i].validationLoss);
}

// And waits there.
void playTo(Session& session, Controls& controls, std::uint64_t step) {
    controls.playing = true;
    controls.stopAtStep = step;
    session.post(controls);
    REQUIRE(until(session, [step](const Snapshot& s) { return s.step == step && !s.playing; }));
}

bool knows(Session& session) { return session.latest().revision == session.posted().revision; }

bool done(const Snapshot& s) {
    return !s.playing && !s.runners.empty() &&
           std::ranges::all_of(s.runners, [](const RunnerState& run) { return run.finished; });
}

}  // namespace

TEST_CASE("A run with the same number goes on in the next generation, and one left comes back",
          "[training][session]") {
    for (const bool ownThread : {true, false}) {
        INFO("own thread: " << ownThread);
        Session session({ownThread, 2, "auto"});
        Controls controls = smallRun();
        const Runner tanh = runner("tanh", 1), relu = runner("relu", 2), elu = runner("elu", 3);
        wants(controls, {tanh, relu});
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) {
            return s.runners.size() == 2 && s.runners[1].step >= 2;
        }));
        const std::uint64_t left = session.latest().runners[1].step;
        // In the middle of a step, perhaps: relu is left, tanh has another place.
        controls.generation = 2;
        controls.keep = {2};
        wants(controls, {elu, tanh});
        session.post(controls);
        REQUIRE(until(session, [&](const Snapshot& s) { return knows(session) && done(s); }));
        CHECK(session.latest().runners[1].run == 1);
        checkSame(session.latest().runners[0].history, alone(elu.experiment));
        checkSame(session.latest().runners[1].history, alone(tanh.experiment));
        controls.generation = 3;
        controls.keep = {3};
        controls.playing = false;
        wants(controls, {tanh, relu});
        session.post(controls);
        REQUIRE(until(session, [&](const Snapshot&) { return knows(session); }));
        CHECK(session.latest().runners[0].finished);
        CHECK(session.latest().runners[1].step >= left);
        controls.playing = true;
        session.post(controls);
        REQUIRE(until(session, [&](const Snapshot& s) { return knows(session) && done(s); }));
        checkSame(session.latest().runners[1].history, alone(relu.experiment));
    }
}

TEST_CASE("What nobody may want back, and what has other data, starts again",
          "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    controls.run = 1;
    playTo(session, controls, 2);
    const auto stepIn = [&](std::uint64_t run, std::uint64_t generation) {
        controls.run = run;
        controls.generation = generation;
        controls.playing = false;
        session.post(controls);
        REQUIRE(until(session, [&](const Snapshot&) { return knows(session); }));
        return session.latest().step;
    };
    controls.keep = {1};
    CHECK(stepIn(2, 2) == 0);
    CHECK(stepIn(1, 3) == 2);
    controls.keep = {2};
    CHECK(stepIn(3, 4) == 0);  // 1 is named no more
    CHECK(stepIn(1, 5) == 0);
    playTo(session, controls, 2);
    controls.data = noiseData(96, 40);
    CHECK(stepIn(1, 6) == 0);
}

TEST_CASE("Looks at a run that comes back are still there", "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    controls.run = 1;
    controls.diagnose = true;
    controls.stopAtStep = 3;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) {
        return s.step == 3 && !s.playing && s.flow && s.units && s.unitHistory;
    }));
    const std::size_t moments = session.latest().flow->moments().size();
    controls.playing = false;
    controls.keep = {1};
    for (const std::uint64_t number : {2, 1}) {
        controls.run = number;
        ++controls.generation;
        session.post(controls);
        REQUIRE(until(session, [&](const Snapshot&) { return knows(session); }));
    }
    REQUIRE(session.latest().flow);
    CHECK(session.latest().flow->moments().size() == moments);
    CHECK(session.latest().units);
    // And it is measured on.
    controls.playing = true;
    controls.stopAtStep = 2000;
    session.post(controls);
    CHECK(until(session, [&](const Snapshot& s) { return s.flow->moments().size() > moments; }));
}

TEST_CASE("Who has entered a race does not go back to weights from before", "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    controls.experiment = runner("tanh", 1).experiment;
    controls.run = 1;
    controls.playing = false;
    for (std::uint64_t step = 1; step <= 4; ++step) playTo(session, controls, step);
    REQUIRE(session.latest().goodStep > 0);
    controls.playing = false;
    controls.generation = 2;
    wants(controls, {runner("tanh", 1), runner("relu", 2)});
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot&) { return knows(session); }));
    CHECK(session.latest().goodStep == 0);
    controls.restoreRequest = 1;
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot&) { return knows(session); }));
    CHECK(session.latest().runners[0].step == 4);
}

TEST_CASE("Two runs of one number are refused", "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = smallRun();
    wants(controls, {runner("tanh", 7), runner("relu", 7)});
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot&) { return knows(session); }));
    CHECK_FALSE(session.latest().playing);
    CHECK(session.latest().message.find("two runs of one number") != std::string::npos);
}

TEST_CASE("A run is put aside in the middle of an update, and of a validation, and loses nothing",
          "[training][session]") {
    const Runner wanted = runner("tanh", 1);
    const DatasetPtr data = smallRun().data;
    WorkerPool pool(1);
    const TrainerOptions choices = options(pool, chooseKernelSet("auto"));
    for (const bool updating : {true, false}) {
        INFO((updating ? "update" : "validation"));
        Run run(wanted, data, choices);
        const Trainer& trainer = run.trainer();
        while (trainer.history().epochs().empty() ||
               !(updating ? trainer.updating() : trainer.validating()))
            run.advance(0, {});
        Runner fewer = wanted;
        fewer.experiment.epochs = 1;  // it has done as many
        run.obey(fewer);
        run.rest();
        run.wake();
        run.obey(wanted);
        while (!run.finished()) run.advance(1, {});
        checkSame(run.trainer().history(), alone(wanted.experiment));
    }
}

}  // namespace squash::test
