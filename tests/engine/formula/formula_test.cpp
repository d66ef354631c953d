#include "squash/formula/formula.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "data/files.hpp"
#include "squash/activations/activation.hpp"

using namespace squash;
using namespace squash::test;

namespace {

bool near(double found, double expected) {
    return std::fabs(found - expected) <= 1e-12 * std::fmax(1, std::fabs(expected));
}

std::string derivativeOf(std::string_view text) { return Formula(text).derivativeText(); }

FormulaValue at(std::string_view text, double x, std::vector<double> parameters = {}) {
    return Formula(text).evaluate(x, parameters);
}

// The parameters' values in the formula's order, by name.
std::vector<double> valuesOf(const Formula& formula, const nlohmann::json& entry) {
    std::vector<double> values;
    for (const std::string& name : formula.parameters())
        values.push_back(entry.at("parameters").at(name));
    return values;
}

}  // namespace

TEST_CASE("values and derivatives are those of an independent algebra", "[formula]") {
    const auto bytes = readBytes("formulas.json");
    const auto entries = nlohmann::json::parse(bytes.begin(), bytes.end());
    REQUIRE(entries.size() >= 60);
    for (const auto& entry : entries) {
        const std::string text = entry["formula"];
        const Formula formula(text);
        const auto values = valuesOf(formula, entry);
        REQUIRE(values.size() == entry["parameters"].size());
        for (std::size_t i = 0; i < entry["x"].size(); ++i) {
            const double x = entry["x"][i];
            const auto value = formula.evaluate(x, values);
            CAPTURE(text, x, value.f, value.df, entry["f"][i], entry["df"][i]);
            CHECK(near(value.f, entry["f"][i]));
            CHECK(near(value.df, entry["df"][i]));
            const auto slopes = formula.parameterDerivatives(x, values);
            for (std::size_t p = 0; p < slopes.size(); ++p) {
                CAPTURE(formula.parameters()[p], slopes[p]);
                CHECK(near(slopes[p], entry["dparameters"][formula.parameters()[p]][i]));
            }
        }
    }
}

TEST_CASE("the second derivative fits differences of the first", "[formula]") {
    for (const char* text : {"x*sigmoid(x)", "tanh(x)", "exp(-x^2)", "sin(x)^2 + x^3", "x/(1+x^2)",
                             "log(1+exp(2*x))", "asinh(x)*atan(x)", "gelu(x)"})
        for (double x = -3.05; x < 3; x += 0.37) {
            const double h = 1e-5;
            const double slope = (at(text, x + h).df - at(text, x - h).df) / (2 * h);
            CAPTURE(text, x);
            CHECK(std::fabs(at(text, x).ddf - slope) < 1e-7 * std::fmax(1, std::fabs(slope)));
        }
}

TEST_CASE("derivatives read as a person would write them", "[formula]") {
    CHECK(derivativeOf("x") == "1");
    CHECK(derivativeOf("3") == "0");
    CHECK(derivativeOf("x^3") == "3*x^2");
    CHECK(derivativeOf("-x^2") == "-2*x");
    CHECK(derivativeOf("x*x*x") == "3*x^2");
    CHECK(derivativeOf("2*x + 3*x") == "5");
    CHECK(derivativeOf("x - x") == "0");
    CHECK(derivativeOf("x/x") == "0");
    CHECK(derivativeOf("1/x") == "-1/x^2");
    CHECK(derivativeOf("sqrt(x)") == "1/(2*sqrt(x))");
    CHECK(derivativeOf("exp(2*x)") == "2*exp(2*x)");
    CHECK(derivativeOf("tanh(x)") == "1 - tanh(x)^2");
    CHECK(derivativeOf("sigmoid(x)") == "sigmoid(x)*(1 - sigmoid(x))");
    CHECK(derivativeOf("1/(1+exp(-x))") == "sigmoid(x)*(1 - sigmoid(x))");
    CHECK(derivativeOf("x*sigmoid(x)") == "sigmoid(x) + x*sigmoid(x)*(1 - sigmoid(x))");
    CHECK(derivativeOf("log(1+exp(x))") == "sigmoid(x)");
    CHECK(derivativeOf("x/(1+abs(x))") == "1/(1 + abs(x))^2");
    CHECK(derivativeOf("max(x, 0)") == "where(x > 0, 1, 0)");
    CHECK(derivativeOf("max(0, x)") == "where(x > 0, 1, 0)");
    CHECK(derivativeOf("abs(x)^1.5") == "1.5*sqrt(abs(x))*sign(x)");
    CHECK(derivativeOf("a*sin(w*x)") == "a*cos(w*x)*w");
    CHECK(Formula("a*sin(w*x)").parameterDerivativeText(0) == "sin(w*x)");
    CHECK(Formula("x^p").parameterDerivativeText(0) == "where(x > 0, x^p*log(x), 0)");
}

