// Typing a function of one's own into the field "Formula".
#pragma once
#include "trained.hpp"

namespace squash::ui::test {

// In place of all that stands in the field.
inline void type(Bench& bench, const std::string& text) {
    REQUIRE(bench.click("Formula"));
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, true);
    press(bench, ImGuiKey_A);
    io.AddKeyEvent(ImGuiMod_Ctrl, false);
    bench.frames(1);
    io.AddInputCharactersUTF8(text.c_str());
    bench.frames(static_cast<int>(text.size()) + 3);
}

inline std::string inUse(Bench& bench) { return bench.state()["experiment"]["activation"]; }

}  // namespace squash::ui::test
