// How long a message stays: no longer than it says how things are. And what else the person reads of
// the data and the epochs in use.
#include <catch2/catch_test_macros.hpp>

#include "trained.hpp"

namespace squash::ui::test {
namespace {

constexpr int kToastFrames = 6 * 60, kBadToastFrames = 11 * 60;

void drop(Bench& bench, const std::string& name, std::size_t images) {
    std::vector<std::uint8_t> file(images * 3073, 7);
    for (std::size_t i = 0; i < images; ++i) file[i * 3073] = static_cast<std::uint8_t>(i % 10);
    REQUIRE(bench.app->beginFile(name, file.size()));
    REQUIRE(bench.app->pushFile(file));
    REQUIRE(bench.app->finishFile());
}

std::string message(Bench& bench) { return bench.state()["message"]; }

void enter(Bench& bench, const std::string& label, const std::string& text) {
    REQUIRE(bench.click(label));
    ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
    bench.frames(static_cast<int>(text.size()) + 2);
    ImGui::GetIO().AddKeyEvent(ImGuiKey_Enter, true);
    bench.frames(2);
    ImGui::GetIO().AddKeyEvent(ImGuiKey_Enter, false);
    bench.frames(2);
}

void finish(Bench& bench) {
    bench.set({{"playing", true}});
    for (int i = 0; i < 4000 && bench.state()["playing"] == true; ++i) bench.app->pump(50);
    bench.frames(2);
    REQUIRE(bench.state()["finished"] == true);
}

}  // namespace

TEST_CASE("what was read from a file is said until its toast is gone or the data change",
          "[messages]") {
    Bench bench;
    bench.set({{"limit", 20}, {"validationLimit", 2}});
    drop(bench, "data_batch_1.bin", 50);
    CHECK(message(bench).starts_with("Read CIFAR-10, data_batch_1.bin"));
    CHECK(message(bench).ends_with(": 45 + 5 images"));
    bench.frames(2);
    CHECK_FALSE(message(bench).empty());
    CHECK(bench.set({{"data", "shapes"}})["ok"] == true);
    CHECK(message(bench).empty());
    drop(bench, "mine.bin", 30);
    bench.frames(kToastFrames);
    CHECK(message(bench).empty());
}

TEST_CASE("what the status line says whole is not said again over a chart", "[messages]") {
    Bench bench;
    bench.app->recordTexts(true);
    const auto times = [&bench](const std::string& text) {
        std::size_t count = 0;
        for (const TextPiece& piece : bench.app->texts()) count += piece.text == text;
        return count;
    };
    const std::string shortText = "Read it";
    const std::string longText = shortText + std::string(300, '.');
    bench.app->setMessage(shortText, false);
    bench.frames(3);
    CHECK(times(shortText) == 1);
    bench.app->setMessage(longText, false);
    bench.frames(3);
    CHECK(times(longText) == 1);             // the toast; the line's is shortened
    bench.app->setMessage(shortText, true);  // what went wrong is always in sight
    bench.frames(3);
    CHECK(times(shortText) == 2);
}

TEST_CASE("a refused file is told of as long as its toast", "[messages]") {
    Bench bench;
    bench.app->abandonFile("cannot read the file (broken.bin): expected another");
    CHECK_FALSE(message(bench).empty());
    bench.set({{"batch", 16}});
    bench.frames(kToastFrames);
    CHECK_FALSE(message(bench).empty());
    bench.frames(kBadToastFrames - kToastFrames);
    CHECK(message(bench).empty());
}

TEST_CASE("a refused input is told of until a valid one", "[messages]") {
    Bench bench;
    for (const std::string again : {"32", "16"}) {  // the same as before, another
        enter(bench, "Batch", "0");
        bench.frames(kBadToastFrames);
        CHECK(message(bench).starts_with("Batch"));
        enter(bench, "Batch", again);
        CHECK(message(bench).empty());
    }
    enter(bench, "Batch", "0");
    CHECK_FALSE(message(bench).empty());
    CHECK(bench.set({{"activation", "tanh"}})["ok"] == true);
    CHECK(message(bench).empty());
}

TEST_CASE("that images are lacking is said while what replaces them is used", "[messages]") {
    Bench bench;
    bench.app->noPackedParts();
    bench.app->setMessage("The images could not all be loaded", true);
    bench.frames(kBadToastFrames);
    CHECK(bench.set({{"batch", 16}})["ok"] == true);
    CHECK_FALSE(message(bench).empty());
    drop(bench, "mine.bin", 30);
    bench.frames(kToastFrames);
    CHECK(message(bench).empty());
}

TEST_CASE("playing beyond the end says so, and starting again forgets it", "[messages]") {
    Bench bench;
    finish(bench);
    REQUIRE(bench.click("Play"));
    CHECK(bench.state()["experiment"]["epochs"] == 13);
    CHECK(message(bench) == "Goes on for 10 more epochs, to 13; Start again goes back to 3");
    SECTION("start again") { REQUIRE(bench.click("Start again")); }
    SECTION("a new seed") { REQUIRE(bench.click("New seed")); }
    CHECK(bench.state()["experiment"]["epochs"] == 3);
    CHECK(message(bench).empty());
}

TEST_CASE("epochs that a person sets after more were added stay", "[messages]") {
    Bench bench;
    finish(bench);
    bench.set({{"playing", true}});
    bench.set({{"epochs", 20}, {"playing", false}});
    REQUIRE(bench.click("Start again"));
    CHECK(bench.state()["experiment"]["epochs"] == 20);
}

TEST_CASE("the data's card keeps its title and shows the number of images used", "[messages]") {
    Bench bench;
    bench.set({{"limit", 1000}});
    drop(bench, "test_batch.bin", 500);
    bench.app->recordTexts(true);
    bench.frames(2);
    CHECK(valueOf(bench, "Training images") == "all 450");
    CHECK(valueOf(bench, "Data note") == "CIFAR-10, test_batch.bin (last tenth validates)");
    std::size_t titles = 0;
    for (const TextPiece& piece : bench.app->texts()) titles += piece.text == "Data";
    CHECK(titles == 1);
}

TEST_CASE("that an entrant has to start again because of another is said when it happens",
          "[messages][race]") {
    Trained bench;
    bench.set({{"learningRate", 0.002}});
    bench.pump();
    const json trained = bench.state()["step"];
    REQUIRE(bench.click("Race"));
    bench.frames(3);
    choose(bench, "Add an entrant", "add tanh");
    CHECK(message(bench) ==
          "1 other entrant starts again: its optimizer was changed on the way. Undo brings its "
          "results back");
    bench.check();
    bench.pointAt("Undo");
    CHECK(bench.shows("Takes back the last change, with the results there were (Ctrl+Z)."));
    REQUIRE(bench.click("Undo"));
    bench.pump();
    CHECK(message(bench).empty());
    CHECK(bench.state()["step"] == trained);
}

TEST_CASE("frames a second are those drawn", "[messages]") {
    Bench bench;
    bench.frames(130);
    CHECK(valueOf(bench, "Frames a second") == "60 frames/s");
    ImGui::GetIO().DeltaTime = 0.2f;  // as while nothing moves
    bench.frames(12);
    CHECK(valueOf(bench, "Frames a second") == "5 frames/s");
}

}  // namespace squash::ui::test
