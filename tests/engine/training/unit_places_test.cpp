// A unit's numbers by central differences, and which of them are shown: places, pieces, slopes, errors.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <functional>

#include "engine/training/plain_network.hpp"
#include "engine/training/unit_run.hpp"
#include "squash/core/error.hpp"

namespace squash::test {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

// dL/d(by) at 0 by central differences; a small step, so that hardly any pooling takes another value on the way.
double slopeOf(const std::function<double(double)>& loss) {
    constexpr double h = 1e-7;
    return (loss(h) - loss(-h)) / (2 * h);
}

void checkDifferences(const OneImage& run, const UnitCalculation& c) {
    const Network& network = run.trainer.network();
    const Layer& layer = network.layers()[c.layer];
    const PlainNetwork plain(network);
    const FloatArray& start = run.trainer.parameters();
    std::vector<double> parameters(start.begin(), start.end());
    const std::vector<std::uint8_t> labels{run.data->validation.labels[0]};
    const std::size_t outputs = layer.output.channels, unit = c.choice.unit;
    const std::size_t place = c.choice.place->row * layer.output.width + c.choice.place->column;
    const double scale = 1.0f / 255.0f;
    const double zSlope = slopeOf([&](double by) {
        return plain.lossWith({c.choice.layer, place * outputs + unit, by}, parameters, run.image(),
                              labels[0], scale);
    });
    CHECK_THAT(c.zGradient, WithinAbs(zSlope, 1e-4 * std::abs(zSlope) + 2e-8));
    const auto& kernel = network.parameters()[static_cast<std::size_t>(layer.kernel)];
    for (const std::size_t term : {std::size_t{0}, c.terms.size() / 3, c.terms.size() - 1}) {
        INFO("term " << term);
        double& weight = parameters[kernel.offset + term * outputs + unit];
        const double exact = weight;
        const double slope = slopeOf([&](double by) {
            weight = exact + by;
            return plain.loss(parameters, {run.image()}, labels, scale);
        });
        weight = exact;
        CHECK_THAT(c.terms[term].gradient, WithinAbs(slope, 1e-4 * std::abs(slope) + 2e-8));
    }
}

}  // namespace

TEST_CASE("A unit's gradients equal central differences", "[training][unit]") {
    for (const char* network : {"lenet5", "dense(depth=3,width=9)"}) {
        const OneImage run(experimentOf(network, "silu"));
        double largest = 0;
        for (std::size_t layer = 0; layer < hiddenLayers(run.experiment.network); ++layer) {
            INFO(network << ", layer " << layer);
            const UnitCalculation c = run.calculate({layer, 2, 0, std::nullopt});
            checkDifferences(run, c);
            largest = std::max(largest, std::abs(c.zGradient));
        }
        CHECK(largest > 1e-4);
    }
}

TEST_CASE("A channel is calculated where its z is largest, or where one chooses",
          "[training][unit]") {
    const OneImage run(experimentOf("lenet5", "relu"));
    const UnitCalculation c = run.calculate({0, 1, 0, std::nullopt});
    REQUIRE(c.maps);
    CHECK(c.maps->height == 32);
    CHECK(c.z >= *std::ranges::max_element(c.maps->z) - 1e-12);
    CHECK(c.inputs == Shape{5, 5, 3});
    CHECK(c.terms.size() == 75);
    CHECK(c.step == 3);
    const UnitCalculation corner = run.calculate({0, 1, 0, MapPlace{0, 31}});
    CHECK_THAT(corner.z, WithinAbs(c.maps->z[31], 1e-12));
    CHECK(std::ranges::count_if(corner.terms, &UnitTerm::padding) == (25 - 9) * 3);
    // Column 1 of the kernel's row 2 lies over the image's row 0 and column 30.
    const std::size_t term = (2 * 5 + 1) * 3 + 2;
    CHECK(placeOf(corner.inputs, term).row == 2);
    CHECK(placeOf(corner.inputs, term).column == 1);
    CHECK(placeOf(corner.inputs, term).channel == 2);
    CHECK_THAT(corner.terms[term].input,
               WithinRel(run.data->validation.image(0)[2 * 32 * 32 + 30] / 255.0, 1e-6));
    // The filter's gradient is the same wherever one looks.
    CHECK_THAT(corner.terms[term].gradient, WithinAbs(c.terms[term].gradient, 1e-12));
}

TEST_CASE("Inputs of a Dense layer are named by the map that was flattened", "[training][unit]") {
    const OneImage run(experimentOf("lenet5", "tanh"));
    const UnitCalculation c = run.calculate({3, 83, 0, std::nullopt});
    CHECK(c.inputs == Shape{8, 8, 120});
    CHECK(c.terms.size() == 7680);
    CHECK(!c.maps);
    const UnitCalculation before = run.calculate({2, 77, 0, std::nullopt});
    REQUIRE(before.maps);
    CHECK_THAT(c.terms[(3 * 8 + 5) * 120 + 77].input, WithinRel(before.maps->f[3 * 8 + 5], 1e-12));
}

TEST_CASE("maxout shows its pieces and which one wins, prelu its channel's slope",
          "[training][unit]") {
    const OneImage run(experimentOf("dense(depth=2,width=8)", "maxout(k=3)"));
    bool notFirst = false;
    for (std::size_t unit = 0; unit < 8; ++unit) {
        const UnitCalculation c = run.calculate({1, unit, 0, std::nullopt});
        REQUIRE(c.pieces.size() == 3);
        CHECK(c.pieces[c.piece] == *std::ranges::max_element(c.pieces));
        CHECK_THAT(c.f, WithinAbs(c.pieces[c.piece], 1e-12));
        CHECK(c.slope == 1);
        notFirst = notFirst || c.piece > 0;
    }
    CHECK(notFirst);
    OneImage prelu(experimentOf("dense(depth=2,width=8)", "prelu"));
    std::vector<double> slopes;
    for (std::size_t unit = 0; unit < 8; ++unit) {
        const UnitCalculation c = prelu.calculate({0, unit, 0, std::nullopt});
        CHECK(c.pieces.empty());
        slopes.push_back(c.activation.parameters[0]);
        CHECK(c.slope == (c.z > 0 ? 1 : slopes.back()));
    }
    CHECK(*std::ranges::max_element(slopes) > *std::ranges::min_element(slopes));
}

TEST_CASE("What there is not to calculate is said", "[training][unit]") {
    const OneImage run(experimentOf("lenet5", "relu"));
    CHECK_THROWS_AS(run.calculate({4, 0, 0, std::nullopt}), Error);
    CHECK_THROWS_AS(run.calculate({0, 6, 0, std::nullopt}), Error);
    CHECK_THROWS_AS(run.calculate({0, 0, 1, std::nullopt}), Error);
    CHECK_THROWS_AS(run.calculate({0, 0, 0, MapPlace{32, 0}}), Error);
    CHECK_THROWS_AS(run.calculate({3, 0, 0, MapPlace{0, 1}}), Error);
    const Network other = makeNetwork(experimentOf("dense(depth=1,width=2)", "relu"));
    CHECK_THROWS_AS(
        squash::calculate({run.experiment, other, run.trainer.state(), run.data->validation}, {}),
        Error);
}

}  // namespace squash::test
