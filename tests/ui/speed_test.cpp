// The speed panel: at every size within its card, alive only while it is seen, and what its button
// brings.
#include <catch2/catch_test_macros.hpp>

#include "trained.hpp"

namespace squash::ui::test {
namespace {

// Layers are timed from the moment the tab is open.
void trainMore(Trained& bench) {
    const auto step = bench.state()["step"].get<double>();
    bench.set({{"epochs", 1000}, {"playing", true}});
    bench.trainTo("step", step + 2);
    bench.set({{"playing", false}});
    bench.pump();
}

void measure(Trained& bench) {
    REQUIRE(bench.click("Measure activations"));
    for (int i = 0; i < 4000 && !bench.state()["measuring"].is_null(); ++i) bench.app->pump(50);
    bench.frames(3);
}

bool timed(const Trained& bench) {
    return valueOf(bench, "Time of conv2d").find("\u00b5s an image") != std::string::npos;
}

}  // namespace

TEST_CASE("the speed panel fits at every size, empty, timed, measuring and measured",
          "[layout][speed]") {
    for (const ImVec2 size : {ImVec2(1024, 640), ImVec2(1200, 700), ImVec2(1440, 900),
                              ImVec2(1920, 1080), ImVec2(2560, 1440), ImVec2(900, 700),
                              ImVec2(880, 620), ImVec2(600, 900), ImVec2(390, 844)})
        for (const float ratio : {1.0f, 2.0f}) {
            INFO(size.x << "x" << size.y << " at " << ratio);
            Trained bench({size.x, size.y, ratio, ratio == 2});
            const auto check = [&] {
                bench.check();
                checkControls(bench.widgets());
            };
            REQUIRE(bench.click("Speed"));
            CHECK(bench.shows("The time of each layer"));
            check();
            trainMore(bench);
            CHECK(timed(bench));
            check();
            if (!bench.find(bench.widgets(), "Measure activations")) continue;  // below the edge
            REQUIRE(bench.click("Measure activations"));
            CHECK(bench.shows("Measuring"));
            check();
            while (!bench.state()["measuring"].is_null()) bench.app->pump(50);
            bench.frames(3);
            check();
        }
}

TEST_CASE("for fingers the speed panel fits as well", "[layout][speed]") {
    for (const ImVec2 size : {ImVec2(1440, 900), ImVec2(1024, 768), ImVec2(390, 844)}) {
        INFO(size.x << "x" << size.y);
        Trained bench({size.x, size.y, 3, true});
        bench.platform.coarse = true;
        bench.reopen();
        REQUIRE(bench.click("Speed"));
        trainMore(bench);
        CHECK(timed(bench));
        bench.check();
        checkControls(bench.widgets());
    }
}

TEST_CASE("layers are timed only while the panel is seen", "[speed]") {
    Trained bench;
    CHECK(bench.state()["peakGflops"].is_null());
    REQUIRE(bench.click("Speed"));
    trainMore(bench);
    CHECK(timed(bench));
    CHECK(bench.state()["peakGflops"].get<double>() > 0);
    REQUIRE(bench.click("Loss"));
    bench.pump();
    REQUIRE(bench.click("Speed"));  // what was seen before is gone: nothing was timed since
    bench.pump();
    CHECK_FALSE(timed(bench));
    CHECK(bench.shows("The time of each layer"));
}

TEST_CASE("facts, layers and activations are there for scripts", "[speed]") {
    Trained bench({1440, 2400, 1, false});  // high enough for all of them
    REQUIRE(bench.click("Speed"));
    trainMore(bench);
    CHECK(bench.shows("What each activation costs"));
    measure(bench);
    CHECK(valueOf(bench, "Workers") == "1");
    CHECK(valueOf(bench, "Kernel set") == bench.state()["kernels"].get<std::string>());
    CHECK(std::stod(valueOf(bench, "Peak GFLOP/s")) > 0);
    CHECK(valueOf(bench, "Frame time").ends_with(" ms"));
    CHECK(bench.state()["frameMs"].get<double>() > 0);
    for (const char* layer : {"conv2d", "max_pooling2d_1", "flatten", "dense_1", "total"}) {
        INFO(layer);
        CHECK(valueOf(bench, std::string("Time of ") + layer).starts_with("forward "));
    }
    CHECK(valueOf(bench, "Time of loss and optimizer").starts_with("loss "));
    for (const ActivationInfo& each : activationTable()) {
        INFO(each.name);
        const std::string value = valueOf(bench, "Cost of " + std::string(each.name));
        CHECK(value.starts_with("forward "));
        CHECK(value.ends_with(" of a step"));
    }
    // A restart forgets the layers' times, not the machine's.
    REQUIRE(bench.click("Start again"));
    bench.pump();
    CHECK(bench.shows("The time of each layer"));
    CHECK(valueOf(bench, "Cost of relu").starts_with("forward "));
}

TEST_CASE("measuring while training plays goes back to playing", "[speed]") {
    Trained bench;
    bench.set({{"epochs", 100000}, {"playing", true}});
    REQUIRE(bench.click("Speed"));
    measure(bench);
    const json now = bench.state();
    CHECK(now["playing"] == true);
    CHECK(bench.trainTo("step", now["step"].get<double>() + 2)["step"] > now["step"]);
}

}  // namespace squash::ui::test
