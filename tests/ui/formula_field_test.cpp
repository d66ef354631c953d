// The field "Formula" itself: who has the keys after Enter, and where its texts stand.
#include <catch2/catch_test_macros.hpp>

#include "typed.hpp"

namespace squash::ui::test {

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

}  // namespace squash::ui::test
