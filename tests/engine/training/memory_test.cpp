// Too little memory: a session loses what did not fit, and nothing else.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/support/allocations.hpp"
#include "engine/training/session_support.hpp"
#include "squash/training/session.hpp"

namespace squash::test {
namespace {

constexpr std::uint64_t kSteps = 3;

Controls start() {
    Controls controls = smallRun();
    controls.stopAtStep = kSteps;
    return controls;
}

bool pausedThere(const Snapshot& snapshot) { return snapshot.step == kSteps && !snapshot.playing; }

bool says(const Snapshot& snapshot, const std::string& words) {
    return snapshot.message.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("Without memory for the example images the trained network stays",
          "[training][session][memory]") {
    if (!allocationsAreOurs()) SKIP("a sanitizer keeps operator new");
    Session session({false, 1, "auto"});
    Controls controls = start();
    session.post(controls);
    REQUIRE(until(session, pausedThere));
    controls.gallery = {0, 3, 5};
    {
        const ArraysRefused refused;
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return says(s, "example images"); }));
    }
    CHECK(pausedThere(session.latest()));
    CHECK(session.latest().gallery.empty());
    // Another wish is another try, of the same run.
    controls.gallery = {0, 3};
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.gallery.size() == 2; }));
    CHECK(pausedThere(session.latest()));
    controls.stopAtStep = kSteps + 1;
    session.post(controls);
    REQUIRE(until(session, [](const Snapshot& s) { return s.step == kSteps + 1; }));
    CHECK(session.latest().message.empty());
}

TEST_CASE("A start that finds no memory leaves nothing, and the next one may fit",
          "[training][session][memory]") {
    if (!allocationsAreOurs()) SKIP("a sanitizer keeps operator new");
    Session session({false, 1, "auto"});
    Controls controls = start();
    session.post(controls);
    REQUIRE(until(session, pausedThere));
    controls.generation = 2;
    {
        const ArraysRefused refused;
        session.post(controls);
        REQUIRE(until(session, [](const Snapshot& s) { return says(s, "smaller batch"); }));
    }
    CHECK(session.latest().generation == 2);
    CHECK(session.latest().step == 0);
    CHECK(session.latest().history.steps() == 0);
    session.post(controls);
    REQUIRE(until(session, pausedThere));
    CHECK(session.latest().message.empty());
}

TEST_CASE("The example images are predicted again without new arrays",
          "[training][session][memory]") {
    if (!allocationsAreOurs()) SKIP("a sanitizer keeps operator new");
    Session session({false, 1, "auto"});
    Controls controls = start();
    controls.gallery = {0, 3, 5};
    session.post(controls);
    REQUIRE(
        until(session, [](const Snapshot& s) { return pausedThere(s) && s.galleryVersion > 0; }));
    const std::uint64_t version = session.latest().galleryVersion;
    const std::size_t before = arrayAllocations();
    controls.gallery = {1, 2};
    session.post(controls);
    REQUIRE(until(session, [&](const Snapshot& s) { return s.galleryVersion > version; }));
    CHECK(session.latest().gallery.size() == 2);
    CHECK(arrayAllocations() == before);
}

}  // namespace squash::test
