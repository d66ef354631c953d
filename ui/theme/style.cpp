#include "ui/theme/style.hpp"

namespace squash::ui {
namespace {

ImVec4 rgba(Color c, float alpha = 1) { return ImGui::ColorConvertU32ToFloat4(c.u32(alpha)); }

void applyColors(ImGuiStyle& style, const Tokens& t) {
    ImVec4* colors = style.Colors;
    colors[ImGuiCol_Text] = rgba(t.text);
    colors[ImGuiCol_TextDisabled] = rgba(t.dim);
    colors[ImGuiCol_WindowBg] = rgba(t.page);
    colors[ImGuiCol_ChildBg] = rgba(t.page, 0);
    colors[ImGuiCol_PopupBg] = rgba(t.raised);
    colors[ImGuiCol_Border] = rgba(t.line);
    for (const int part : {ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive})
        colors[part] = rgba(t.raised, 0);
    colors[ImGuiCol_ScrollbarBg] = rgba(t.page, 0);
    colors[ImGuiCol_ScrollbarGrab] = rgba(t.line);
    colors[ImGuiCol_ScrollbarGrabHovered] = rgba(t.faint);
    colors[ImGuiCol_ScrollbarGrabActive] = rgba(t.dim);
    colors[ImGuiCol_TextSelectedBg] = rgba(t.accent, 0.35f);
    colors[ImGuiCol_InputTextCursor] = rgba(t.text);
    colors[ImGuiCol_NavCursor] = rgba(t.accent);
    colors[ImGuiCol_ModalWindowDimBg] = rgba(t.page, 0.7f);
}

}  // namespace

void applyStyle(const Tokens& tokens, const Metrics& metrics) {
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowPadding = {4, 4};
    style.WindowRounding = 0;
    style.WindowBorderSize = 0;
    style.WindowMinSize = {1, 1};
    style.ChildBorderSize = 0;
    style.PopupRounding = metrics.fieldRadius;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 0;
    style.FrameRounding = metrics.fieldRadius;
    style.FramePadding = {8, 4};
    style.ItemSpacing = {0, 0};
    style.ScrollbarSize = 8;
    style.ScrollbarRounding = 4;
    style.CircleTessellationMaxError = 0.1f;
    style.CurveTessellationTol = 0.5f;
    applyColors(style, tokens);
}

}  // namespace squash::ui
