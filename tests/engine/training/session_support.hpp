// What the tests of sessions share.
#pragma once
#include <chrono>
#include <functional>
#include <thread>

#include "engine/training/support.hpp"
#include "squash/training/session.hpp"

namespace squash::test {

// A small run that plays and does not end while a test looks at it.
inline Controls smallRun() {
    Controls controls;
    controls.generation = 1;
    controls.experiment.batch = 64;
    controls.experiment.pixels = Pixels::Unit;
    controls.experiment.epochs = 1000;
    controls.data = noiseData(128, 40);
    controls.playing = true;
    return controls;
}

// Lets the session work until `done` holds; false after a generous time.
inline bool until(Session& session, const std::function<bool(const Snapshot&)>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (std::chrono::steady_clock::now() < end) {
        session.pump(5);
        if (done(session.latest())) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

}  // namespace squash::test
