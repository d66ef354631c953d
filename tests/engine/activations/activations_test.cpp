#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "activations/course.hpp"
#include "data/files.hpp"
#include "squash/activations/activation.hpp"

using namespace squash;
using namespace squash::test;

namespace {

// Where a point is a kink, the reference's derivative is not binding.
bool isKink(const std::string& name, double x) {
    if (name == "relu6") return x == 0 || x == 6;
    if (name == "hard_sigmoid") return std::fabs(x) == 3;
    return x == 0 &&
           (name == "relu" || name == "leaky_relu" || name == "elu_0.5" || name == "selu");
}

Activation referenceActivation(const std::string& name) {
    if (name == "elu_0.5") return parseActivation("elu(alpha=0.5)");
    if (name == "leaky_relu") return parseActivation("leaky_relu(negative_slope=0.01)");
    return parseActivation(name);
}

// TensorFlow keeps these ones' constants (0.01, sqrt(2), sqrt(2 / pi)) in float32 even for float64.
double toleranceOf(const std::string& name) {
    return name == "leaky_relu" || name == "gelu" || name == "gelu_tanh" ? 1e-7 : 1e-12;
}

bool near(double found, double expected, double tolerance) {
    return std::fabs(found - expected) <= tolerance * std::fmax(1, std::fabs(expected));
}

std::string parseError(const std::string& text) {
    return errorOf([&] { parseActivation(text); });
}

}  // namespace

TEST_CASE("activations and derivatives are Keras's in float64", "[activations]") {
    const auto bytes = readBytes("activations.json");
    std::size_t compared = 0;
    for (const auto& entry : nlohmann::json::parse(bytes.begin(), bytes.end())) {
        const std::string name = entry["name"];
        if (name != "elu_0.5" && !parseError(name).empty()) continue;
        const auto activation = referenceActivation(name);
        ++compared;
        for (std::size_t i = 0; i < entry["x"].size(); ++i) {
            const double x = entry["x"][i];
            const auto value = evaluate(activation, x);
            CAPTURE(name, x, value.f, value.df, entry["f"][i], entry["df"][i]);
            CHECK(near(value.f, entry["f"][i], toleranceOf(name)));
            if (!isKink(name, x)) CHECK(near(value.df, entry["df"][i], toleranceOf(name)));
        }
    }
    REQUIRE(compared == kActivationKinds + 1);
}

TEST_CASE("derivatives fit central differences", "[activations]") {
    for (const auto& about : activationTable())
        for (double x = -9.013; x < 9; x += 0.37) {
            const auto activation = makeActivation(about.kind);
            const double h = 1e-5;
            const double slope =
                (evaluate(activation, x + h).f - evaluate(activation, x - h).f) / (2 * h);
            CAPTURE(about.name, x);
            CHECK(std::fabs(slope - evaluate(activation, x).df) < 1e-8);
        }
}

TEST_CASE("no activation overflows where its value is finite", "[activations]") {
    for (const auto& about : activationTable())
        for (const double x : {-1e30, -1000.0, -100.0, 100.0, 1000.0, 1e30}) {
            const auto value = evaluate(makeActivation(about.kind), x);
            CAPTURE(about.name, x);
            CHECK(std::isfinite(value.f));
            CHECK(std::isfinite(value.df));
        }
}

TEST_CASE("the table is complete: names differ, each has a formula and a note", "[activations]") {
    std::set<std::string_view> names;
    REQUIRE(activationTable().size() == kActivationKinds);
    for (std::size_t i = 0; i < kActivationKinds; ++i) {
        const auto& about = activationTable()[i];
        REQUIRE(static_cast<std::size_t>(about.kind) == i);
        REQUIRE(names.insert(about.name).second);
        REQUIRE_FALSE(about.formula.empty());
        REQUIRE(about.note.ends_with("."));
    }
}

