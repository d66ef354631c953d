// A race on the screen: who enters, what a change means for the others, the table and the charts.
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "squash/core/error.hpp"
#include "trained.hpp"
#include "ui/app/race_rules.hpp"
#include "ui/panels/charts.hpp"

namespace squash::ui::test {
namespace {

Race by(const char* json) { return parseRace(json, "test").race; }

const json& named(const json& entrants, const std::string& name) {
    for (const json& entrant : entrants)
        if (entrant["name"] == name) return entrant;
    FAIL("no entrant " << name);
    return entrants;
}

// Sigmoid, tanh and relu, one epoch done by each.
struct Raced : Trained {
    explicit Raced(const Look& look = {1440, 900, 1, false}) : Trained(look) {
        set(json::parse(R"({"version":1,"common":{"batch":32,"epochs":3},
            "entrants":[{"activation":"sigmoid"},{"activation":"tanh"},{"activation":"relu"}]})"));
        set({{"playing", true}});
        for (int i = 0; i < 4000 && !all(1); ++i) app->pump(50);
        set({{"playing", false}});
        pump();
        frames(3);
    }
    bool all(double epochs) {
        const json entrants = state()["entrants"];
        return entrants.size() == 3 && std::ranges::all_of(entrants, [&](const json& e) {
                   return e["epoch"].is_number() && e["epoch"] >= epochs && !e["valLoss"].is_null();
               });
    }
};

}  // namespace

TEST_CASE("a change of one entrant is taken over by the others but in what they race by",
          "[race]") {
    const Race race = by(R"({"entrants":[{"activation":"sigmoid"},{"activation":"relu"}]})");
    Experiment next = race.entrants[0].experiment;
    next.optimizer.learningRate = 0.01;
    next.batch = 64;
    std::ranges::fill(next.activations, makeActivation("tanh"));
    const Race after = changed(race, 0, next, "activation");
    CHECK(after.entrants[0].experiment == next);
    CHECK(after.entrants[0].name == "tanh");
    CHECK(after.entrants[1].name == "relu");
    CHECK(after.entrants[1].experiment.batch == 64);
    CHECK(after.entrants[1].experiment.optimizer.learningRate == 0.01);
    CHECK(after.entrants[1].experiment.activations[0].entry->name == "relu");
    // In what they differ already they go on differing.
    const Race rates = by(R"({"entrants":[{"learningRate":0.1},{"learningRate":0.01}]})");
    next = rates.entrants[1].experiment;
    next.optimizer.learningRate = 0.5;
    CHECK(changed(rates, 1, next, "activation").entrants[0].experiment.optimizer.learningRate ==
          0.1);
    CHECK(racedFieldOf(rates) == "learningRate");
    CHECK(racedFieldOf(race) == "activation");
    CHECK(racedFieldOf(by(R"j({"entrants":[{"network":"dense(depth=2,width=8)"},{}]})j")) ==
          "network");
}

TEST_CASE("a network with other layers keeps its own lists in a race", "[race]") {
    const Race race =
        by(R"j({"entrants":[{"network":"dense(depth=2,width=8)"},{"network":"lenet5"}]})j");
    Experiment next = race.entrants[1].experiment;
    next.activations[0] = makeActivation("tanh");
    const Race after = changed(race, 1, next, "network");
    CHECK(after.entrants[0].experiment == race.entrants[0].experiment);
    next = race.entrants[1].experiment;
    std::ranges::fill(next.activations, makeActivation("elu"));
    CHECK(changed(race, 1, next, "network").entrants[0].experiment.activations[1].entry->name ==
          "elu");
}

TEST_CASE("who could enter differs in the field alone, and is not there yet", "[race]") {
    const Race race = by(R"({"entrants":[{"activation":"sigmoid"},{"activation":"relu"}]})");
    for (const RacedField& field : racedFields()) {
        INFO(field.name);
        const Experiment& base = race.entrants[1].experiment;
        const auto all = candidates(race, base, field.name);
        CHECK(all.size() >= (field.name == "pixels" ? 1 : 4));
        for (const Entrant& each : all) {
            auto names = changedFields(base, each.experiment);
            if (field.name == "optimizer") names.erase("learningRate");
            CHECK(names == std::set<std::string>{std::string(field.name)});
            CHECK(each.name == entrantName(each.experiment, field.name));
            for (const Entrant& there : race.entrants)
                CHECK_FALSE(each.experiment == there.experiment);
        }
    }
}

TEST_CASE("entrants enter, leave, are shown and paused from the Race tab", "[race]") {
    Trained bench;
    REQUIRE(bench.click("Race"));
    bench.frames(3);
    choose(bench, "Add an entrant", "add sigmoid");
    REQUIRE(bench.state()["entrants"].size() == 2);
    CHECK(bench.state()["entrants"][0]["name"] == "relu");
    CHECK(bench.state()["entrants"][0]["shown"] == true);
    choose(bench, "Add an entrant", "add tanh");
    REQUIRE(bench.state()["entrants"].size() == 3);
    bench.check();
    REQUIRE(bench.click("Pause sigmoid"));
    bench.set({{"playing", true}});
    for (int i = 0; i < 4000; ++i) {
        bench.app->pump(50);
        const json now = bench.state()["entrants"];
        if (named(now, "relu")["step"] >= 3 && named(now, "tanh")["step"] >= 3) break;
    }
    CHECK(named(bench.state()["entrants"], "sigmoid")["step"] == 0);
    bench.frames(2);
    REQUIRE(bench.click("Go on with sigmoid"));
    for (int i = 0; i < 4000; ++i) {
        bench.app->pump(50);
        if (named(bench.state()["entrants"], "sigmoid")["step"] >= 3) break;
    }
    bench.set({{"playing", false}});
    bench.pump();
    bench.frames(2);
    REQUIRE(bench.click("Show tanh"));
    bench.pump();
    CHECK(bench.state()["experiment"]["activation"] == "tanh");
    CHECK(named(bench.state()["entrants"], "tanh")["shown"] == true);
    const json before = bench.state()["entrants"];
    CHECK(named(before, "relu")["step"] >= 3);  // showing another starts nothing again
    bench.frames(2);
    bench.check();
    REQUIRE(bench.click("Remove relu"));
    bench.frames(3);
    CHECK(bench.state()["entrants"].size() == 2);
    CHECK(bench.state()["experiment"]["activation"] == "tanh");
    CHECK(bench.state()["message"] == "relu is out; Undo brings it back.");
    REQUIRE(bench.click("Remove sigmoid"));
    bench.frames(3);
    CHECK(bench.state()["entrants"].empty());
    CHECK(bench.state()["experiment"]["activation"] == "tanh");
    REQUIRE(bench.click("Undo"));
    bench.frames(3);
    CHECK(bench.state()["entrants"].size() == 2);
}

TEST_CASE("a narrow table keeps every figure, in a second line", "[race]") {
    for (const float width : {390.0f, 480.0f, 560.0f, 640.0f, 1024.0f}) {
        INFO(width);
        Raced bench({width, 800, 1, false});
        REQUIRE(bench.click("Race"));
        bench.frames(3);
        bench.check();
        for (const char* name : {"sigmoid", "tanh", "relu"}) {
            CHECK(valueOf(bench, std::string("Loss of ") + name) != "nothing");
            const std::string shares = valueOf(bench, std::string("Shares of ") + name);
            if (valueOf(bench, std::string("Best epoch of ") + name) != "nothing") {
                CHECK(shares == "nothing");
                CHECK(valueOf(bench, std::string("Flat of ") + name) != "nothing");
                continue;
            }
            CHECK(shares.starts_with("epoch "));
            CHECK(shares.find(" s, dead ") != std::string::npos);
            CHECK(shares.find(", flat ") != std::string::npos);
        }
    }
}

TEST_CASE("the table has each entrant's own figures, and so has its CSV", "[race]") {
    Raced bench;
    REQUIRE(bench.click("Race"));
    bench.frames(3);
    bench.check();
    const json entrants = bench.state()["entrants"];
    for (const char* name : {"sigmoid", "tanh", "relu"}) {
        const double accuracy = named(entrants, name)["valAccuracy"].get<double>();
        char text[16];
        std::snprintf(text, sizeof text, "%.4f", accuracy);
        CHECK(valueOf(bench, std::string("Best accuracy of ") + name) == text);
    }
    REQUIRE(bench.click("CSV"));
    bench.frames(2);
    const std::string csv = bench.platform.saved["race.csv"];
    CHECK(std::ranges::count(csv, '\n') == 4);
    CHECK(csv.find("\ntanh,0.") != std::string::npos);
}

TEST_CASE("a race's charts draw every entrant, over epochs, steps or its own seconds", "[race]") {
    Raced bench;
    for (const char* axis : {"over steps", "over seconds of computing", "over epochs"}) {
        for (const char* tab : {"Accuracy", "Loss"}) {
            REQUIRE(bench.click(tab));
            bench.frames(3);
            bench.check();
        }
        REQUIRE(bench.click("Chart view"));
        // What is chosen has a tick behind it.
        CHECK((bench.click(axis) || bench.click(std::string(axis) + "  \u2713")));
        bench.frames(3);
        // In the chart's legend: the activations have tiles with the same names.
        for (const char* name : {"sigmoid", "tanh", "relu"}) {
            const json list = bench.widgets();
            CHECK(std::ranges::any_of(list, [&](const json& widget) {
                return widget["label"] == name && widget["kind"] == "checkbox";
            }));
        }
    }
}

TEST_CASE("seconds on the x axis are each run's own, and the smoothed line a mean of its batches",
          "[race]") {
    RunnerState run;
    run.stepsPerEpoch = 4;
    for (std::uint64_t step = 1; step <= 6; ++step)
        run.history.append(StepPoint{step, static_cast<float>(step), 0.5f});
    run.history.append(EpochRecord{.epoch = 1, .step = 4, .validationLoss = 1, .seconds = 8});
    run.step = 6;
    run.seconds = 10;
    RunLines lines;
    lines.follow(run, {.run = 1, .axis = RunAxis::Seconds, .smoothing = 0.5});
    const double expected[] = {2, 4, 6, 8, 9, 10};
    for (std::size_t i = 0; i < 6; ++i) CHECK(lines.batches(false)[i].x == expected[i]);
    CHECK(lines.validation(false)[0].x == 8);
    // (1/2 * 1 + 2) / (1/2 + 1), of the second one.
    CHECK(std::abs(lines.smoothed(false)[1].y - 5.0 / 3) < 1e-12);
    CHECK(lines.smoothed(false)[0].y == 1);
}

TEST_CASE("a link carries the race, and opening it gives the same", "[race]") {
    Raced bench;
    REQUIRE(bench.click("Copy link"));
    bench.frames(2);
    const std::string link = bench.platform.clipboard;
    CHECK(link.size() < 2000);
    Trained other;
    REQUIRE(other.app->open(link));
    other.frames(3);
    REQUIRE(other.state()["entrants"].size() == 3);
    CHECK(other.state()["experiment"]["activation"] == "sigmoid");
    CHECK(other.state()["entrants"][2]["name"] == "relu");
    CHECK(other.state()["experiment"]["batch"] == 32);
    REQUIRE(other.click("Undo"));
    other.frames(3);
    CHECK(other.state()["entrants"].empty());
}

TEST_CASE("what was on the screen is there again after a restart", "[race]") {
    Raced bench;
    bench.frames(90);
    bench.reopen();
    CHECK(bench.state()["entrants"].size() == 3);
    REQUIRE(bench.click("Undo"));
    bench.frames(3);
    CHECK(bench.state()["entrants"].empty());
    CHECK(bench.state()["experiment"]["activation"] == "relu");
}

TEST_CASE("an experiment's file is opened where it is dropped, and a broken one refused",
          "[race]") {
    Trained bench;
    const auto drop = [&](const std::string& name, const std::string& text) {
        if (!bench.app->beginFile(name, text.size())) return false;
        bench.app->pushFile({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        const bool good = bench.app->finishFile();
        bench.frames(2);
        return good;
    };
    CHECK(drop("mine.json", R"({"version":1,"activation":"elu"})"));
    CHECK(bench.state()["experiment"]["activation"] == "elu");
    CHECK(drop("race.json", R"({"entrants":[{"activation":"elu"},{"activation":"selu"}]})"));
    CHECK(bench.state()["entrants"].size() == 2);
    CHECK_FALSE(drop("broken.json", R"({"version":1,"activation":"elo"})"));
    CHECK(bench.state()["entrants"].size() == 2);
    CHECK(bench.state()["message"].get<std::string>().find("broken.json") != std::string::npos);
    CHECK_FALSE(drop("broken.json", "{"));
    CHECK_FALSE(bench.app->beginFile("huge.json", std::size_t{1} << 30));
}

TEST_CASE("the screen of a race holds at every size and in both themes", "[race][layout]") {
    for (const bool light : {false, true})
        for (const Look& look : {Look{1024, 640, 1, light}, Look{1440, 900, 2, light},
                                 Look{390, 2400, 3, light}, Look{900, 800, 1, light}}) {
            INFO(look.width << " " << look.height << " light " << light);
            Raced bench(look);
            for (const char* tab : {"Loss", "Race"}) {
                if (!bench.click(tab)) continue;
                bench.frames(3);
                bench.check();
            }
        }
}

}  // namespace squash::ui::test
