// A driver with a small run, in a session without threads: the test decides when it works.
#pragma once
#include <chrono>
#include <functional>
#include <thread>

#include "headless.hpp"
#include "ui/app/driver.hpp"

namespace squash::ui::test {

inline AppOptions startOptions(bool playing, std::size_t epochs) {
    AppOptions options;
    options.data = fewShapes();  // 96 images: three steps of 32 an epoch
    options.experiment.batch = 32;
    options.experiment.epochs = epochs;
    options.experiment.pixels = Pixels::Unit;
    options.playing = playing;
    return options;
}

// Lets the session work until `done` holds; false after a generous time.
inline bool until(Driver& driver, const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < end) {
        driver.pump(2);
        driver.refresh();
        if (done()) return true;
        std::this_thread::yield();
    }
    return false;
}

inline bool settled(const Driver& driver) { return !driver.waiting() && !driver.playing(); }

struct Run {
    FakePlatform platform;
    Driver driver;
    explicit Run(bool playing = false, std::size_t epochs = 2)
        : driver(platform, startOptions(playing, epochs)) {}
    bool rest() {
        return until(driver, [this] { return settled(driver); });
    }
    std::uint64_t step() const { return driver.snapshot().step; }
    std::size_t epochs() const { return driver.snapshot().history.epochs().size(); }
    float lossAt(std::size_t i) const { return driver.snapshot().history.stepAt(i).loss; }
};

}  // namespace squash::ui::test
