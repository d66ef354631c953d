// Typing a function of one's own: read at every letter, looked at before it is used, never lost.
#include <catch2/catch_test_macros.hpp>

#include "typed.hpp"

namespace squash::ui::test {
TEST_CASE("a typed function is seen at once and trained with at Enter", "[formula]") {
    Trained bench;
    CHECK(valueOf(bench, "Formula") == "max(x, 0)");
    type(bench, "x*sigmoid(b*x)");
    CHECK(inUse(bench) == "relu");
    CHECK(bench.shows("formula f(x)"));
    CHECK(valueOf(bench, "Derivative text").starts_with("f' = sigmoid(b*x)"));
    bench.check();
    checkControls(bench.widgets());
    REQUIRE(bench.click("b slider"));
    CHECK(inUse(bench) == "relu");
    REQUIRE(bench.click("Formula"));
    press(bench, ImGuiKey_Enter);
    CHECK(inUse(bench).starts_with("formula(x*sigmoid(b*x); b="));
    CHECK_FALSE(bench.shows("Use it"));
    CHECK(valueOf(bench, "Formula") == "x*sigmoid(b*x)");
    bench.check();
    REQUIRE(bench.click("tanh"));
    CHECK(inUse(bench) == "tanh");
    CHECK(valueOf(bench, "Formula") == "tanh(x)");
}

TEST_CASE("a formula with a slip stays as it was typed, and says what is wrong", "[formula]") {
    Trained bench;
    type(bench, "x*sigmiod(x)");
    CHECK(bench.shows("'sigmiod' is no function"));
    CHECK(valueOf(bench, "Formula") == "x*sigmiod(x)");
    bench.check();
    press(bench, ImGuiKey_Enter);
    CHECK_FALSE(bench.shows("Use it"));
    CHECK(inUse(bench) == "relu");
    CHECK(valueOf(bench, "Formula") == "x*sigmiod(x)");
    REQUIRE(bench.click("Discard"));
    CHECK(valueOf(bench, "Formula") == "max(x, 0)");
    CHECK_FALSE(bench.shows("sigmiod"));
}

TEST_CASE("while a formula is being mended the function in use is shown", "[formula]") {
    Trained bench;
    for (const char* part : {"x*", "x*sin(x", "x*sin(x)*sigmiod(x)"}) {
        INFO(part);
        type(bench, "x");  // what can be read of it
        CHECK(bench.shows("formula f(x)"));
        type(bench, part);
        CHECK(bench.shows("relu f(x)"));
        CHECK_FALSE(bench.shows("formula f(x)"));
        CHECK(inUse(bench) == "relu");
        bench.check();
    }
    type(bench, "x*sin(x)");
    press(bench, ImGuiKey_Enter);
    type(bench, "x*sin(x");
    CHECK(bench.shows("formula f(x)"));
    choose(bench, "Take along", "copy numbers");
    CHECK(bench.platform.clipboard.starts_with("x,formula(x*sin(x)) f,"));
}

TEST_CASE("a draft's parameters go on while it cannot be read", "[formula]") {
    Trained bench;
    type(bench, "tanh(a*x)");
    REQUIRE(bench.click("a slider"));  // its middle: 0
    type(bench, "tanh(a*x) +");
    CHECK(valueOf(bench, "a slider") == "nothing");
    type(bench, "tanh(a*x) + x");
    CHECK(valueOf(bench, "a slider") == "0.0");
}

TEST_CASE("what no network learns with is asked about first", "[formula]") {
    Trained bench;
    type(bench, "sign(x)");
    press(bench, ImGuiKey_Enter);
    CHECK(inUse(bench) == "relu");
    CHECK(bench.shows("Its gradient is 0 almost everywhere"));
    bench.check();
    REQUIRE(bench.click("Use anyway"));
    CHECK(inUse(bench) == "formula(sign(x))");
}

TEST_CASE("a function that is not finite everywhere is drawn where it is, and asked about",
          "[formula]") {
    for (const char* text : {"sqrt(x)", "log(x)", "sin(x)/x", "1/x", "exp(exp(x))", "sqrt(abs(x))",
                             "0/0 + x", "tan(x)"}) {
        INFO(text);
        Trained bench;
        type(bench, text);
        bench.check();
        press(bench, ImGuiKey_Enter);
        CHECK(bench.shows("formula f(x)"));
        CHECK((bench.shows("Its value is not finite") ||
               bench.shows("Its gradient is not finite") ||
               inUse(bench) == "formula(" + std::string(text) + ")"));
        CHECK(bench.set({{"activation", "formula(" + std::string(text) + ")"}})["ok"] == true);
        bench.frames(3);
        bench.check();
    }
}

TEST_CASE("a warning is over when a parameter changes", "[formula]") {
    Trained bench;
    type(bench, "sqrt(x*x + c*x)");
    press(bench, ImGuiKey_Enter);
    CHECK(bench.shows("Use anyway"));
    REQUIRE(bench.click("c slider"));  // its middle: 0
    CHECK_FALSE(bench.shows("Use anyway"));
    CHECK(bench.shows("Use it"));
}

TEST_CASE("long formulas and many parameters are no trap", "[formula]") {
    Trained bench;
    std::string text = "x";
    while (text.size() < 997) text += "+sin(x)*x";
    type(bench, text.substr(0, text.size() - 9));
    bench.check();
    bench.pointAt("Derivative text");
    bench.check();
    type(bench, std::string(1100, '1'));
    CHECK(bench.shows("a formula of at most"));
    bench.check();
    type(bench, "a*x+b+c*sin(d*x)+e1+f+g+h");
    CHECK(bench.find(bench.widgets(), "h slider") != nullptr);
    bench.check();
    type(bench, "a*x+b+c*sin(d*x)+e1+f+g+h+i");
    CHECK(bench.shows("a formula has at most"));
    CHECK_FALSE(bench.shows("Use it"));
    bench.check();
}

TEST_CASE("a parameter may be called as a field of the screen", "[formula]") {
    Trained bench;
    type(bench, "Batch*tanh(x)");
    press(bench, ImGuiKey_Enter);
    CHECK(inUse(bench) == "formula(Batch*tanh(x))");
    bench.check();
}

TEST_CASE("a typed function goes to the layer chosen after typing", "[formula]") {
    Trained bench;
    type(bench, "x + sin(x)");
    REQUIRE(bench.click("Layers"));
    REQUIRE(bench.click("Conv2D 2"));
    CHECK(valueOf(bench, "Formula") == "x + sin(x)");
    REQUIRE(bench.click("Use it"));
    CHECK(inUse(bench) == "relu+formula(x + sin(x))+relu+relu");
}

TEST_CASE("a formula that is too long with what it is to learn is refused in words", "[formula]") {
    Trained bench;
    std::string text = "a*x";
    for (int i = 1; i <= 28; ++i)
        text += " + sin(" + std::to_string(i) + ".25*x)*a^" + std::to_string(i) + ".5";
    type(bench, text);
    REQUIRE(valueOf(bench, "Formula") == text);
    const std::string before = inUse(bench);
    for (const bool learned : {true, false}) {
        REQUIRE(bench.click("learn a"));
        bench.frames(3);
        REQUIRE(bench.click("Use it"));
        bench.frames(3);
        CHECK((inUse(bench) == before) == learned);
        if (learned) CHECK(bench.shows("cannot "));
        bench.check();
    }
}

TEST_CASE("two typed functions beside each other have each its name", "[formula][lab]") {
    Trained bench;
    for (const char* text : {"x*tanh(x)", "sin(x)"}) {
        type(bench, text);
        press(bench, ImGuiKey_Enter);
        compare(bench, "keep formula");
    }
    REQUIRE(bench.click("relu"));
    bench.frames(3);
    CHECK(bench.shows("formula 2 f(x)"));
    REQUIRE(bench.click("formula f(x)"));  // one alone is hidden
    bench.frames(3);
    CHECK(valueOf(bench, "formula f(x)") == "false");
    CHECK(valueOf(bench, "formula 2 f(x)") == "true");
    compare(bench, "remove formula 2");
    CHECK(valueOf(bench, "formula 2 f(x)") == "nothing");
    bench.check();
}

TEST_CASE("examples begin a formula; the rest of the catalogue is in a list", "[formula]") {
    Trained bench;
    REQUIRE(bench.click("Formula examples"));
    REQUIRE(bench.click("lo + (hi - lo)*(tanh(x) + 1)/2"));
    CHECK(bench.shows("Use it"));
    const json list = bench.widgets();
    CHECK(bench.find(list, "lo slider") != nullptr);
    CHECK(bench.find(list, "hi slider") != nullptr);
    bench.check();
    REQUIRE(bench.click("More functions"));
    REQUIRE(bench.click("swish"));
    CHECK(inUse(bench) == "swish");
    CHECK(valueOf(bench, "Formula") == "x*sigmoid(beta*x)");
    bench.frames(3);
    bench.check();
    checkControls(bench.widgets());
}

}  // namespace squash::ui::test
