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
        const ActivationInfo* found = catalogueEntryOf(activation);
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
        CHECK(catalogueEntryOf(makeActivation(Formula(other))) == nullptr);
        CHECK(BoundActivation(makeActivation(Formula(other))).call().code ==
              ActivationCode::Formula);
    }
    // What learns runs as its program, which knows the derivative for it.
    CHECK(BoundActivation(parseActivation("formula(x*sigmoid(b*x); b=learn)")).call().code ==
          ActivationCode::Formula);
}
