// Initial weights: single draws against a calculation apart (Python, with a Mersenne Twister of its own), and their
// spread; which start suits which activation.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cmath>

#include "squash/core/error.hpp"
#include "squash/io/experiment.hpp"

namespace squash::test {
namespace {

Network article() { return makeNetwork(Experiment{}); }

FloatArray start(const char* text, std::uint64_t seed = 1) {
    return initialParameters(article(), parseInitializers(text), seed);
}

// Weight `index` of kernel `layer` of the article's network.
double weight(const FloatArray& parameters, std::size_t layer, std::size_t index) {
    return parameters[article().parameters()[2 * layer].offset + index];
}

std::string problem(const char* text) {
    try {
        parseInitializers(text);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("Normal weights are those of a calculation apart", "[network]") {
    const auto near = [](double value) { return Catch::Matchers::WithinRel(value, 1e-6); };
    const FloatArray normal = start("random_normal");
    CHECK_THAT(weight(normal, 0, 0), near(0.02008282726738113));
    CHECK_THAT(weight(normal, 0, 1), near(0.06998095939323051));
    CHECK_THAT(weight(normal, 0, 3), near(-0.015800300528477938));
    const FloatArray he = start("he_normal");
    CHECK_THAT(weight(he, 1, 0), near(-0.08160142723229628));
    CHECK_THAT(weight(he, 1, 2), near(-0.09769474419250092));
    CHECK_THAT(weight(he, 1, 199), near(-0.051004914618108826));
    CHECK_THAT(weight(start("lecun_normal"), 4, 1), near(0.01694295122802281));
    CHECK_THAT(weight(start("glorot_normal"), 4, 839), near(-0.059037453920206207));
}

TEST_CASE("Uniform weights are those of a calculation apart", "[network]") {
    const auto near = [](double value) { return Catch::Matchers::WithinRel(value, 1e-6); };
    CHECK_THAT(weight(start("he_uniform"), 2, 1), near(-0.11198961756715671));
    CHECK_THAT(weight(start("lecun_uniform"), 2, 1), near(-0.07918861800422462));
    CHECK(start("glorot_uniform") == glorotUniform(article(), 1));
}

TEST_CASE("Every initializer spreads weights as it says, around 0", "[network]") {
    const Network network = article();
    const ParameterInfo& kernel = network.parameters()[6];  // the large Dense one
    for (const InitializerInfo& info : initializerTable()) {
        INFO(info.name);
        const FloatArray parameters = start(std::string(info.name).c_str(), 5);
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < kernel.size; ++i) {
            const double w = parameters[kernel.offset + i];
            sum += w;
            squares += w * w;
        }
        const auto count = static_cast<double>(kernel.size);
        const double wanted = standardDeviation({info.kind}, 7680, 84);
        CHECK_THAT(std::sqrt(squares / count), Catch::Matchers::WithinRel(wanted, 0.005) ||
                                                   Catch::Matchers::WithinAbs(wanted, 1e-12));
        CHECK(std::abs(sum / count) <= 4 * wanted / std::sqrt(count));
        for (std::size_t i = 1; i < network.parameters().size(); i += 2)
            CHECK(parameters[network.parameters()[i].offset] == 0);
    }
}

TEST_CASE("Each layer may have an initializer of its own", "[network]") {
    const FloatArray mixed =
        start("zeros+he_normal+random_normal(stddev=0.5)+lecun_uniform+glorot_normal");
    CHECK(weight(mixed, 0, 7) == 0);
    CHECK(weight(mixed, 1, 2) == weight(start("he_normal"), 1, 2));
    CHECK(weight(mixed, 2, 5) == weight(start("random_normal(stddev=0.5)"), 2, 5));
    CHECK(weight(mixed, 4, 5) == weight(start("glorot_normal"), 4, 5));
}

TEST_CASE("An initializer is read and written back, and a wrong one refused", "[network]") {
    using Catch::Matchers::ContainsSubstring;
    for (const InitializerInfo& info : initializerTable())
        CHECK(toText(parseInitializer(info.name)) == info.name);
    CHECK(toText(parseInitializer("random_normal(stddev=0.25)")) == "random_normal(stddev=0.25)");
    CHECK_THAT(problem("he_norml"), ContainsSubstring("did you mean 'he_normal'?"));
    CHECK_THAT(problem("zeros(stddev=1)"), ContainsSubstring("zeros has no parameters"));
    CHECK_THAT(problem("random_normal(stddev=-1)"), ContainsSubstring("from 0 to 100"));
    CHECK_THAT(problem("zeros+zeros"), ContainsSubstring("5 joined by '+', found 2"));
}

TEST_CASE("A start that does not suit the activation is told, one that does is not", "[network]") {
    const auto note = [](const char* initializer, const char* activation) {
        return mismatchNote(parseInitializer(initializer), parseActivation(activation));
    };
    for (const char* suits : {"he_normal relu", "he_uniform gelu", "glorot_uniform tanh",
                              "lecun_normal selu", "glorot_normal sigmoid"}) {
        const std::string both = suits;
        const auto space = both.find(' ');
        INFO(suits);
        CHECK(note(both.substr(0, space).c_str(), both.substr(space + 1).c_str()).empty());
    }
    CHECK_FALSE(note("glorot_uniform", "relu").empty());
    CHECK_FALSE(note("lecun_normal", "celu").empty());
    CHECK_FALSE(note("he_normal", "tanh").empty());
    CHECK_FALSE(note("glorot_uniform", "selu").empty());
    CHECK_FALSE(note("zeros", "tanh").empty());
}

}  // namespace squash::test
