#include "ui/widgets/registry.hpp"

#include <algorithm>

namespace squash::ui {

std::string_view toText(Kind kind) {
    switch (kind) {
        case Kind::Button:
            return "button";
        case Kind::Slider:
            return "slider";
        case Kind::Combo:
            return "combo";
        case Kind::Checkbox:
            return "checkbox";
        case Kind::Input:
            return "input";
        case Kind::Plot:
            return "plot";
        case Kind::Tab:
            return "tab";
        case Kind::Text:
            return "text";
    }
    return "text";
}

void Registry::beginFrame() {
    next_.clear();
    nextTexts_.clear();
}

void Registry::endFrame() {
    std::swap(next_, shown_);
    std::swap(nextTexts_, shownTexts_);
}

void Registry::add(Widget widget) {
    widget.rect.ClipWith(ImGui::GetCurrentWindowRead()->ClipRect);
    if (widget.rect.GetWidth() > 1 && widget.rect.GetHeight() > 1)
        next_.push_back(std::move(widget));
}

void Registry::add(TextPiece piece) {
    if (!recordTexts) return;
    const ImGuiWindow* window = ImGui::GetCurrentWindowRead();
    piece.clip = window->ClipRect;
    // The tooltip belongs to no window.
    if (window->IsFallbackWindow) piece.clip = {{0, 0}, ImGui::GetIO().DisplaySize};
    piece.scrolls = window->ScrollMax.y > 0;
    piece.layer = window->RootWindow->ID;
    // As with widgets: what is scrolled out of sight is not on the screen.
    if (piece.clip.Overlaps(piece.container)) nextTexts_.push_back(std::move(piece));
}

const Widget* Registry::find(std::string_view label) const {
    // The last one wins: an open list lies above what else has its name.
    const auto it = std::find_if(shown_.rbegin(), shown_.rend(),
                                 [label](const Widget& widget) { return widget.label == label; });
    return it == shown_.rend() ? nullptr : &*it;
}

std::vector<ImGuiID>& drawnItems() {
    static std::vector<ImGuiID> items;
    return items;
}

}  // namespace squash::ui

// The hooks Dear ImGui calls when built with IMGUI_ENABLE_TEST_ENGINE; switched on by tests.
void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID id, const ImRect&,
                                 const ImGuiLastItemData*) {
    squash::ui::drawnItems().push_back(id);
}
void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID, const char*, ImGuiItemStatusFlags) {}
void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}
const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
