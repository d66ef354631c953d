// Races as JSON and as links: there and back, and every way in which they can be wrong.
#include "squash/io/race.hpp"

#include <catch2/catch_test_macros.hpp>
#include <random>

#include "data/files.hpp"
#include "squash/io/experiment_link.hpp"

using namespace squash;
using namespace squash::test;

namespace {

const char* const kRace = R"j({"version":1,
    "common":{"epochs":3,"optimizer":"sgd(momentum=0.9)","limit":500},
    "entrants":[{"activation":"sigmoid"},{"activation":"tanh"},
                {"name":"mine, typed","activation":"formula(x*sigmoid(b*x); b=1.5)","seed":7},
                {"activation":"tanh","network":"dense(depth=3,width=8)"}]})j";

Race parse(const std::string& text) { return parseRace(text, "race.json").race; }

std::string raceError(const std::string& text) {
    return errorOf([&] { parse(text); });
}

std::string linkError(const std::string& text) {
    return errorOf([&] { jsonOfLink(text); });
}

}  // namespace

TEST_CASE("a race's entrants have what is common and what is their own", "[io][race]") {
    const Race race = parse(kRace);
    REQUIRE(race.entrants.size() == 4);
    CHECK(race.entrants[0].name == "sigmoid");
    CHECK(race.entrants[2].name == "mine, typed");
    CHECK(race.entrants[3].name == "tanh 2");
    for (const Entrant& entrant : race.entrants) {
        CHECK(entrant.experiment.epochs == 3);
        CHECK(entrant.experiment.limit == 500);
        CHECK(toText(entrant.experiment.optimizer) == "sgd(momentum=0.9)");
    }
    CHECK(race.entrants[2].experiment.seed == 7);
    CHECK(race.entrants[3].experiment.activations.size() == 3);
    CHECK(isRace(kRace, "a"));
    CHECK_FALSE(isRace(R"({"epochs":3})", "a"));
}

TEST_CASE("a race comes back from its JSON and from its link", "[io][race]") {
    const Race race = parse(kRace);
    const std::string json = toJson(race);
    CHECK(parse(json) == race);
    const std::string link = "https://example.org/play/?x=1#" + linkOf(json);
    CHECK(isLink(link));
    CHECK(parse(jsonOfLink(link)) == race);
    CHECK(jsonOfLink(linkOf(json)) == json);
    CHECK_FALSE(isLink("race.json"));
    CHECK_FALSE(isLink("\n {\"entrants\":[{\"name\":\"like #e=\"},{\"seed\":2}]}"));
}

TEST_CASE("a race says who is shown and in what the entrants differ, where that is not plain",
          "[io][race]") {
    Race race = parse(kRace);
    CHECK(toJson(race).find("shown") == std::string::npos);
    race.shown = 2;
    race.field = "seed";
    CHECK(parse(toJson(race)) == race);
    CHECK(parseRace(R"({"shown":1,"field":"batch","entrants":[{},{}]})", "a").notices.empty());
    CHECK_THROWS_AS(parse(R"({"shown":2,"entrants":[{},{}]})"), Error);
    CHECK_THROWS_AS(parse(R"({"shown":-1,"entrants":[{},{}]})"), Error);
    CHECK_THROWS_AS(parse(R"({"field":"weather","entrants":[{},{}]})"), Error);
}

TEST_CASE("who has no name is called by what the entrants differ in", "[io][race]") {
    const auto names = [](const char* json) {
        std::vector<std::string> all;
        for (const Entrant& entrant : parse(json).entrants) all.push_back(entrant.name);
        return all;
    };
    using Names = std::vector<std::string>;
    CHECK(names(R"({"entrants":[{"optimizer":"sgd"},{"optimizer":"adam"}]})") ==
          Names{"sgd", "adam"});
    CHECK(names(R"({"entrants":[{"batch":16},{"name":"mine","batch":32},{"batch":16}]})") ==
          Names{"16", "mine", "16 2"});
    CHECK(names(R"({"entrants":[{},{"activation":"tanh"}]})") == Names{"relu", "tanh"});
}