TEST_CASE("a printed derivative is itself a formula with the same values", "[formula]") {
    for (const char* text :
         {"x*sigmoid(x)", "tanh(x)", "x^-2", "2^-x", "-x^3", "x/(1+abs(x))", "where(x>1, x^2, -x)",
          "clip(x, -1, 2)*3", "(x-1)*(x-2)/(x+9)", "x - (2 - x^2)", "exp(-(x-1)^2)", "gelu(x)"}) {
        const Formula formula(text), derivative(formula.derivativeText());
        for (double x = -4.05; x < 4; x += 0.37) {
            CAPTURE(text, derivative.text(), x);
            CHECK(near(derivative.evaluate(x, {}).f, formula.evaluate(x, {}).df));
        }
    }
}

TEST_CASE("kinks and ties have the derivative that is documented", "[formula]") {
    CHECK(at("x^3", 0).df == 0);
    CHECK(at("abs(x)^1.5", 0).df == 0);
    CHECK(at("abs(x)", 0).df == 0);
    CHECK(at("relu(x)", 0).df == 0);
    // from the left
    CHECK(at("max(x, 0)", 0).df == 0);
    CHECK(at("max(0, x)", 0).df == 0);
    CHECK(at("max(-x, 0)", 0).df == 0);  // relu(-x)
    CHECK(at("max(-x, x)", 0).df == -1);
    CHECK(at("min(x, 0)", 0).df == 1);
    CHECK(at("min(x, 2*x)", 0).df == 2);
    CHECK(at("max(x, x^2)", 1).df == 1);
    CHECK(at("max(x^2, x)", 1).df == 1);
    // from outside, and of the branch taken
    CHECK(at("clip(x, -1, 1)", -1).df == 0);
    CHECK(at("clip(x, -1, 1)", 1).df == 0);
    CHECK(at("where(x > 0, 2*x, 3*x)", 0).df == 3);
    CHECK(at("where(x >= 0, 2*x, 3*x)", 0).df == 2);
    CHECK(Formula("x^p").parameterDerivatives(0, std::vector{2.0})[0] == 0);
}

TEST_CASE("what would overflow is computed in a form that does not", "[formula]") {
    for (const char* text :
         {"log(1+exp(k*x))", "x*sigmoid(x)", "(exp(x)-exp(-x))/(exp(x)+exp(-x))", "1/(1+exp(-x))",
          "exp(x)/(1+exp(x))", "exp(x)/(exp(x)+1)", "(exp(2*x)-1)/(exp(2*x)+1)", "x/(1+exp(-x))",
          "x*tanh(log(1+exp(x)))", "log(exp(x)+exp(-x))", "log(cosh(x))", "x/(1+abs(x))",
          "((exp(x)-exp(-x))/2)/((exp(x)+exp(-x))/2)", "x*exp(x)/(1+exp(x))", "(1+exp(-x))^-1",
          "1/(1+exp(-x))^2", "exp(-x)/(1+exp(-x))^2", "2*exp(x)/(3*(1+exp(x)))"})
        for (const double x : {-1e6, -1000.0, -800.0, 800.0, 1000.0, 1e6}) {
            const auto value = at(text, x, {3});
            CAPTURE(text, x, value.f, value.df, value.ddf);
            CHECK(std::isfinite(value.f));
            CHECK(std::isfinite(value.df));
            CHECK(std::isfinite(value.ddf));
        }
    CHECK(at("log(1+exp(k*x))", 1000, {3}).f == 3000);
    CHECK(at("(exp(x)-exp(-x))/(exp(x)+exp(-x))", -1000).f == -1);
}

