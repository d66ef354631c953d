// Typing a function of one's own: read at every letter, looked at before it is used, never lost.
#include <catch2/catch_test_macros.hpp>

#include "trained.hpp"

namespace squash::ui::test {
namespace {

// In place of all that stands in the field.
void type(Bench& bench, const std::string& text) {
    REQUIRE(bench.click("Formula"));
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, true);
    press(bench, ImGuiKey_A);
    io.AddKeyEvent(ImGuiMod_Ctrl, false);
    bench.frames(1);
    io.AddInputCharactersUTF8(text.c_str());
    bench.frames(static_cast<int>(text.size()) + 3);
}

std::string inUse(Bench& bench) { return bench.state()["experiment"]["activation"]; }

}  // namespace

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

TEST_CASE("after Enter one types on in the field, at what is wrong, and presses no shortcut",
          "[formula]") {
    Trained bench;
    ImGuiIO& io = ImGui::GetIO();
    const json before = bench.state();
    type(bench, "x*sigmiod(x)");
    press(bench, ImGuiKey_Enter);
    CHECK(io.WantTextInput);
    for (const ImGuiKey key : {ImGuiKey_R, ImGuiKey_E, ImGuiKey_T}) press(bench, key);
    io.AddInputCharactersUTF8("ret");
    bench.frames(4);
    CHECK(valueOf(bench, "Formula") == "x*retsigmiod(x)");
    for (int i = 0; i < 3; ++i) press(bench, ImGuiKey_Backspace);
    CHECK(valueOf(bench, "Formula") == "x*sigmiod(x)");
    press(bench, ImGuiKey_Escape);  // back to the one in use, as before
    CHECK(valueOf(bench, "Formula") == "max(x, 0)");
    CHECK_FALSE(io.WantTextInput);
    const json after = bench.state();
    CHECK(after["step"] == before["step"]);
    CHECK(bench.platform.settings["theme"] == "dark");

    type(bench, "tanh(x)/2");
    press(bench, ImGuiKey_Enter);
    CHECK(inUse(bench) == "formula(tanh(x)/2)");
    io.AddInputCharactersUTF8("+x");
    bench.frames(4);
    CHECK(valueOf(bench, "Formula") == "tanh(x)/2+x");
    press(bench, ImGuiKey_Escape);  // back to the one that is in use now
    CHECK(valueOf(bench, "Formula") == "tanh(x)/2");
    CHECK(inUse(bench) == "formula(tanh(x)/2)");
}

TEST_CASE("a field in focus follows the function in use", "[formula]") {
    Trained bench;
    type(bench, "tanh(x)/2");
    press(bench, ImGuiKey_Enter);
    bench.set({{"activation", "sigmoid"}});
    bench.frames(3);
    CHECK(ImGui::GetIO().WantTextInput);
    CHECK(valueOf(bench, "Formula") == "1/(1 + exp(-x))");
    CHECK_FALSE(bench.shows("Use it"));
    CHECK(inUse(bench) == "sigmoid");
}

TEST_CASE("on a phone its keyboard goes once the formula is in use", "[formula]") {
    Trained bench;
    bench.platform.coarse = true;
    type(bench, "tanh(x");
    press(bench, ImGuiKey_Enter);
    CHECK(ImGui::GetIO().WantTextInput);
    type(bench, "tanh(x)/2");
    press(bench, ImGuiKey_Enter);
    CHECK(inUse(bench) == "formula(tanh(x)/2)");
    CHECK_FALSE(ImGui::GetIO().WantTextInput);
}

TEST_CASE("a long derivative goes on in a second line, and its whole text lies over no button",
          "[formula]") {
    Trained bench;
    const auto lines = [&] {
        std::vector<std::string> found;
        const std::string whole = valueOf(bench, "Derivative text");
        for (const TextPiece& piece : bench.app->texts())
            if (piece.text.size() > 8 && whole.find(piece.text) != std::string::npos)
                found.push_back(piece.text);
        return found;
    };
    type(bench, "x*sigmoid(b*x)");
    REQUIRE(lines().size() == 2);
    CHECK(lines()[0] + " " + lines()[1] == valueOf(bench, "Derivative text"));
    bench.pointAt("Derivative text");
    CHECK(lines().size() == 2);  // all of it is there: nothing to add
    type(bench, "tanh(a*x)*sigmoid(b*x)*sin(c*x)");
    bench.pointAt("Derivative text");
    const auto& texts = bench.app->texts();
    const auto help = std::ranges::find_if(texts, [](const TextPiece& p) {
        return p.text.starts_with("f' = ") && p.text.size() > 80;
    });
    REQUIRE(help != texts.end());
    for (const char* button : {"Use it", "Discard"}) {
        const json list = bench.widgets();
        const json* found = bench.find(list, button);
        REQUIRE(found);
        const ImVec2 at((*found)["x"].get<float>(), (*found)["y"].get<float>());
        CHECK_FALSE(overlap(help->container, {at, at + ImVec2((*found)["width"].get<float>(),
                                                              (*found)["height"].get<float>())}));
    }
    const auto use = std::ranges::find(texts, "Use it", &TextPiece::text);
    REQUIRE(use != texts.end());
    CHECK(use->color == darkTokens().onAccent);
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
