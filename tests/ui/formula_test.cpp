// Typing a function of one's own: read at every letter, looked at before it is used, never lost.
#include <catch2/catch_test_macros.hpp>

#include "trained.hpp"

namespace squash::ui::test {
namespace {

std::string valueOf(Bench& bench, const std::string& label) {
    const json list = bench.widgets();
    const json* found = bench.find(list, label);
    return found ? (*found)["value"].get<std::string>() : "nothing";
}

void press(Bench& bench, ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    bench.frames(2);
    ImGui::GetIO().AddKeyEvent(key, false);
    bench.frames(2);
}

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

TEST_CASE("while a formula is being mended the last good one is shown", "[formula]") {
    Trained bench;
    type(bench, "sin(x)");
    CHECK(bench.shows("formula f(x)"));
    type(bench, "sin(x");
    CHECK(bench.shows("formula f(x)"));
    CHECK(bench.shows("expected"));
    CHECK(inUse(bench) == "relu");
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

TEST_CASE("a typed function goes to the layer chosen after typing", "[formula]") {
    Trained bench;
    type(bench, "x + sin(x)");
    REQUIRE(bench.click("Layers"));
    REQUIRE(bench.click("Conv2D 2"));
    CHECK(valueOf(bench, "Formula") == "x + sin(x)");
    REQUIRE(bench.click("Use it"));
    CHECK(inUse(bench) == "relu+formula(x + sin(x))+relu+relu");
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
