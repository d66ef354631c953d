// Typed formulas that are a function of the catalogue in other words.
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "activations/bound_activation.hpp"
#include "activations/course.hpp"
#include "activations/known_form.hpp"

using namespace squash;

namespace {

bool near(double found, double expected, double tolerance) {
    return std::fabs(found - expected) <= tolerance * std::fmax(1, std::fabs(expected));
}

}  // namespace

TEST_CASE(
    "a typed formula is the catalogue's in any order of factors and terms, with its vector code",
    "[activations]") {
    struct Case {
        const char *typed, *entry;
        ActivationCode code;
    };
    for (const auto& [typed, entry, code] : std::initializer_list<Case>{
             {"x*sigmoid(x)", "silu", ActivationCode::Silu},
             {"sigmoid(x)*x", "silu", ActivationCode::Silu},
             {"x/(1+exp(-x))", "silu", ActivationCode::Silu},
             {"1/(exp(-x)+1)*x", "silu", ActivationCode::Silu},
             {"x*sigmoid(k*x)", "swish", ActivationCode::Swish},
             {"sigmoid(k*x)*x", "swish", ActivationCode::Swish},
             {"sigmoid(x*k)*x", "swish", ActivationCode::Swish},
             {"x/(1+exp(-b*x))", "swish", ActivationCode::Swish},
             {"log(exp(x)+1)", "softplus", ActivationCode::Softplus},
             {"(exp(x)-exp(-x))/(exp(-x)+exp(x))", "tanh", ActivationCode::Tanh},
             {"0.5*x*(1+erf(x/sqrt(2)))", "gelu", ActivationCode::Gelu},
             {"0.5*x*(1 + tanh(sqrt(2/pi)*(0.044715*x^3 + x)))", "gelu_tanh",
              ActivationCode::GeluTanh},
             {"max(0, x)", "relu", ActivationCode::Relu}}) {
        Activation activation = makeActivation(Formula(typed));
        CAPTURE(typed);
        const ActivationInfo* found = knownFormOf(activation).entry;
        REQUIRE(found != nullptr);
        CHECK(found->name == entry);
        CHECK(BoundActivation(activation).call().code == code);
        CHECK(courseOf(activation) == found->course);
        for (double x = -700; x <= 700; x += 0.7) {
            const auto value = evaluate(activation, x), wanted = evaluate(makeActivation(entry), x);
            CAPTURE(x);
            REQUIRE(near(value.f, wanted.f, 1e-12));
            REQUIRE(near(value.df, wanted.df, 1e-12));
        }
    }
    for (const char* other : {"x*sigmoid(x) + x", "x*sigmoid(-x)", "sigmoid(a*x)*b*x",
                              "x - x/(3+x)", "x/3*(1+erf(x/sqrt(2)))", "maxout(x)*2"}) {
        CAPTURE(other);
        CHECK(knownFormOf(makeActivation(Formula(other))).entry == nullptr);
        CHECK(BoundActivation(makeActivation(Formula(other))).call().code ==
              ActivationCode::Formula);
    }
    // What learns runs as its program, which knows the derivative for it.
    CHECK(BoundActivation(parseActivation("formula(x*sigmoid(b*x); b=learn)")).call().code ==
          ActivationCode::Formula);
}

TEST_CASE("a typed formula with numbers in the place of parameters is the catalogue's all the same",
          "[activations]") {
    struct Case {
        const char *typed, *entry;
    };
    for (const auto& [typed, entry] : std::initializer_list<Case>{
             {"x*sigmoid(1.702*x)", "swish(beta=1.702)"},
             {"sigmoid(x*1.702)*x", "swish(beta=1.702)"},
             {"x/(1 + exp(-1.702*x))", "swish(beta=1.702)"},
             {"swish(x, 1.702)", "swish(beta=1.702)"},
             {"x*sigmoid(-0.5*x)", "swish(beta=-0.5)"},
             {"where(x > 0, x, 0.01*x)", "leaky_relu(negative_slope=0.01)"},
             {"where(0 < x, x, x*0.01)", "leaky_relu(negative_slope=0.01)"},
             {"where(x > 0, x, x/8)", "leaky_relu(negative_slope=0.125)"},
             {"where(x > 0, x, 0)", "leaky_relu(negative_slope=0)"},
             {"where(x >= 0, x, 0.5*(exp(x) - 1))", "elu(alpha=0.5)"},
             {"where(x >= 0, x, exp(x) - 1)", "elu"},
             {"where(x >= 0, x, (exp(x) - 1)/2)", "elu(alpha=0.5)"},
             {"where(x >= 0, x, 2*(exp(x/2) - 1))", "celu(alpha=2)"},
             {"where(x >= 0, x, 1.5*(exp(x/1.5) - 1))", "celu(alpha=1.5)"},
             {"where(abs(x) > 0.7, x, 0)", "hard_shrink(threshold=0.7)"},
             {"where(x > 0.7, x - 0.7, where(x < -0.7, x + 0.7, 0))", "soft_shrink(threshold=0.7)"},
             {"where(x > 0, (x + sqrt(x^2 + 3))/2, 1.5/(sqrt(x^2 + 3) - x))", "squareplus(b=3)"},
             {"where(x > 1.5, x, 0.25)", "threshold(threshold=1.5,default_value=0.25)"},
             {"where(x > 1.5, x, b)", "threshold(threshold=1.5,default_value=1)"},
             {"where(x > b, x, a)", "threshold(threshold=1,default_value=1)"}}) {
        const Activation activation = makeActivation(Formula(typed)),
                         known = parseActivation(entry);
        CAPTURE(typed, entry);
        const KnownForm found = knownFormOf(activation);
        REQUIRE(found.entry == known.entry);
        CHECK(found.parameters == known.parameters);
        CHECK(courseOf(activation) == courseOf(known));
        const BoundActivation bound(activation), wanted(known);
        CHECK(bound.call().code == wanted.call().code);
        CHECK(bound.call().parameter == wanted.call().parameter);
        for (double x = -80; x <= 80; x += 0.07) {
            CAPTURE(x);
            REQUIRE(near(evaluate(activation, x).f, evaluate(known, x).f, 1e-12));
            REQUIRE(near(evaluate(activation, x).df, evaluate(known, x).df, 1e-12));
        }
    }
    for (const char* other :
         {"x*sigmoid(1.702*x + 0.1)", "1.01*x*sigmoid(1.702*x)", "x*sigmoid(1.702*x)^2",
          "where(x > 0.1, x, 0.01*x)", "where(x > 0, 1.01*x, 0.01*x)",
          "where(x >= 0, x, 0.5*(exp(x) - 1.1))", "where(x >= 0, x, 2*(exp(x/3) - 1))",
          "where(x > 0.7, x - 0.7, where(x < -0.6, x + 0.7, 0))",
          // Another derivative at 0, and other values at 40.
          "where(x >= 0, x, 0.01*x)", "x*sigmoid(1.702*x) + where(x > 40, 1, 0)"}) {
        CAPTURE(other);
        CHECK(knownFormOf(makeActivation(Formula(other))).entry == nullptr);
        CHECK(BoundActivation(makeActivation(Formula(other))).call().code ==
              ActivationCode::Formula);
    }
}
