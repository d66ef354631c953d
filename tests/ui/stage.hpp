// A bare page for single widgets: one window over the whole screen, the product's fonts, and a mouse
// and keyboard that act as a person does: one event a frame.
#pragma once
#include <string>

#include "headless.hpp"
#include "ui/widgets/controls.hpp"

namespace squash::ui::test {

class Stage {
public:
    Stage() {
        ImGui::GetIO().DeltaTime = 0.01f;
        ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
        ui.fonts.load();
    }

    template <class Draw>
    void frame(Draw draw) {
        ImGui::NewFrame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("##stage", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
        ui.beginFrame();
        draw();
        ImGui::End();
        ui.endFrame();
        ImGui::Render();
        context_.acceptTextures();
    }
    template <class Draw>
    void frames(int count, Draw draw) {
        for (int i = 0; i < count; ++i) frame(draw);
    }
    template <class Draw>
    void moveTo(ImVec2 at, Draw draw) {
        ImGui::GetIO().AddMousePosEvent(at.x, at.y);
        frames(2, draw);
    }
    template <class Draw>
    void click(ImVec2 at, Draw draw, ImGuiMouseButton mouse = ImGuiMouseButton_Left) {
        moveTo(at, draw);
        ImGui::GetIO().AddMouseButtonEvent(mouse, true);
        frames(2, draw);
        ImGui::GetIO().AddMouseButtonEvent(mouse, false);
        frames(3, draw);
    }
    template <class Draw>
    void drag(ImVec2 from, ImVec2 to, Draw draw, ImGuiMouseButton mouse = ImGuiMouseButton_Left) {
        moveTo(from, draw);
        ImGui::GetIO().AddMouseButtonEvent(mouse, true);
        frames(2, draw);
        for (const float share : {0.25f, 0.5f, 0.75f, 1.0f})
            moveTo(from + (to - from) * share, draw);
        ImGui::GetIO().AddMouseButtonEvent(mouse, false);
        frames(3, draw);
    }
    template <class Draw>
    void press(ImGuiKey key, Draw draw) {
        ImGui::GetIO().AddKeyEvent(key, true);
        frames(2, draw);
        ImGui::GetIO().AddKeyEvent(key, false);
        frames(2, draw);
    }
    template <class Draw>
    void type(const std::string& text, Draw draw) {
        ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
        frames(static_cast<int>(text.size()) + 2, draw);
    }

private:
    Context context_;  // made before what needs it, destroyed after

public:
    Ui ui;
};

}  // namespace squash::ui::test
