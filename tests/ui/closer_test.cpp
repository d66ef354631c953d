// Looking closer: a unit's calculation by a click on its square, units over the steps, a layer's histograms, and the
// spread through depth before the first step.
#include <catch2/catch_test_macros.hpp>

#include "trained.hpp"

namespace squash::ui::test {

TEST_CASE("a click on a unit shows its calculation, and another image's, and goes back",
          "[units]") {
    for (const bool light : {false, true}) {
        Trained bench({1440, 900, 1, light});
        REQUIRE(bench.click("Units"));
        bench.pump();
        bench.frames(3);
        REQUIRE(bench.click("Conv2D 2 unit 3"));
        bench.pump();
        bench.frames(3);
        CHECK(bench.shows("Conv2D 2, channel 3"));
        CHECK(valueOf(bench, "Filter") != "nothing");
        bench.check();
        const std::string first = valueOf(bench, "Unit's image");
        REQUIRE(bench.click("Next image"));
        bench.pump();
        bench.frames(3);
        CHECK(valueOf(bench, "Unit's image") != first);
        // It follows training.
        REQUIRE(bench.click("Step"));
        bench.pump(200);
        bench.frames(3);
        CHECK(bench.shows("Conv2D 2, channel 3"));
        bench.check();
        REQUIRE(bench.click("Close unit"));
        bench.frames(3);
        CHECK(valueOf(bench, "Units of Dense 1") != "nothing");
        REQUIRE(bench.click("Dense 1 unit 84"));
        bench.pump();
        bench.frames(3);
        CHECK(bench.shows("Dense 1, unit 84"));
        bench.check();
        // Escape closes it as its cross does.
        for (const bool down : {true, false}) {
            ImGui::GetIO().AddKeyEvent(ImGuiKey_Escape, down);
            bench.frames(2);
        }
        CHECK(valueOf(bench, "Close unit") == "nothing");
        REQUIRE(bench.click("Dense 1 unit 84"));
        bench.pump();
        bench.frames(3);
        // Of a network without such a unit there is none to show.
        bench.set({{"network", "dense(depth=2,width=8)"}});
        bench.pump();
        bench.frames(4);
        CHECK(valueOf(bench, "Close unit") == "nothing");
        CHECK(valueOf(bench, "Units of Dense 2") != "nothing");
        bench.check();
    }
}

TEST_CASE("the views of units and gradients hold at every size and in both themes",
          "[units][layout]") {
    for (const bool light : {false, true})
        for (const Look& look : {Look{1440, 900, 1, light}, Look{1024, 640, 2, light},
                                 Look{900, 800, 1, light}, Look{390, 2400, 3, light}}) {
            INFO(look.width << " " << look.height << " light " << light);
            Trained bench(look);
            REQUIRE(bench.click("Units"));
            choose(bench, "Units view", "over the steps");
            bench.pump();
            bench.frames(3);
            bench.check();
            REQUIRE(bench.click("Gradients"));
            bench.frames(3);
            for (const char* view :
                 {"before the first step", "histograms of a layer", "gradient flow"}) {
                INFO(view);
                choose(bench, "Gradients view", view);
                bench.set({{"playing", true}});
                bench.trainTo("step", bench.state()["step"].get<double>() + 2);
                bench.set({{"playing", false}});
                bench.pump();
                bench.frames(3);
                bench.check();
            }
        }
}

TEST_CASE("a layer's histograms are of the layer that is chosen", "[units]") {
    Trained bench;
    bench.set({{"epochs", 9}});  // steps are left, however far it has come
    REQUIRE(bench.click("Gradients"));
    choose(bench, "Gradients view", "histograms of a layer");
    CHECK(bench.shows("Weights") == false);  // no step was measured yet
    double step = bench.state()["step"].get<double>() + 1;
    REQUIRE(bench.click("Step"));
    bench.trainTo("step", step);
    bench.frames(3);
    CHECK(bench.shows("450 weights"));
    choose(bench, "Histograms of", "Dense 1");
    step = bench.state()["step"].get<double>() + 1;
    REQUIRE(bench.click("Step"));
    bench.trainTo("step", step);
    bench.frames(3);
    CHECK(bench.shows("645,120 weights"));
}

}  // namespace squash::ui::test
