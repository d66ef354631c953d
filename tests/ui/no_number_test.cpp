// A run whose loss is no number any more: what is still shown of it, and what leads on from there.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "trained.hpp"

namespace squash::ui::test {

TEST_CASE("after a loss that is no number one click goes back to the last good weights",
          "[diagnosis]") {
    Trained bench;
    bench.set({{"epochs", 50}, {"optimizer", "sgd"}, {"learningRate", 1e6}, {"playing", true}});
    for (int i = 0; i < 2000 && bench.state()["playing"] == true; ++i) bench.app->pump(50);
    bench.frames(3);
    const json broken = bench.state();
    CHECK_FALSE(broken["playing"]);
    CHECK(broken["message"].get<std::string>().find("no longer a number") != std::string::npos);
    bench.check();
    std::string back;
    for (const json& widget : bench.widgets())
        if (widget["label"].get<std::string>().starts_with("Back to step ")) back = widget["label"];
    REQUIRE_FALSE(back.empty());
    const int step = std::stoi(back.substr(std::string("Back to step ").size()));
    CHECK(step >= 1);
    CHECK(step < broken["step"].get<int>());
    // One name for one action, and nothing that looks as if it could go on.
    const std::string named = back.substr(0, back.find(", "));
    CHECK(broken["message"].get<std::string>().find(named) != std::string::npos);
    for (const char* button : {"Play", "Step", "Epoch"}) {
        INFO(button);
        const json list = bench.widgets();
        CHECK((*bench.find(list, button))["enabled"] == false);
        bench.pointAt(button);
        CHECK(bench.shows("The loss is no longer a number: back to step "));
    }
    // No button is named that is not there: with the least rate there is no smaller one to go back with.
    const json rate = broken["experiment"]["learningRate"];
    bench.set({{"learningRate", kMinLearningRate}});
    bench.frames(3);
    for (const json& widget : bench.widgets())
        CHECK_FALSE(widget["label"].get<std::string>().starts_with("Back to step "));
    bench.pointAt("Play");
    CHECK(bench.shows("The loss is no longer a number: start again (R)."));
    bench.set({{"learningRate", rate}});
    bench.frames(3);
    press(bench, ImGuiKey_Space);
    CHECK_FALSE(bench.state()["playing"]);
    CHECK(bench.shows("The loss is no longer a number: back to step "));
    CHECK(valueOf(bench, "Gradient flow of conv2d") == "no number");
    CHECK(valueOf(bench, "Flat inputs of conv2d") == "nothing");
    bench.pointAt(back);
    CHECK(bench.shows("Goes back to the weights of that step"));
    bench.check();
    REQUIRE(bench.click("Gradients"));
    bench.frames(3);
    // What was before stands there, said to be no more.
    const std::string before = valueOf(bench, "Gradient of Conv2D 1");
    CHECK(before != "nothing");
    CHECK(before.find("no number") == std::string::npos);
    CHECK(before.find("unknown") == std::string::npos);
    const std::string note = valueOf(bench, "Gradients note"),
                      said = "The last that were numbers: step ";
    REQUIRE(note.starts_with(said));
    CHECK(std::stoi(note.substr(said.size())) <= broken["step"].get<int>());
    bench.pointAt("Gradient of Conv2D 1");
    CHECK(bench.shows("Of step " + note.substr(said.size()) + ", the last with numbers."));
    REQUIRE(bench.click("Units"));
    bench.frames(3);
    CHECK(valueOf(bench, "Units of Conv2D 1") == "no number");
    bench.check();
    REQUIRE(bench.click(back));
    bench.set({{"learningRate", 1e-4}});  // in place of the remedy's
    bench.set({{"playing", true}});
    for (int i = 0; i < 2000 && bench.state()["step"] >= broken["step"]; ++i) bench.app->pump(1);
    const json after = bench.trainTo("step", step + 1);
    CHECK(after["step"] >= step + 1);
    CHECK(after["loss"].is_number());
    bench.set({{"playing", false}});
    bench.pointAt("Undo");
    CHECK(bench.shows("Takes back the last change alone: the weights stay as they are"));
    CHECK(bench.state()["message"].get<std::string>().find("no longer a number") ==
          std::string::npos);
}

TEST_CASE("where no gradient was ever a number that is said, in a narrow window too",
          "[diagnosis]") {
    for (const Look& look : {Look{1440, 900, 1, false}, Look{390, 844, 1, false}}) {
        INFO(look.width);
        Trained bench(look);
        bench.set({{"activation", "formula(log(x))"}, {"playing", true}});
        for (int i = 0; i < 2000 && bench.state()["playing"] == true; ++i) bench.app->pump(50);
        bench.frames(3);
        REQUIRE(bench.click("Gradients"));
        bench.frames(3);
        CHECK(valueOf(bench, "Gradients note") == "No numbers since step 1");
        CHECK(valueOf(bench, "Gradient of Conv2D 1") == "no number");
        bench.pointAt("Gradient of Conv2D 1");
        CHECK(bench.shows("The loss is no number, and so the gradient of Conv2D 1 is none."));
        bench.check();
    }
}

TEST_CASE("the way back is under Network however low the window is", "[diagnosis]") {
    Trained bench({1024, 400, 1, false});
    bench.set({{"epochs", 50}, {"optimizer", "sgd"}, {"learningRate", 1e6}, {"playing", true}});
    for (int i = 0; i < 2000 && bench.state()["playing"] == true; ++i) bench.app->pump(50);
    bench.frames(3);
    REQUIRE(bench.click("Network"));
    bench.frames(3);
    CHECK(std::ranges::any_of(bench.widgets(), [](const json& widget) {
        return widget["label"].get<std::string>().starts_with("Back to step ");
    }));
}

}  // namespace squash::ui::test