TEST_CASE("a race of six makes a link of less than 2,000 characters", "[io][race]") {
    Race race;
    for (const char* text :
         {"sigmoid", "tanh", "relu", "formula(lo + (hi - lo)*(tanh(x) + 1)/2; lo=-0.5,hi=1.25)",
          "relu+leaky_relu(negative_slope=0.2)+elu(alpha=0.5)+swish(beta=learn(1.5))", "prelu"}) {
        Entrant entrant{text, {}};
        entrant.experiment.activations = parseActivations(text);
        entrant.experiment.optimizer = parseOptimizer("adamw(weight_decay=0.01)");
        entrant.experiment.seed = 12345;
        race.entrants.push_back(entrant);
    }
    CHECK(linkOf(toJson(race)).size() < 2000);
    CHECK(parse(jsonOfLink(linkOf(toJson(race)))) == race);
}

TEST_CASE("a learning rate that is another optimizer's default is kept", "[io][race]") {
    Experiment experiment;
    experiment.optimizer = parseOptimizer("sgd(learning_rate=0.001)");
    CHECK(parseExperiment(toShortJson(experiment), {}, "a").experiment == experiment);
    Race race;
    for (const char* optimizer :
         {"rmsprop(learning_rate=0.01)", "adam(learning_rate=0.01)", "sgd(learning_rate=0.01)"}) {
        race.entrants.push_back({optimizer, {}});
        race.entrants.back().experiment.optimizer = parseOptimizer(optimizer);
    }
    CHECK(parse(toJson(race)) == race);
}

TEST_CASE("lists of a thing a layer come back where the networks differ", "[io][race]") {
    const Race race =
        parse(R"j({"common":{"network":"dense(depth=3,width=32)","activation":"relu+tanh+elu"},
        "entrants":[{"name":"a"},{"name":"b","network":"dense(depth=3,width=64)"}]})j");
    CHECK(parse(toJson(race)) == race);
}

TEST_CASE("one experiment as short as it can be", "[io][race]") {
    CHECK(toShortJson(Experiment{}) == R"({"version":1})");
    Experiment experiment;
    experiment.batch = 64;
    CHECK(toShortJson(experiment) == R"({"version":1,"batch":64})");
}

TEST_CASE("a wrong race is refused with its place", "[io][race]") {
    CHECK(contains(raceError(R"({"entrants":[{}]})"),
                   "(race.json, entrants): 2 to 6 of them, found 1"));
    CHECK(
        contains(raceError(R"({"common":{}})"), "(race.json, entrants): a list of 2 to 6 objects"));
    CHECK(contains(raceError(R"({"entrants":[{},3]})"), "(race.json, entrants[1]): an object"));
    CHECK(contains(raceError(R"({"entrants":[{},{"batch":0}]})"),
                   "(race.json, entrants[1], batch): a whole number from 1 to 4096, found 0"));
    CHECK(contains(raceError(R"({"common":{"epochs":"x"},"entrants":[{},{}]})"),
                   "(race.json, common, epochs): a whole number"));
    CHECK(contains(raceError(R"({"common":7,"entrants":[{},{}]})"), "common): an object, found 7"));
    CHECK(contains(raceError(R"({"version":2,"entrants":[{},{}]})"), "version 1, found 2"));
    CHECK(contains(raceError(R"({"entrants":[{"name":1},{}]})"), "entrants[0], name): a text"));
    CHECK(contains(raceError("{"), "race.json, line 1"));
    const auto parsed = parseRace(R"({"x":1,"entrants":[{"y":2},{}]})", "race.json");
    CHECK(parsed.notices ==
          std::vector<std::string>{"race.json, entrants[0]: unknown field 'y' was left out",
                                   "race.json: unknown field 'x' was left out"});
}

TEST_CASE("a damaged link is refused, however it is damaged", "[io][race]") {
    const std::string link = linkOf(kRace);
    CHECK(contains(linkError("e=ab!c"), "(character 5): only letters, digits, - and _"));
    CHECK(contains(linkError("no link"), "a link with #e= in it"));
    CHECK(contains(linkError("e="), "cannot read the link"));
    std::mt19937 generator(3);
    for (std::size_t length = 2; length < link.size(); length += 7)
        CHECK_FALSE(linkError(link.substr(0, length)).empty());
    for (int i = 0; i < 200; ++i) {
        std::string other = link;
        char& letter = other[2 + generator() % (other.size() - 2)];
        const char before = letter;
        letter = "ABCDEFGHIJ-_xyz0189"[generator() % 19];
        // The last letter has bits that no byte is made of.
        if (letter == before || &letter == &other.back()) continue;
        CHECK_FALSE(linkError(other).empty());
    }
    const std::string huge = linkOf(std::string(70000, ' '));
    CHECK(contains(linkError(huge), "more than 64 kB"));
}
