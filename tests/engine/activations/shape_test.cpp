// What is said of a function, against what is known of it.
#include "squash/activations/shape.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <numbers>

using namespace squash;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

FunctionShape shape(const char* text) { return shapeOf(parseActivation(text)); }

bool near(double found, double expected, double tolerance = 1e-9) {
    return found == expected || std::abs(found - expected) <= tolerance;
}

bool isRange(const FunctionShape& s, double least, double most) {
    return near(s.least, least, 1e-6) && near(s.most, most, 1e-6);
}

// How many of many x between -20 and 20 are in a flat part but not flat, or the other way round.
std::size_t wronglyFlat(const Activation& activation) {
    const FunctionShape found = shapeOf(activation);
    std::size_t wrong = 0;
    for (double x = -20; x < 20; x += 0.00317) {
        bool inside = false;
        for (const Interval& flat : found.saturated) inside |= x >= flat.from && x <= flat.to;
        const double slope = std::abs(evaluate(activation, x).df);
        wrong += inside != (slope < static_cast<double>(kSaturatedSlope));
    }
    return wrong;
}

// sin(a*x)*exp(-(x - c)^2/50) turns where tan(a*x) = 25*a/(x - c).
Interval extremesOfPacket(double a, double c) {
    Interval range{0, 0};
    for (double k = std::floor(a * (c - 2) / std::numbers::pi); k * std::numbers::pi < a * (c + 2);
         ++k) {
        double x = c;
        for (int i = 0; i < 50; ++i) x = (k * std::numbers::pi + std::atan2(25 * a, x - c)) / a;
        const double f = std::sin(a * x) * std::exp(-(x - c) * (x - c) / 50);
        range = {std::min(range.from, f), std::max(range.to, f)};
    }
    return range;
}

}  // namespace

TEST_CASE("the range of a function is what it reaches or comes near to", "[activations]") {
    CHECK(isRange(shape("sigmoid"), 0, 1));
    CHECK(isRange(shape("tanh"), -1, 1));
    CHECK(isRange(shape("softsign"), -1, 1));
    CHECK(isRange(shape("relu"), 0, kInfinity));
    CHECK(isRange(shape("relu6"), 0, 6));
    CHECK(isRange(shape("leaky_relu"), -kInfinity, kInfinity));
    CHECK(isRange(shape("elu(alpha=0.5)"), -0.5, kInfinity));
    CHECK(isRange(shape("linear"), -kInfinity, kInfinity));
    CHECK(isRange(shape("gaussian"), 0, 1));
    CHECK(isRange(shape("formula(log(1 + x^2))"), 0, kInfinity));
    CHECK(near(shape("silu").least, -0.278464542761074, 1e-14));
    CHECK(near(shape("sine").most, 1, 1e-15));
    CHECK(shape("exponential").most == kInfinity);
}

TEST_CASE("only a pole or what lies far out takes a range its bounds, not a large factor",
          "[activations]") {
    CHECK(isRange(shape("formula(1e13*tanh(x))"), -1e13, 1e13));
    CHECK(shape("formula(1e13*tanh(x))").steepest == 1e13);
    CHECK(isRange(shape("formula(min(max(x, 0), 1e13))"), 0, 1e13));
    CHECK(isRange(shape("formula(where(x < 0.3, 1e13, -1e13))"), -1e13, 1e13));
    CHECK(shape("formula(1e13*max(tanh(x), 0))").steepest == 1e13);
    CHECK(isRange(shape("formula(1/(x - 0.3))"), -kInfinity, kInfinity));
    CHECK(isRange(shape("formula(-1/(x - 0.3)^2)"), -kInfinity, 0));
    CHECK(isRange(shape("formula(1/sqrt(abs(x - 0.3)))"), 0, kInfinity));
    CHECK(near(shape("formula(1/(x - 0.3))").at, 0.3));
    CHECK(isRange(shape("formula(tan(x))"), -kInfinity, kInfinity));
    CHECK(shape("formula(x*sin(x))").most == kInfinity);
}

TEST_CASE("of many turns those that are extremes are found", "[activations]") {
    const Interval atZero = extremesOfPacket(4, 0), farOff = extremesOfPacket(40, 40);
    const FunctionShape packet = shape("formula(sin(4*x)*exp(-x^2/50))");
    CHECK(near(packet.least, atZero.from, 1e-13));
    CHECK(near(packet.most, atZero.to, 1e-13));
    // Of 1,600 turns.
    const FunctionShape fast = shape("formula(sin(40*x)*exp(-(x - 40)^2/50))");
    CHECK(near(fast.least, farOff.from, 1e-12));
    CHECK(near(fast.most, farOff.to, 1e-12));
}

