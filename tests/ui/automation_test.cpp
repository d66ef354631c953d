// What scripts see and change: the state's fields, partial experiments, and how the transport moves.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "headless.hpp"

namespace squash::ui::test {

using nlohmann::json;

TEST_CASE("the state has every field of the contract", "[automation]") {
    Bench bench;
    const json now = bench.state();
    CHECK(now["backend"] == "single");
    CHECK(now["workers"] == 1);
    CHECK(now["data"]["generated"] == true);
    CHECK(now["data"]["train"] == 96);
    CHECK(now["data"]["validation"] == 40);
    CHECK(now["data"]["name"].get<std::string>().find("generated") != std::string::npos);
    CHECK(now["playing"] == false);
    CHECK(now["epoch"].is_number());
    CHECK(now["step"] == 0);
    for (const char* field : {"loss", "accuracy", "valLoss", "valAccuracy"})
        CHECK(now[field].is_null());
    CHECK(now["imagesPerSecond"].is_number());
    CHECK(now["message"].is_string());
    for (const char* field :
         {"activation", "optimizer", "learningRate", "batch", "pixels", "limit", "validationLimit",
          "seed", "shuffle", "network", "initializer", "epochs", "data"})
        CHECK(now["experiment"].contains(field));
}

TEST_CASE("steps, epochs, start again and a new seed", "[automation]") {
    Bench bench;
    std::vector<double> first, second;
    for (auto* losses : {&first, &second}) {
        REQUIRE(bench.click("Start again"));
        bench.pump();
        CHECK(bench.state()["step"] == 0);
        for (int step = 1; step <= 4; ++step) {
            REQUIRE(bench.click("Step"));
            const json now = bench.trainTo("step", step);
            CHECK(now["step"] == step);
            CHECK(now["playing"] == false);
            losses->push_back(now["loss"].get<double>());
        }
    }
    CHECK(first == second);
    CHECK(first[0] != first[1]);

    REQUIRE(bench.click("Epoch"));
    bench.trainTo("epoch", 2);
    for (int i = 0; i < 4000 && bench.state()["playing"] == true; ++i) bench.app->pump(50);
    const json now = bench.state();
    CHECK(now["step"] == 6);  // 96 images in batches of 32: three steps an epoch
    CHECK(now["valLoss"].is_number());
    CHECK(now["playing"] == false);

    REQUIRE(bench.click("New seed"));
    bench.pump();
    CHECK(bench.state()["step"] == 0);
    REQUIRE(bench.click("Step"));
    CHECK(bench.trainTo("step", 1)["loss"].get<double>() != first[0]);
}

TEST_CASE("a change nested deeper than any stack is refused", "[automation]") {
    Bench bench;
    const std::string nested = std::string(1000000, '[') + std::string(1000000, ']');
    const json answer = json::parse(bench.app->set("{\"batch\":" + nested + "}"));
    CHECK(answer["ok"] == false);
    CHECK(answer["error"] ==
          "cannot apply the change (set): lists and objects nested at most 16 deep");
}

TEST_CASE("a change that is not JSON is refused with its place", "[automation]") {
    Bench bench;
    const json answer = json::parse(bench.app->set("{\"batch\":1,\n bad}"));
    CHECK(answer["ok"] == false);
    CHECK_THAT(answer["error"].get<std::string>(),
               Catch::Matchers::StartsWith(
                   "cannot apply the change (set, line 2, column 2): JSON (an object"));
    CHECK(json::parse(bench.app->set("[5]"))["error"] ==
          "cannot apply the change (set, line 1, column 1): a JSON object, found [5]");
}

TEST_CASE("what may change while training goes on keeps the run", "[automation]") {
    Bench bench;
    REQUIRE(bench.click("Step"));
    REQUIRE(bench.trainTo("step", 1)["step"] == 1);
    for (const json& change :
         {json{{"learningRate", 0.01}}, json{{"optimizer", "sgd"}}, json{{"epochs", 7}}}) {
        INFO(change.dump());
        CHECK(bench.set(change)["ok"] == true);
        bench.pump();
        CHECK(bench.state()["step"] == 1);
    }
    CHECK(bench.state()["experiment"]["epochs"] == 7);
    for (const json& change : {json{{"activation", "tanh"}}, json{{"batch", 16}},
                               json{{"pixels", "0..1"}}, json{{"seed", 5}}, json{{"limit", 64}}}) {
        INFO(change.dump());
        const double next = bench.state()["step"].get<double>() + 1;
        REQUIRE(bench.click("Step"));
        REQUIRE(bench.trainTo("step", next)["step"] == next);
        CHECK(bench.set(change)["ok"] == true);
        bench.pump();
        CHECK(bench.state()["step"] == 0);
    }
}

TEST_CASE("what makes no sense is refused with its place and changes nothing", "[automation]") {
    Bench bench;
    const json before = bench.state()["experiment"];
    for (const auto& [change, place] : {std::pair<json, std::string>{{{"batch", -1}}, "batch"},
                                        {{{"batch", "many"}}, "batch"},
                                        {{{"activation", "sigmiod"}}, "sigmiod"},
                                        {{{"learningRate", -0.5}}, "learningRate"},
                                        {{{"optimizer", "nonsense"}}, "nonsense"},
                                        {{{"playing", 3}}, "playing"},
                                        {json::array({1, 2}), "set"}}) {
        INFO(change.dump());
        const json answer = bench.set(change);
        CHECK(answer["ok"] == false);
        CHECK(answer["error"].get<std::string>().find(place) != std::string::npos);
        CHECK(bench.state()["experiment"] == before);
    }
    const json broken = json::parse(bench.app->set("{\"batch\":"));
    CHECK(broken["ok"] == false);
}

TEST_CASE("an unknown field is reported and the rest is applied", "[automation]") {
    Bench bench;
    const json answer = bench.set({{"batch", 16}, {"colour", "red"}});
    CHECK(answer["ok"] == true);
    REQUIRE(answer["notices"].size() == 1);
    CHECK(answer["notices"][0].get<std::string>().find("colour") != std::string::npos);
    CHECK(bench.state()["experiment"]["batch"] == 16);
}

TEST_CASE("a file in pieces is used, a broken one is refused", "[automation]") {
    Bench bench;
    std::vector<std::uint8_t> file(30 * 3073, 7);
    for (std::size_t i = 0; i < 30; ++i) file[i * 3073] = static_cast<std::uint8_t>(i % 10);
    REQUIRE(bench.app->beginFile("data_batch_1.bin", file.size()));
    REQUIRE(bench.app->pushFile(std::span(file).first(5000)));
    REQUIRE(bench.app->pushFile(std::span(file).subspan(5000)));
    REQUIRE(bench.app->finishFile());
    CHECK(bench.state()["data"]["train"] == 27);
    CHECK(bench.state()["data"]["generated"] == false);
    const json before = bench.state()["data"];

    file[3073] = 77;
    bench.app->beginFile("labels.bin", file.size());
    CHECK_FALSE(bench.app->pushFile(file));
    CHECK(bench.state()["message"].get<std::string>().find("labels.bin") != std::string::npos);
    CHECK_FALSE(bench.app->finishFile());
    CHECK(bench.state()["data"] == before);
    // The generated images can be had back; a folder's name cannot be opened from here.
    CHECK(bench.set({{"data", "/nowhere"}})["ok"] == false);
    CHECK(bench.state()["data"] == before);
    CHECK(bench.set({{"data", "shapes"}})["ok"] == true);
    CHECK(bench.state()["data"]["generated"] == true);
    CHECK(bench.state()["experiment"]["data"] == "shapes");
    const auto generation = bench.state()["generation"];
    CHECK(bench.set({{"data", "shapes"}})["ok"] == true);
    CHECK(bench.state()["generation"] == generation);
}

}  // namespace squash::ui::test
