#include <catch2/catch_test_macros.hpp>
#include <random>
#include <string>
#include <vector>

#include "squash/formula/formula.hpp"

using namespace squash;

namespace {

struct Malformed {
    const char* text;
    std::size_t column;
    const char* expected;
};

const std::vector<Malformed> kMalformed{
    {"", 1, "type a formula, such as x*sigmoid(x)"},
    {"   ", 4, "type a formula, such as x*sigmoid(x)"},
    {"sigmiod(x)", 1, "'sigmiod' is no function: did you mean 'sigmoid'?"},
    {"2*tahn(x)", 3, "'tahn' is no function: did you mean 'tanh'?"},
    {"x + Relu(x)", 5, "'Relu' is no function: did you mean 'relu'?"},
    {"leaky_rellu(x)", 1, "'leaky_rellu' is no function: did you mean 'leaky_relu'?"},
    {"ln(x)", 1, "'ln' is no function: write log(v)"},
    {"pow(x, 2)", 1, "'pow' is no function: write a^b"},
    {"step(x)", 1, "'step' is no function: write where(v > 0, 1, 0)"},
    {"arctan(x)", 1, "'arctan' is no function: write atan(v)"},
    {"x*", 3, "expected a number, x or a name, found the end"},
    {"x +", 4, "expected a number, x or a name, found the end"},
    {"x ^", 4, "expected a number, x or a name, found the end"},
    {"-", 2, "expected a number, x or a name, found the end"},
    {"*x", 1, "expected a number, x or a name, found '*'"},
    {"x*/2", 3, "expected a number, x or a name, found '/'"},
    {"x^^2", 3, "expected a number, x or a name, found '^'"},
    {"()", 2, "expected a number, x or a name, found ')'"},
    {"sin()", 5, "expected a number, x or a name, found ')'"},
    {"max(x,)", 7, "expected a number, x or a name, found ')'"},
    {"max(,x)", 5, "expected a number, x or a name, found ','"},
    {"(x", 3, "expected ')' for the '(' in column 1, found the end"},
    {"2*(x+1", 7, "expected ')' for the '(' in column 3, found the end"},
    {"tanh(x", 7, "expected ')' for the '(' in column 5, found the end"},
    {"tanh(", 6, "expected a number, x or a name, found the end"},
    {"((x)", 5, "expected ')' for the '(' in column 1, found the end"},
    {"(x, 2)", 3, "expected ')' for the '(' in column 1, found ','"},
    {"x)", 2, "there is no '(' for this ')'"},
    {"x, 2", 2, "a comma stands only between a function's arguments"},
    {"3x", 2, "expected an operator before 'x', such as *"},
    {"2 pi", 3, "expected an operator before 'pi', such as *"},
    {"x x", 3, "expected an operator before 'x', such as *"},
    {"(x+1)(x-1)", 6, "expected an operator before '(', such as *"},
    {"tanh(x 2)", 8, "expected an operator before '2', such as *"},
    {"2e", 2, "expected an operator before 'e', such as *"},
    {"x(2)", 2, "'x' is no function; write x*("},
    {"pi(3)", 3, "'pi' is no function; write pi*("},
    {"e(x)", 2, "'e' is no function; write e*("},
    {"tanh", 1, "tanh is a function: write tanh(x)"},
    {"x*sigmoid", 3, "sigmoid is a function: write sigmoid(x)"},
    {"where", 1, "where is a function: write where(x > 0, a, b)"},
    {"2*max", 3, "max is a function: write max(a, b)"},
    {"elu", 1, "elu is a function: write elu(x, alpha)"},
    {"b(x+1)", 1, "'b' is no function: for a product write b*("},
    {"x < 1", 3, "a comparison stands only in where(condition, a, b)"},
    {"x >= 0", 3, "a comparison stands only in where(condition, a, b)"},
    {"max(x > 0, 1)", 7, "expected ')' for the '(' in column 4, found '>'"},
    {"where(x, 1, 2)", 8, "where begins with a comparison (< <= > >=), found ','"},
    {"where(x)", 8, "where begins with a comparison (< <= > >=), found ')'"},
    {"where(x > 0, 1)", 15,
     "where takes a comparison and two values: where(x > 0, a, b), found ')'"},
    {"where(x > 0)", 12, "where takes a comparison and two values: where(x > 0, a, b), found ')'"},
    {"where(x > 0 1, 2)", 13, "expected an operator before '1', such as *"},
    {"where(x > 0, 1, 2, 3)", 18, "expected ')' for the '(' in column 6, found ','"},
    {"where(0 < x < 1, 1, 2)", 13,
     "where takes a comparison and two values: where(x > 0, a, b), found '<'"},
    {"where(x == 0, 1, 2)", 9, "a formula has no '=': type only what stands on its right"},
    {"min(x)", 1, "min takes two to 100 arguments, found 1"},
    {"1 + max(x)", 5, "max takes two to 100 arguments, found 1"},
    {"clip(x, 1)", 1, "clip takes three arguments, clip(v, lo, hi), found 2"},
    {"clip(x, 0, 1, 2)", 1, "clip takes three arguments, clip(v, lo, hi), found 4"},
    {"sin(x, 2)", 1, "sin takes one argument, found 2"},
    {"silu(x, 1)", 1, "silu takes one argument, found 2"},
    {"elu(x, 1, 2)", 1, "elu takes one argument and its parameters, elu(x, alpha), found 3"},
    {"2**x", 2, "write ^ for a power"},
    {"|x|", 1, "write abs(x) for the absolute value"},
    {"y = x", 3, "a formula has no '=': type only what stands on its right"},
    {"x > 0 ? x : 0", 3, "a comparison stands only in where(condition, a, b)"},
    {"x ? 1 : 0", 3, "write where(condition, a, b) for a choice"},
    {"x\xC2\xB2", 2, "write ^2 or ^3 for a power"},
    {"2\xC2\xB7x", 2, "write * for a product"},
    {"x \xE2\x88\x92 1", 3, "write - for minus"},
    {"\xCF\x80*x", 1, "write pi"},
    {"x $ 2", 3, "expected a number, a name or one of + - * / ^ ( ) ,"},
    {"x; b=2", 2, "expected a number, a name or one of + - * / ^ ( ) ,"},
    {".", 1, "expected a number, a name or one of + - * / ^ ( ) ,"},
    {"1.2.3", 4, "a number has one point"},
    {"1e400*x", 1, "a number of at most 1e+30"},
    {"a+b+c+d+f+g+h+i+j", 17, "a formula has at most 8 parameters"},
};

FormulaError errorOf(const std::string& text) {
    try {
        const Formula formula(text);
    } catch (const FormulaError& error) {
        return error;
    }
    FAIL("'" << text << "' was taken");
    throw;  // not reached
}

}  // namespace