TEST_CASE("a function's largest gradient and way are found", "[activations]") {
    CHECK(near(shape("sigmoid").steepest, 0.25));
    CHECK(near(shape("sigmoid").at, 0));
    CHECK(near(shape("tanh").steepest, 1));
    CHECK(shape("relu").steepest == 1);
    // x = 2.3993572805 is where x*tanh(x/2) = 2.
    CHECK(near(shape("silu").steepest, 1.0998393201288668, 1e-14));
    CHECK(near(shape("silu").at, 2.39935728, 1e-6));  // it is flat there
    CHECK(near(shape("gelu").at, std::sqrt(2), 1e-6));
    CHECK(shape("formula(x^3)").steepest == kInfinity);
    CHECK(shape("sigmoid").running == Running::Rises);
    CHECK(shape("formula(-tanh(x))").running == Running::Falls);
    CHECK(shape("silu").running == Running::Valley);
    CHECK(near(shape("silu").turn, -1.27846454276107));
    CHECK(shape("gaussian").running == Running::Hill);
    CHECK(shape("sine").running == Running::Turns);
    CHECK(shape("formula(3)").running == Running::Level);
    CHECK(zeroCentred(shape("tanh")));
    CHECK(zeroCentred(shape("linear")));
    CHECK_FALSE(zeroCentred(shape("sigmoid")));
    CHECK(near(shape("relu").meanOutput, 1 / std::sqrt(2 * 3.141592653589793), 1e-4));
}

TEST_CASE("extremes at kinks are those of the kinks", "[activations]") {
    // Two lines that meet: of maxout's example, with three pieces.
    const auto valley = shape("formula(max(-0.5*x, x, 0.25*x + 0.5))");
    CHECK(near(valley.least, 1.0 / 3, 1e-15));
    CHECK(valley.running == Running::Valley);
    CHECK(near(valley.turn, -2.0 / 3));
    const auto hill = shape("formula(min(x - 0.1, 0.7 - x/3))");
    CHECK(near(hill.most, 0.5, 1e-15));
    CHECK(hill.running == Running::Hill);
    CHECK(near(hill.turn, 0.6));
    // At a jump what it comes near to counts.
    const auto jump = shape("formula(where(x < 0.3, x^2, 0) + clip(x, 0.3, 1))");
    CHECK(near(jump.least, 0.3, 1e-15));
    CHECK(near(shape("formula(where(x < 0.3, 2*x, 0.5))").most, 0.6, 1e-15));
    // The slope that f' has beside a kink, though nowhere between two samples.
    const auto elu = shape("elu(alpha=2)");
    CHECK(near(elu.steepest, 2));
    CHECK(elu.at == 0);
    CHECK(near(shape("formula(where(x < 0.1, exp(x), 0))").steepest, std::exp(0.1), 1e-15));
    // Of a slope that many x have, one that is easy to say.
    CHECK(shape("relu").at == 1);
    CHECK(shape("hard_sigmoid").at == 0);
    CHECK(shape("formula(1/(x - 0.3))").steepest == kInfinity);
}

TEST_CASE("kinks and jumps are where they are, and smooth functions have none", "[activations]") {
    for (const char* smooth :
         {"sigmoid", "tanh", "silu", "gelu", "gelu_tanh", "softplus", "mish", "sine", "gaussian",
          "linear", "elu", "softsign", "squareplus", "exponential", "formula(tanh(20*x))",
          "formula(x^5)", "formula(exp(exp(x/4)))"}) {
        CAPTURE(smooth);
        CHECK(shape(smooth).breaks.empty());
    }
    const auto at = [](const char* text) {
        std::vector<double> places;
        for (const Break& each : shape(text).breaks) places.push_back(each.x);
        return places;
    };
    CHECK(at("relu") == std::vector<double>{0});
    CHECK(at("relu6") == std::vector<double>{0, 6});
    CHECK(at("hard_sigmoid") == std::vector<double>{-3, 3});
    CHECK(at("elu(alpha=0.5)") == std::vector<double>{0});
    CHECK(at("formula(clip(x, -0.3, 1.7))") == std::vector<double>{-0.3, 1.7});
    CHECK(at("formula(max(0.1*x, x - 1))").size() == 1);
    const auto jump = shape("threshold(threshold=0.5,default_value=-0.25)").breaks;
    REQUIRE(jump.size() == 1);
    CHECK(jump[0].jump);
    CHECK(jump[0].x == 0.5);
    CHECK(near(jump[0].left, -0.25));
    CHECK(near(jump[0].right, 0.5, 1e-6));
    CHECK_FALSE(shape("relu").breaks[0].jump);
    CHECK(shape("formula(floor(x))").breaks.size() > 100);
}

TEST_CASE("the saturated parts hold exactly the flat places", "[activations]") {
    for (const ActivationInfo& entry : activationTable()) {
        const Activation activation = makeActivation(entry);
        CAPTURE(entry.name);
        CHECK(wronglyFlat(activation) == 0);
    }
    // Also those around a turn that are narrower than the steps it is looked at in.
    CHECK(wronglyFlat(parseActivation("formula(sin(4*x)*exp(-x^2/50))")) == 0);
    // sigmoid' is 0.05 where the sigmoid is (1 - sqrt(0.8)) / 2.
    const double edge = std::log((1 + std::sqrt(0.8)) / (1 - std::sqrt(0.8)));
    const auto flat = shape("sigmoid").saturated;
    REQUIRE(flat.size() == 2);
    CHECK(flat[0].from == -kInfinity);
    CHECK(near(flat[0].to, -edge, 1e-6));
    CHECK(near(flat[1].from, edge, 1e-6));
    CHECK(flat[1].to == kInfinity);
    CHECK(shape("linear").saturated.empty());
    REQUIRE(shape("relu").saturated.size() == 1);
    CHECK(shape("relu").saturated[0].to == 0);
}
