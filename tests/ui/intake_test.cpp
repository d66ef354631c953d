// What comes in pieces and is broken off or damaged: the data in use stays, or the best of what came
// is used, and the next good file is taken.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>

#include "headless.hpp"

namespace squash::ui::test {
namespace {

using nlohmann::json;
using Bytes = std::vector<std::uint8_t>;

Bytes records(std::size_t count) {
    Bytes file(count * 3073, 7);
    for (std::size_t i = 0; i < count; ++i) file[i * 3073] = static_cast<std::uint8_t>(i % 10);
    return file;
}

// Three images and two to validate.
Bytes goodPart() {
    std::ifstream file(SQUASH_TEST_DATA "/packed-sample.bin", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// What a host answers that sends its page in place of a missing file.
Bytes notAPart() {
    const std::string text = "<!doctype html><title>Squash</title>";
    return {text.begin(), text.end()};
}

bool says(Bench& bench, const std::string& text) {
    return bench.state()["message"].get<std::string>().find(text) != std::string::npos;
}

bool loads(Bench& bench) {
    bench.frames(2);
    return bench.find(bench.widgets(), "Loading progress") != nullptr;
}

}  // namespace

TEST_CASE("a file that cannot be read on is given up with those dropped beside it", "[intake]") {
    const Bytes file = records(30);
    for (const bool opened : {false, true}) {
        INFO((opened ? "breaks off" : "cannot be opened"));
        Bench bench;
        const json before = bench.state()["data"];
        REQUIRE(bench.app->beginFile("data_batch_1.bin", file.size()));
        REQUIRE(bench.app->pushFile(file));
        REQUIRE(bench.app->finishFile(true));
        CHECK(loads(bench));
        if (opened) {
            REQUIRE(bench.app->beginFile("data_batch_2.bin", file.size()));
            REQUIRE(bench.app->pushFile(std::span(file).first(5000)));
        }
        bench.app->abandonFile("cannot read the file (data_batch_2.bin): expected another");
        CHECK(says(bench, "data_batch_2.bin"));
        CHECK_FALSE(loads(bench));
        CHECK(bench.state()["data"] == before);
        CHECK_FALSE(bench.app->finishFile());
        // The next one is no part of what was given up, whatever its name.
        REQUIRE(bench.app->beginFile("mine.bin", file.size()));
        REQUIRE(bench.app->pushFile(file));
        REQUIRE(bench.app->finishFile());
        CHECK(bench.state()["data"]["train"] == 27);
    }
}

TEST_CASE("a damaged packed part is named and left out, the others are used", "[intake]") {
    const Bytes good = goodPart(), bad = notAPart();
    REQUIRE(good.size() > 100);
    Bench bench;
    const json before = bench.state();
    CHECK_FALSE(bench.app->addPackedPart(bad, 1, 4));
    bench.frame();
    CHECK(says(bench, "part 1 of 4"));
    CHECK(bench.state()["data"] == before["data"]);
    CHECK(bench.state()["generation"] == before["generation"]);
    CHECK(bench.app->addPackedPart(good, 2, 4));
    CHECK_FALSE(bench.app->addPackedPart(bad, 3, 4));
    bench.frame();
    CHECK(bench.state()["data"]["train"] == 3);
    CHECK(bench.state()["data"]["validation"] == 2);
    CHECK(bench.app->addPackedPart(good, 4, 4));
    CHECK(bench.state()["data"]["train"] == 6);
    CHECK(says(bench, "part 3 of 4"));
    CHECK(says(bench, "the other parts are used"));
}

TEST_CASE("training begins with the first part and again with all of them", "[intake]") {
    const Bytes part = goodPart();
    Bench bench;
    const auto generation = [&] { return bench.state()["generation"].get<int>(); };
    const int before = generation();
    CHECK(bench.app->addPackedPart(part, 1, 4));
    bench.frame();
    CHECK(bench.state()["data"]["train"] == 3);
    CHECK(generation() == before + 1);
    // In between the run goes on as it is: its epochs must all be of one length.
    for (const std::size_t later : {2, 3}) {
        CHECK(bench.app->addPackedPart(part, later, 4));
        bench.frame();
        CHECK(bench.state()["data"]["train"] == 3);
        CHECK(generation() == before + 1);
    }
    CHECK(bench.app->addPackedPart(part, 4, 4));
    bench.frame();
    CHECK(bench.state()["data"]["train"] == 12);
    CHECK(generation() == before + 2);
}

TEST_CASE("with no good packed part the whole generated set is used", "[intake]") {
    Bench bench;
    for (const std::size_t part : {1, 2})
        CHECK_FALSE(bench.app->addPackedPart(notAPart(), part, 2));
    bench.frame();
    const json now = bench.state();
    CHECK(now["data"]["generated"] == true);
    CHECK(now["data"]["train"] == ShapesOptions{}.train);
    CHECK(says(bench, "part 2 of 2"));
    CHECK(says(bench, "generated images are used instead"));
}

TEST_CASE("parts that have come are used when the rest cannot be had", "[intake]") {
    Bench bench;
    CHECK(bench.app->addPackedPart(goodPart(), 1, 3));
    bench.app->noPackedParts();
    bench.frame();
    CHECK(bench.state()["data"]["train"] == 3);
    CHECK(bench.state()["data"]["generated"] == false);
}

}  // namespace squash::ui::test