TEST_CASE("a malformed formula is refused with its place and what was expected", "[formula]") {
    REQUIRE(kMalformed.size() >= 60);
    for (const Malformed& each : kMalformed) {
        const FormulaError error = errorOf(each.text);
        CAPTURE(each.text, error.what());
        CHECK(error.column() == each.column);
        CHECK(error.expected() == each.expected);
    }
}

TEST_CASE("an error reads as one line with the text in it", "[formula]") {
    CHECK(std::string(errorOf("x*sigmiod(x)").what()) ==
          "cannot read the formula ('x*sigmiod(x)', column 3): 'sigmiod' is no function: did you "
          "mean 'sigmoid'?");
    CHECK(std::string(errorOf("x\n\x01 $").what()).find('\n') == std::string::npos);
}

TEST_CASE("nesting and length are limited with a message", "[formula]") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "x" + std::string(depth, ')');
    };
    CHECK_NOTHROW(Formula(nested(kMaxFormulaNesting - 1)));
    CHECK(errorOf(nested(kMaxFormulaNesting + 1)).expected() ==
          "a formula nests at most 60 levels deep");
    CHECK(errorOf(std::string(kMaxFormulaNesting + 1, '-') + "x").expected() ==
          "a formula nests at most 60 levels deep");
    std::string power = "x";
    for (std::size_t i = 0; i < kMaxFormulaNesting + 1; ++i) power += "^x";
    CHECK(errorOf(power).expected() == "a formula nests at most 60 levels deep");
    CHECK(errorOf(std::string(kMaxFormulaLength + 1, '1')).column() == kMaxFormulaLength + 1);
    CHECK(errorOf(std::string(41, 'b')).expected() == "a name of at most 40 letters");
}

TEST_CASE("what is too much to compute is refused, not computed slowly", "[formula]") {
    std::string sum = "x";
    for (int i = 0; i < 120; ++i) sum += "+sin(" + std::to_string(i) + "*x)";
    CHECK_THROWS_AS(Formula(sum.substr(0, sum.rfind('+'))), Error);
    std::string tower = "x";
    for (int i = 0; i < 50; ++i) tower = "sin(" + tower + ")*x";
    // Its derivative's text would be thousands of times as long as its graph.
    const std::string derivative = Formula(tower).derivativeText();
    CHECK(derivative.size() < 3000);
    CHECK(derivative.ends_with("..."));
}

TEST_CASE("random texts are read or refused, nothing else", "[formula]") {
    const std::vector<std::string> pieces{
        "x",     "1",    ".5",    "e",     "+",      "-",    "*",     "/",    "^",    "(",
        ")",     ",",    "<",     ">=",    "where(", "max(", "tanh(", "log(", "exp(", "b",
        "gelu(", "abs(", "sqrt(", "sign(", "clip(",  "elu(", "\xFF",  " "};
    std::mt19937 random(7);
    std::size_t taken = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (std::size_t length = random() % 14; length > 0; --length)
            text += pieces[random() % pieces.size()];
        try {
            const Formula formula(text);
            formula.evaluate(0.5, std::vector<double>(formula.parameters().size(), 1.0));
            CHECK(!formula.derivativeText().empty());
            ++taken;
        } catch (const Error& error) {
            CHECK(!error.expected().empty());
        }
    }
    CHECK(taken > 100);
}
