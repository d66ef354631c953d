// A part of the screen that scrolls where its content is taller.
#pragma once
#include <cmath>

#include "ui/widgets/ui.hpp"

namespace squash::ui {

// The scroll bar lies in the gap at the box's right. draw(corner) returns the content's height.
// The keyboard goes to the controls inside, never to the whole of it.
template <class Draw>
void scrolling(const char* name, const ImRect& box, float gap, Draw draw) {
    ImGui::SetCursorScreenPos(box.Min);
    if (ImGui::BeginChild(name, box.GetSize() + ImVec2(gap, 0), ImGuiChildFlags_NavFlattened,
                          ImGuiWindowFlags_NoBackground)) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float height = draw(at);
        ImGui::SetCursorScreenPos(at);
        ImGui::Dummy({1, std::floor(height)});
    }
    ImGui::EndChild();
}

}  // namespace squash::ui
