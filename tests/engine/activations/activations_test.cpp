#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "activations/course.hpp"
#include "data/files.hpp"
#include "squash/activations/scan.hpp"

using namespace squash;
using namespace squash::test;

namespace {

// Where a point is a kink or a jump, the reference's derivative is not binding.
bool isKink(const std::string& name, double x) {
    if (name == "relu6") return x == 0 || x == 6;
    if (name == "hard_sigmoid" || name == "hard_silu") return std::fabs(x) == 3;
    if (name == "hard_tanh" || name == "sparse_sigmoid") return std::fabs(x) == 1;
    if (name == "hard_shrink" || name == "soft_shrink") return std::fabs(x) == 0.5;
    if (name == "threshold") return x == 0.5;
    if (name == "celu") return x == 0;  // Keras adds the slopes of both sides up there
    return x == 0 &&
           (name == "relu" || name == "leaky_relu" || name == "elu_0.5" || name == "selu");
}

Activation referenceActivation(const std::string& name) {
    if (name == "elu_0.5") return parseActivation("elu(alpha=0.5)");
    if (name == "swish_beta_1.5") return parseActivation("swish(beta=1.5)");
    if (name == "leaky_relu") return parseActivation("leaky_relu(negative_slope=0.01)");
    if (name == "threshold") return parseActivation("threshold(threshold=0.5,default_value=-0.25)");
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
    std::set<const ActivationInfo*> compared;
    for (const auto& entry : nlohmann::json::parse(bytes.begin(), bytes.end())) {
        const std::string name = entry["name"];
        const auto activation = referenceActivation(name);
        compared.insert(activation.entry);
        for (std::size_t i = 0; i < entry["x"].size(); ++i) {
            const double x = entry["x"][i];
            const auto value = evaluate(activation, x);
            CAPTURE(name, x, value.f, value.df, entry["f"][i], entry["df"][i]);
            CHECK(near(value.f, entry["f"][i], toleranceOf(name)));
            if (!isKink(name, x)) CHECK(near(value.df, entry["df"][i], toleranceOf(name)));
        }
    }
    for (const ActivationInfo& entry : activationTable()) {
        CAPTURE(entry.name);
        CHECK(compared.contains(&entry) == (entry.kind == ActivationKind::Pointwise));
    }
}

TEST_CASE("derivatives fit central differences", "[activations]") {
    for (const auto& about : activationTable())
        for (double x = -9.013; x < 9; x += 0.37) {
            const auto activation = makeActivation(about);
            const double h = 1e-5;
            const double slope =
                (evaluate(activation, x + h).f - evaluate(activation, x - h).f) / (2 * h);
            const double df = evaluate(activation, x).df;
            CAPTURE(about.name, x);
            CHECK(std::fabs(slope - df) < 1e-8 * std::fmax(1, std::fabs(df)));
        }
}

TEST_CASE("no activation overflows where its value is finite", "[activations]") {
    for (const auto& about : activationTable())
        for (const double x : {-1e30, -1000.0, -100.0, 100.0, 1000.0, 1e30}) {
            if (about.name == "exponential" && x > 709) continue;  // it is not finite
            const auto value = evaluate(makeActivation(about), x);
            CAPTURE(about.name, x);
            CHECK(std::isfinite(value.f));
            CHECK(std::isfinite(value.df));
        }
}

TEST_CASE("the table is complete: names differ, each has a formula and a note", "[activations]") {
    std::set<std::string_view> names;
    for (const ActivationInfo& about : activationTable()) {
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
    const auto courseFrom = [&signs](const Activation& activation) {
        const std::string seen = signs(activation);
        if (seen == "+") return Course::NonDecreasing;
        return seen == "-+" ? Course::QuasiConvex : Course::Other;
    };
    for (const auto& about : activationTable()) {
        INFO(about.name);
        auto activation = makeActivation(about);
        std::set<Course> seen{courseFrom(activation)};
        for (std::size_t i = 0; i < about.parameters.size(); ++i)
            for (const double value : {about.parameters[i].minimum, about.parameters[i].maximum}) {
                activation.parameters[i] = value;
                seen.insert(courseFrom(activation));
                CHECK(courseOf(activation) == about.course);
            }
        // Other is what runs so, or differently for different parameters.
        CHECK(
            (seen == std::set{about.course} || (about.course == Course::Other && seen.size() > 1)));
    }
    CHECK(courseOf(parseActivation("leaky_relu(negative_slope=-0.5)")) == Course::Other);
    CHECK(courseOf(parseActivation("elu(alpha=-1)")) == Course::Other);
}

TEST_CASE("every activation's text is read back as itself", "[activations]") {
    for (const auto& about : activationTable()) {
        auto activation = makeActivation(about);
        REQUIRE(toText(activation) == about.name);
        REQUIRE(parseActivation(about.name) == activation);
        for (std::size_t i = 0; i < about.parameters.size(); ++i)
            activation.parameters[i] = about.parameters[i].whole ? 5 : 0.1 + 1.0 / 3;
        REQUIRE(parseActivation(toText(activation)) == activation);
        for (std::size_t i = 0; i < about.parameters.size(); ++i)
            activation.learned[i] = about.parameters[i].learning != Learning::Never;
        REQUIRE(parseActivation(toText(activation)) == activation);
    }
    REQUIRE(parseActivation("  leaky_relu ( negative_slope = 1e-2 ) ").parameters[0] == 0.01);
    REQUIRE(parseActivation("elu(alpha=-.5)").parameters[0] == -0.5);
    REQUIRE(parseActivation("elu()") == makeActivation("elu"));
}

TEST_CASE("learned parameters are read with the value they start from", "[activations]") {
    const auto swish = parseActivation("swish( beta = learn(1.5) )");
    CHECK(swish.learned[0]);
    CHECK(swish.parameters[0] == 1.5);
    CHECK(toText(swish) == "swish(beta=learn(1.5))");
    CHECK(toText(parseActivation("elu(alpha=learn)")) == "elu(alpha=learn)");
    CHECK(toText(parseActivation("elu(alpha=learn(1))")) == "elu(alpha=learn)");
    const auto typed = parseActivation("formula(a*x + sin(b*x); a=2,b=learn(-.5))");
    CHECK(typed.learned == decltype(typed.learned){false, true});
    CHECK(typed.parameters[1] == -0.5);
    CHECK(toText(typed) == "formula(a*x + sin(b*x); a=2,b=learn(-0.5))");
    CHECK(learns(parseActivation("prelu")));
    CHECK(toText(parseActivation("prelu(alpha=learn(0.1))")) == "prelu(alpha=0.1)");
    CHECK_FALSE(learns(parseActivation("swish(beta=2)")));
}

TEST_CASE("a formula is read with its parameters and written so that it is read back",
          "[activations]") {
    const auto typed = parseActivation(" formula( x*sigmoid(b*x) ; b=1.5 )");
    REQUIRE(typed.formula);
    REQUIRE(parameterNames(typed) == std::vector<std::string>{"b"});
    REQUIRE(typed.parameters[0] == 1.5);
    REQUIRE(
        near(evaluate(typed, 0.7).f, evaluate(parseActivation("swish(beta=1.5)"), 0.7).f, 1e-15));
    REQUIRE(parseActivation("formula(a*x)").parameters[0] == 1);
    for (const char* text : {"formula(max(x, 0))", "formula(lo + (hi-lo)*(tanh(x)+1)/2; lo=0,hi=2)",
                             "formula((x))", "formula(-x^2;)"}) {
        const auto activation = parseActivation(text);
        CAPTURE(text, toText(activation));
        REQUIRE(parseActivation(toText(activation)) == activation);
    }
}

TEST_CASE("a typed formula runs as the entry of the catalogue that it is", "[activations]") {
    const auto course = [](const char* text) { return courseOf(parseActivation(text)); };
    CHECK(course("formula(x*sigmoid(x))") == Course::QuasiConvex);
    CHECK(course("formula(x/(1 + exp(-x)))") == Course::QuasiConvex);
    CHECK(course("formula(x*sigmoid(k*x); k=0.5)") == Course::QuasiConvex);
    CHECK(course("formula(x*sigmoid(k*x); k=-1)") == Course::Other);
    CHECK(course("formula(log(1+exp(x)))") == Course::NonDecreasing);
    CHECK(course("formula(-x*sigmoid(x))") == Course::Other);
    CHECK(course("formula(x*sin(x))") == Course::Other);
}

TEST_CASE("a wrong activation is refused with its column and the nearest name", "[activations]") {
    REQUIRE(parseError("rellu") ==
            "cannot read the activation ('rellu', column 1): 'rellu' is no activation: did you "
            "mean 'relu'?");
    REQUIRE(contains(parseError("rlu"), "did you mean 'relu'?"));  // not elu, as near
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
    REQUIRE(contains(parseError("formula"), "column 8): expected '(' after 'formula'"));
    REQUIRE(contains(parseError("formula(x"), "column 10): expected ')' for the '(' in column 8"));
    REQUIRE(contains(parseError("formula()"), "column 9): "));
    REQUIRE(contains(parseError("formula(x*sigmiod(x))"), "column 11): "));
    REQUIRE(contains(parseError("formula(x*sigmiod(x))"), "did you mean 'sigmoid'?"));
    REQUIRE(contains(parseError("formula(a*x; b=1)"),
                     "column 14): 'b' is no parameter of the formula: did you mean 'a'?"));
    REQUIRE(contains(parseError("formula(a*x; a=one)"), "column 16): a needs a number"));
    REQUIRE(contains(parseError("elu(alpha=learn(x))"), "column 17): alpha needs a number"));
    REQUIRE(contains(parseError("elu(alpha=learn()"), "column 18): expected ')' for the '('"));
    REQUIRE(contains(parseError("elu(alpha=lern)"), "column 11): alpha needs a number"));
    REQUIRE(contains(parseError("maxout(k=learn)"),
                     "column 10): k cannot be learned: expected a number"));
    REQUIRE(contains(parseError("maxout(k=2.5)"),
                     "column 10): k needs a whole number from 2 to 8, found '2.5'"));
    REQUIRE(contains(parseError("maxout(k=1)"), "from 2 to 8, found '1'"));
    REQUIRE(contains(parseError("re lu"), "column 1): expected a name, found 're lu'"));
}

TEST_CASE("what cannot be trained with is found before", "[activations]") {
    const auto problem = [](const char* text) {
        return trainingProblem(parseActivation(text)).value_or("");
    };
    CHECK(problem("formula(x*sigmoid(x))") == "");
    CHECK(problem("formula(exp(x))") == "");
    CHECK(problem("formula(max(x, 0))") == "");
    CHECK(problem("formula(sqrt(x))") == "its value is not finite from x = -20 to -0.01");
    CHECK(problem("formula(1/x)") == "its value is not finite at x = 0");
    CHECK(problem("formula(exp(x^2))") == "its value is not finite from x = -20 to -9.41");
    CHECK(problem("formula(sqrt(abs(x)))").starts_with("its gradient is not finite at x = 0"));
    CHECK(problem("formula(sign(x))") ==
          "its gradient is 0 almost everywhere, so nothing before it would learn");
    CHECK(problem("formula(3)").starts_with("its gradient is 0 almost everywhere"));
    CHECK(problem("exponential") == "");
    // Finite in float64, but not as it is computed.
    CHECK(problem("formula(log(2 + exp(5*x)))").find("not finite from x = 17.68") !=
          std::string::npos);
}
