// Shapes, counts and the start of the article's network, and what a wrong network is told.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cmath>

#include "squash/core/error.hpp"
#include "squash/io/experiment.hpp"
#include "squash/network/network.hpp"

namespace squash::test {
namespace {

Network article() { return makeNetwork(Experiment{}); }

std::string messageOf(Shape input, std::vector<LayerSpec> layers) {
    try {
        Network network(input, std::move(layers));
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("The article's network has the article's table", "[network]") {
    const Network network = article();
    const std::vector<std::pair<std::string, std::size_t>> expected = {
        {"32, 32, 6", 456},   {"16, 16, 6", 0}, {"16, 16, 16", 2416}, {"8, 8, 16", 0},
        {"8, 8, 120", 48120}, {"7680", 0},      {"84", 645204},       {"10", 850}};
    REQUIRE(network.layers().size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(toText(network.layers()[i].output) == expected[i].first);
        CHECK(network.layers()[i].parameterCount == expected[i].second);
    }
    CHECK(network.parameterCount() == 697046);
    const std::string summary = summaryText(network, "lenet5");
    for (const char* part :
         {"Model: \"lenet5\"", "conv2d_2 (Conv2D)", "(None, 8, 8, 120)", "645,204", "697,046"})
        CHECK_THAT(summary, Catch::Matchers::ContainsSubstring(part));
}

TEST_CASE("A training step counts what the definition needs", "[network]") {
    CHECK(std::abs(trainingFlopsPerImage(article()) - 27.9e6) < 0.1e6);
}

TEST_CASE("Parameters have Keras's names and do not overlap", "[network]") {
    const Network network = article();
    const std::vector<std::string> names = {
        "conv2d.kernel", "conv2d.bias",  "conv2d_1.kernel", "conv2d_1.bias",  "conv2d_2.kernel",
        "conv2d_2.bias", "dense.kernel", "dense.bias",      "dense_1.kernel", "dense_1.bias"};
    std::size_t end = 0;
    REQUIRE(network.parameters().size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const ParameterInfo& info = network.parameters()[i];
        CHECK(info.name == names[i]);
        CHECK(info.offset % 16 == 0);
        CHECK(info.offset >= end);
        end = info.offset + info.size;
    }
    CHECK(end <= network.flatSize());
}

TEST_CASE("GlorotUniform fills kernels within its limit and leaves biases 0", "[network]") {
    const Network network = article();
    const FloatArray parameters = glorotUniform(network, 1);
    const auto& kernel = network.parameters()[0];
    const double limit = std::sqrt(6.0 / (25 * (3 + 6)));
    double largest = 0;
    for (std::size_t i = 0; i < kernel.size; ++i)
        largest = std::max(largest, std::abs(double(parameters[kernel.offset + i])));
    CHECK(largest <= limit * (1 + 1e-7));
    CHECK(largest > 0.95 * limit);
    const auto& bias = network.parameters()[1];
    for (std::size_t i = 0; i < bias.size; ++i) CHECK(parameters[bias.offset + i] == 0);
    CHECK(glorotUniform(network, 2) != parameters);
}

TEST_CASE("A network that does not fit says which layer and why", "[network]") {
    using Catch::Matchers::ContainsSubstring;
    const Dense last{10, std::nullopt, true};
    CHECK_THAT(messageOf({32, 32, 3}, {last}), ContainsSubstring("Flatten before Dense"));
    CHECK_THAT(messageOf({32, 32, 3}, {Conv2D{6, 4}, Flatten{}, last}),
               ContainsSubstring("odd kernel"));
    CHECK_THAT(messageOf({4, 4, 3}, {Conv2D{6, 5}, Flatten{}, last}),
               ContainsSubstring("4x4 input"));
    CHECK_THAT(messageOf({4, 4, 3}, {MaxPool2D{5}, Flatten{}, last}),
               ContainsSubstring("max_pooling2d"));
    CHECK_THAT(messageOf({4, 4, 3}, {Flatten{}, last, Dense{3}}),
               ContainsSubstring("softmax only in the last"));
    CHECK_THAT(messageOf({4, 4, 3}, {Flatten{}, Conv2D{1, 1}}),
               ContainsSubstring("before Flatten"));
    CHECK_THAT(messageOf({4, 4, 3}, {}), ContainsSubstring("at least one layer"));
}

}  // namespace squash::test
