// Training beside a front end: the two mailboxes, pausing, and starting again.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <thread>

#include "core/mailbox.hpp"
#include "engine/training/session_support.hpp"
#include "engine/training/support.hpp"
#include "squash/training/session.hpp"

namespace squash::test {
namespace {

Controls start(const DatasetPtr& data) {
    Controls controls = smallRun();
    controls.experiment.epochs = 2;
    controls.data = data;
    controls.gallery = {0, 3, 5};
    return controls;
}

bool finishedWithGallery(const Snapshot& snapshot) {
    return snapshot.finished && !snapshot.gallery.empty();
}

void checkNothingTrained(const Snapshot& snapshot) {
    CHECK_FALSE(snapshot.playing);
    CHECK_FALSE(snapshot.finished);
    CHECK_FALSE(snapshot.validating);
    CHECK(snapshot.step == 0);
    CHECK(snapshot.stepsPerEpoch == 0);
    CHECK(snapshot.epoch == 0);
    CHECK(snapshot.imagesPerSecond == 0);
    CHECK(snapshot.gflops == 0);
    CHECK(std::isnan(snapshot.loss));
    CHECK(snapshot.history.steps() == 0);
    CHECK(snapshot.history.epochs().empty());
    CHECK(snapshot.gallery.empty());
}

float lastLoss(const Snapshot& snapshot) {
    return snapshot.history.stepAt(snapshot.history.steps() - 1).loss;
}

}  // namespace

TEST_CASE("A mailbox hands over the newest value only", "[training][session]") {
    Mailbox<int> box;
    CHECK_FALSE(box.fetch());
    for (int value = 1; value <= 3; ++value) {
        box.draft() = value;
        box.publish();
    }
    REQUIRE(box.fetch());
    CHECK(box.newest() == 3);
    CHECK_FALSE(box.fetch());
    CHECK(box.newest() == 3);
}

TEST_CASE("A mailbox between two threads never shows a half-written value", "[training][session]") {
    struct Pair {
        long a = 0, b = 0;
    };
    Mailbox<Pair> box;
    constexpr long kLast = 20000;
    std::thread writer([&] {
        for (long i = 1; i <= kLast; ++i) {
            box.draft() = {i, -i};
            box.publish();
        }
    });
    long newest = 0;
    bool whole = true, forward = true;
    while (newest < kLast) {
        if (!box.fetch()) continue;
        whole = whole && box.newest().a == -box.newest().b;
        forward = forward && box.newest().a > newest;
        newest = box.newest().a;
    }
    writer.join();
    CHECK(whole);
    CHECK(forward);
}

TEST_CASE("A session plays to the end, with and without its own thread", "[training][session]") {
    for (const bool ownThread : {true, false}) {
        INFO("own thread: " << ownThread);
        Session session({ownThread, 2, "auto"});
        session.post(start(noiseData(128, 40)));
        REQUIRE(
            until(session, [](const Snapshot& s) { return s.finished && s.galleryVersion > 0; }));
        const Snapshot& end = session.latest();
        CHECK(end.step == 4);
        CHECK(end.history.epochs().size() == 2);
        CHECK_FALSE(end.playing);
        CHECK(std::isfinite(end.validationLoss));
        REQUIRE(end.gallery.size() == 3);
        float sum = 0;
        for (const float p : end.gallery[1].probabilities) sum += p;
        CHECK(std::abs(sum - 1) < 1e-5f);
    }
}

TEST_CASE("Stop targets pause at exactly that step, and starting again repeats the run",
          "[training][session]") {
    Session session({true, 2, "auto"});
    Controls controls = start(noiseData(128, 40));
    controls.stopAtStep = 3;
    session.post(controls);
    REQUIRE(until(session,
                  [](const Snapshot& s) { return s.generation == 1 && !s.playing && s.step > 0; }));
    CHECK(session.latest().step == 3);
    const float loss = lastLoss(session.latest());
    controls.generation = 2;
    session.post(controls);
    REQUIRE(until(session,
                  [](const Snapshot& s) { return s.generation == 2 && !s.playing && s.step > 0; }));
    CHECK(session.latest().step == 3);
    CHECK(lastLoss(session.latest()) == loss);
}

TEST_CASE("Data that cannot be trained on are refused, and good ones posted next are used",
          "[training][session]") {
    Session session({false, 1, "auto"});
    // A run before, so that there are figures to be left behind.
    Controls controls = start(noiseData(128, 40));
    session.post(controls);
    REQUIRE(until(session, finishedWithGallery));
    controls.generation = 2;
    auto bare = std::make_shared<Dataset>(*noiseData(128, 40));
    bare->validation = {};
    controls.data = bare;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return !s.message.empty(); }));
    CHECK(session.latest().message.find("validation image") != std::string::npos);
    checkNothingTrained(session.latest());
    CHECK(session.latest().generation == 2);
    controls.data = noiseData(128, 40);
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.step > 0; }));
    CHECK(session.latest().message.empty());
}

TEST_CASE("An experiment that is refused leaves no figures, and the right one posted next starts",
          "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = start(noiseData(128, 40));
    session.post(controls);
    REQUIRE(until(session, finishedWithGallery));
    controls.generation = 2;
    controls.experiment.batch = 0;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return !s.message.empty(); }));
    checkNothingTrained(session.latest());
    controls.experiment.batch = 32;
    session.post(controls);
    REQUIRE(until(session, finishedWithGallery));
    CHECK(session.latest().step == 8);
}

TEST_CASE("A loss that is not finite pauses training and says so", "[training][session]") {
    Session session({false, 1, "auto"});
    Controls controls = start(noiseData(128, 40));
    controls.experiment.optimizer = parseOptimizer("sgd");
    controls.experiment.optimizer.learningRate = 1e30;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return !s.message.empty(); }));
    CHECK_FALSE(session.latest().playing);
}

}  // namespace squash::test