TEST_CASE("small numbers are not lost in a difference", "[formula]") {
    const auto relative = [](double found, double expected) {
        return std::fabs(found / expected - 1) < 1e-12;
    };
    CHECK(relative(at("exp(x)-1", 1e-10).f, std::expm1(1e-10)));
    CHECK(relative(at("1-exp(x)", 1e-10).f, -std::expm1(1e-10)));
    CHECK(relative(at("1-erf(x)", 9).f, std::erfc(9)));
    CHECK(relative(at("1+erf(x)", -9).f, std::erfc(9)));
    CHECK(relative(at("1-sigmoid(x)", 50).f, std::exp(-50)));
    CHECK(relative(at("1-tanh(x)^2", 50).f, 4 * std::exp(-100)));
    CHECK(relative(at("1+tanh(x)", -50).f, 2 * std::exp(-100)));
    CHECK(relative(at("1-tanh(x)", 50).f, 2 * std::exp(-100)));
}

TEST_CASE("powers of numbers that stay powers are no trap", "[formula]") {
    // Each once sent the sum's two sides around and around.
    for (const char* text : {"1+(-3)^-1*x*sin(x)/(-3)^-2", "x+(-10)^19*a*b/(-10)^18",
                             "x-(-7)^-1*x^2*a", "(-3)^-1*x+(-3)^-1*sin(x)"})
        CHECK(std::isfinite(at(text, 0.5, {1, 1}).df));
    CHECK(near(at("1+(-3)^-1*x*sin(x)/(-3)^-2", 2).f, 1 - 3 * 2 * std::sin(2)));
    CHECK(std::isnan(at("0/0 + x", 1).f));
}

TEST_CASE("every entry of the catalogue is a function and is its own formula", "[formula]") {
    for (const auto& about : activationTable()) {
        const Formula called(std::string(about.name) + "(x)"), own(about.formula);
        std::vector<double> defaults;
        for (const auto& parameter : about.parameters) defaults.push_back(parameter.defaultValue);
        // How many pieces maxout has is no parameter of one of them.
        const bool pieces = about.kind == ActivationKind::Pieces;
        REQUIRE(own.parameters().size() == (pieces ? 0 : about.parameters.size()));
        for (std::size_t i = 0; i < own.parameters().size(); ++i)
            REQUIRE(own.parameters()[i] == about.parameters[i].name);
        for (double x = -9.01; x < 9; x += 0.37) {
            const auto expected = evaluate(makeActivation(about), x);
            CAPTURE(about.name, x, expected.f, expected.df);
            CHECK(near(called.evaluate(x, {}).f, expected.f));
            CHECK(near(own.evaluate(x, defaults).f, expected.f));
            CHECK(near(own.evaluate(x, defaults).df, expected.df));
        }
    }
    CHECK(at("elu(x, 0.5)", -1).f == at("0.5*(exp(x)-1)", -1).f);
}

TEST_CASE("parameters stand in the order in which they first appear", "[formula]") {
    const Formula formula("hi*x + lo - hi/sigmoid(beta_1)");
    CHECK(formula.parameters() == std::vector<std::string>{"hi", "lo", "beta_1"});
    CHECK(Formula("pi*e*x").parameters().empty());
}

TEST_CASE("the steps of a calculation lead to its value", "[formula]") {
    const auto stepsOf = [](const char* text, double x) { return Formula(text).steps(x, {}); };
    const auto sigmoid = stepsOf("1/(1 + exp(-x))", 1);
    REQUIRE(sigmoid.size() == 3);
    CHECK(sigmoid[0].text == "exp(-1)");
    CHECK(sigmoid[1].text == "1 + 0.367879");
    CHECK(sigmoid[2].text == "1/1.36788");
    CHECK(near(sigmoid[2].value, 0.7310585786300049));
    CHECK(stepsOf("max(x, 0)", -1).back().text == "max(-1, 0)");
    CHECK(stepsOf("x", 3).empty());
    CHECK(stepsOf("1/(1 + exp(-x))", 1e4).back().value == 1);
    for (const auto& about : activationTable())
        for (const double x : {-2.5, -1.0, 0.0, 0.75, 3.0}) {
            const Activation activation = makeActivation(about);
            const Formula& formula = formulaOf(activation);
            const std::span<const double> parameters(activation.parameters.data(),
                                                     formula.parameters().size());
            const auto steps = formula.steps(x, parameters);
            CAPTURE(about.name, x);
            if (!steps.empty()) CHECK(near(steps.back().value, formula.evaluate(x, parameters).f));
        }
}
