// The page's events as Dear ImGui's. web/input/*.js decides what is the program's and what the
// browser's; here names become keys and nothing more.
#include <emscripten.h>

#include <array>
#include <cfloat>
#include <string_view>

#include "imgui.h"

namespace {

struct NamedKey {
    std::string_view name;  // KeyboardEvent.code
    ImGuiKey key;
};

constexpr std::array kKeys{
    NamedKey{"Tab", ImGuiKey_Tab},
    NamedKey{"ArrowLeft", ImGuiKey_LeftArrow},
    NamedKey{"ArrowRight", ImGuiKey_RightArrow},
    NamedKey{"ArrowUp", ImGuiKey_UpArrow},
    NamedKey{"ArrowDown", ImGuiKey_DownArrow},
    NamedKey{"PageUp", ImGuiKey_PageUp},
    NamedKey{"PageDown", ImGuiKey_PageDown},
    NamedKey{"Home", ImGuiKey_Home},
    NamedKey{"End", ImGuiKey_End},
    NamedKey{"Insert", ImGuiKey_Insert},
    NamedKey{"Delete", ImGuiKey_Delete},
    NamedKey{"Backspace", ImGuiKey_Backspace},
    NamedKey{"Space", ImGuiKey_Space},
    NamedKey{"Enter", ImGuiKey_Enter},
    NamedKey{"Escape", ImGuiKey_Escape},
    NamedKey{"ControlLeft", ImGuiKey_LeftCtrl},
    NamedKey{"ControlRight", ImGuiKey_RightCtrl},
    NamedKey{"ShiftLeft", ImGuiKey_LeftShift},
    NamedKey{"ShiftRight", ImGuiKey_RightShift},
    NamedKey{"AltLeft", ImGuiKey_LeftAlt},
    NamedKey{"AltRight", ImGuiKey_RightAlt},
    NamedKey{"MetaLeft", ImGuiKey_LeftSuper},
    NamedKey{"MetaRight", ImGuiKey_RightSuper},
    NamedKey{"ContextMenu", ImGuiKey_Menu},
    NamedKey{"Quote", ImGuiKey_Apostrophe},
    NamedKey{"Comma", ImGuiKey_Comma},
    NamedKey{"Minus", ImGuiKey_Minus},
    NamedKey{"Period", ImGuiKey_Period},
    NamedKey{"Slash", ImGuiKey_Slash},
    NamedKey{"Semicolon", ImGuiKey_Semicolon},
    NamedKey{"Equal", ImGuiKey_Equal},
    NamedKey{"BracketLeft", ImGuiKey_LeftBracket},
    NamedKey{"Backslash", ImGuiKey_Backslash},
    NamedKey{"BracketRight", ImGuiKey_RightBracket},
    NamedKey{"Backquote", ImGuiKey_GraveAccent},
    NamedKey{"NumpadDecimal", ImGuiKey_KeypadDecimal},
    NamedKey{"NumpadDivide", ImGuiKey_KeypadDivide},
    NamedKey{"NumpadMultiply", ImGuiKey_KeypadMultiply},
    NamedKey{"NumpadSubtract", ImGuiKey_KeypadSubtract},
    NamedKey{"NumpadAdd", ImGuiKey_KeypadAdd},
    NamedKey{"NumpadEnter", ImGuiKey_KeypadEnter},
    NamedKey{"NumpadEqual", ImGuiKey_KeypadEqual},
};

ImGuiKey numbered(ImGuiKey first, int offset) { return static_cast<ImGuiKey>(first + offset); }

ImGuiKey keyOf(std::string_view name) {
    if (name.size() == 4 && name.starts_with("Key")) return numbered(ImGuiKey_A, name[3] - 'A');
    if (name.size() == 6 && name.starts_with("Digit")) return numbered(ImGuiKey_0, name[5] - '0');
    if (name.size() == 7 && name.starts_with("Numpad"))
        return numbered(ImGuiKey_Keypad0, name[6] - '0');
    for (const NamedKey& entry : kKeys) {
        if (entry.name == name) return entry.key;
    }
    return ImGuiKey_None;
}

ImGuiIO& input(int touch) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMouseSourceEvent(touch != 0 ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
    return io;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void web_mouse_move(float x, float y, int touch) {
    input(touch).AddMousePosEvent(x, y);
}

EMSCRIPTEN_KEEPALIVE void web_mouse_leave() { ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX); }

EMSCRIPTEN_KEEPALIVE void web_mouse_button(int button, int down, int touch) {
    input(touch).AddMouseButtonEvent(button, down != 0);
}

EMSCRIPTEN_KEEPALIVE void web_wheel(float dx, float dy) {
    ImGui::GetIO().AddMouseWheelEvent(dx, dy);
}

EMSCRIPTEN_KEEPALIVE void web_focus(int focused) { ImGui::GetIO().AddFocusEvent(focused != 0); }

EMSCRIPTEN_KEEPALIVE void web_modifiers(int ctrl, int shift, int alt, int super) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl != 0);
    io.AddKeyEvent(ImGuiMod_Shift, shift != 0);
    io.AddKeyEvent(ImGuiMod_Alt, alt != 0);
    io.AddKeyEvent(ImGuiMod_Super, super != 0);
}

EMSCRIPTEN_KEEPALIVE void web_key(const char* name, int down) {
    const ImGuiKey key = keyOf(name);
    if (key != ImGuiKey_None) ImGui::GetIO().AddKeyEvent(key, down != 0);
}

EMSCRIPTEN_KEEPALIVE void web_text(const char* text) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
}

}  // extern "C"