TEST_CASE("every activation runs as its table entry says", "[activations]") {
    // Of steps from -20 to 20: how they go, without repetition: "+", "-+", "+-+", ...
    const auto signs = [](const Activation& activation) {
        std::string seen;
        for (double x = -20; x < 20; x += 1.0 / 64) {
            const double change = evaluate(activation, x + 1.0 / 64).f - evaluate(activation, x).f;
            if (std::abs(change) <= 1e-12) continue;
            const char sign = change > 0 ? '+' : '-';
            if (!seen.ends_with(sign)) seen += sign;
        }
        return seen;
    };
    const auto courseFrom = [](const std::string& seen) {
        if (seen == "+") return Course::NonDecreasing;
        return seen == "-+" ? Course::QuasiConvex : Course::Other;
    };
    for (const auto& about : activationTable()) {
        INFO(about.name);
        auto activation = makeActivation(about.kind);
        CHECK(courseOf(activation) == courseFrom(signs(activation)));
        for (std::size_t i = 0; i < about.parameters.size(); ++i)
            for (const double value : {about.parameters[i].minimum, about.parameters[i].maximum}) {
                activation.parameters[i] = value;
                CHECK(courseOf(activation) == courseFrom(signs(activation)));
            }
    }
    CHECK(courseOf(parseActivation("leaky_relu(negative_slope=-0.5)")) == Course::Other);
    CHECK(courseOf(parseActivation("elu(alpha=-1)")) == Course::Other);
}

TEST_CASE("every activation's text is read back as itself", "[activations]") {
    for (const auto& about : activationTable()) {
        auto activation = makeActivation(about.kind);
        REQUIRE(toText(activation) == about.name);
        REQUIRE(parseActivation(about.name) == activation);
        for (std::size_t i = 0; i < about.parameters.size(); ++i)
            activation.parameters[i] = 0.1 + 1.0 / 3;
        REQUIRE(parseActivation(toText(activation)) == activation);
    }
    REQUIRE(parseActivation("  leaky_relu ( negative_slope = 1e-2 ) ").parameters[0] == 0.01);
    REQUIRE(parseActivation("elu(alpha=-.5)").parameters[0] == -0.5);
    REQUIRE(parseActivation("elu()") == makeActivation(ActivationKind::Elu));
}

TEST_CASE("a wrong activation is refused with its column and the nearest name", "[activations]") {
    REQUIRE(parseError("rellu") ==
            "cannot read the activation ('rellu', column 1): 'rellu' is no activation: did you "
            "mean 'relu'?");
    REQUIRE(contains(parseError("  xyzzy_function"),
                     "column 3): 'xyzzy_function' is no activation: there are linear, sigmoid, "));
    REQUIRE(contains(parseError(""), "column 1): expected a name"));
    REQUIRE(contains(parseError("leaky_relu(slope=1)"),
                     "column 12): 'slope' is no parameter of leaky_relu"));
    REQUIRE(contains(parseError("leaky_relu(negativ_slope=1)"), "did you mean 'negative_slope'?"));
    REQUIRE(contains(parseError("relu(alpha=1)"),
                     "column 6): 'alpha' is no parameter of relu: there is none"));
    REQUIRE(contains(parseError("elu(alpha=)"), "column 11): expected a value"));
    REQUIRE(
        contains(parseError("elu(alpha=one)"), "column 11): alpha needs a number, found 'one'"));
    REQUIRE(contains(parseError("elu(alpha=1e999)"), "alpha needs a number"));
    REQUIRE(contains(parseError("elu(alpha=nan)"), "alpha needs a number"));
    REQUIRE(
        contains(parseError("elu(alpha=1"), "column 12): expected ')' for the '(' in column 4"));
    REQUIRE(contains(parseError("elu(alpha=1))"), "column 13): expected nothing after ')'"));
    REQUIRE(contains(parseError("elu(1)"), "column 5): expected parameter=value"));
    REQUIRE(contains(parseError("elu(alpha=1,alpha=2)"), "column 13): 'alpha' is given twice"));
    REQUIRE(contains(parseError("elu(alpha=1,)"), "column 13): expected parameter=value"));
    REQUIRE(contains(parseError("re lu"), "column 1): expected a name, found 're lu'"));
}
