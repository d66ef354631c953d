// The networks there are to choose: how they are written, and what they are made of.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "squash/core/error.hpp"
#include "squash/io/experiment.hpp"

namespace squash::test {
namespace {

std::string problem(const char* text) {
    try {
        parseArchitecture(text);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

Experiment parse(const char* json) { return parseExperiment(json, {}, "test").experiment; }

}  // namespace

TEST_CASE("A stack of Dense layers has as many as its depth, and one for the classes",
          "[network]") {
    const Experiment experiment = parse(R"j({"network":"dense(depth=3,width=20)"})j");
    const Network network = makeNetwork(experiment);
    REQUIRE(network.layers().size() == 5);
    CHECK(network.layers()[0].type == "Flatten");
    for (std::size_t i = 1; i <= 3; ++i) {
        CHECK(network.layers()[i].type == "Dense");
        CHECK(network.layers()[i].output.channels == 20);
        CHECK(network.layers()[i].activation() == parseActivation("relu"));
    }
    CHECK(network.parameterCount() == 3072 * 20 + 20 + 2 * (20 * 20 + 20) + 20 * 10 + 10);
    CHECK(network.classes() == 10);
}

TEST_CASE("A network is read and written back, and a wrong one refused", "[network]") {
    using Catch::Matchers::ContainsSubstring;
    CHECK(toText(parseArchitecture("lenet5")) == "lenet5");
    CHECK(toText(parseArchitecture("dense")) == "dense(depth=10,width=64)");
    CHECK(toText(parseArchitecture("dense(width=7)")) == "dense(depth=10,width=7)");
    CHECK_THAT(problem("vgg"), ContainsSubstring("'vgg' is no network"));
    CHECK_THAT(
        problem("dense(depth=31)"),
        ContainsSubstring("column 13): depth needs a whole number from 1 to 30, found '31'"));
    CHECK_THAT(problem("dense(depth=2.5)"), ContainsSubstring("whole number"));
    CHECK_THAT(problem("dense(deep=2)"), ContainsSubstring("'deep' is no parameter of dense"));
    CHECK_THAT(problem("lenet5(depth=2)"), ContainsSubstring("lenet5 has no parameters"));
}

TEST_CASE("Another network keeps what its layers have in common with the one before", "[network]") {
    Experiment deeper = parse(R"j({"activation":"relu+tanh+elu+silu"})j");
    deeper.network = parseArchitecture("dense(depth=6)");
    fitLayers(deeper);
    CHECK(toText(std::span(deeper.activations)) == "relu+tanh+elu+silu+silu+silu");
    CHECK(deeper.initializers.size() == 7);
    deeper.network = parseArchitecture("dense(depth=2)");
    fitLayers(deeper);
    CHECK(toText(std::span(deeper.activations)) == "relu+tanh");
}

TEST_CASE("A deep stack's experiment comes back from its JSON", "[network]") {
    const Experiment experiment = parse(
        R"j({"network":"dense(depth=2,width=8)","activation":"relu+tanh",
             "initializer":"he_normal+glorot_uniform+zeros"})j");
    CHECK(parseExperiment(toJson(experiment), {}, "test").experiment == experiment);
}

}  // namespace squash::test
