// What is on the screen now, as a script or a screen reader would put it: every control with its
// name, kind, value and rectangle, and (for tests) every piece of text with the box it belongs to.
// Widgets register themselves while they draw; readers see the last complete frame.
#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "imgui.h"
#include "imgui_internal.h"
#include "ui/theme/tokens.hpp"

namespace squash::ui {

enum class Kind { Button, Slider, Combo, Checkbox, Input, Plot, Tab, Text };
std::string_view toText(Kind kind);

using Value = std::variant<std::monostate, bool, double, std::string>;

struct Widget {
    std::string label;
    Kind kind = Kind::Button;
    ImRect rect;  // the visible part
    Value value;
    bool enabled = true;
    ImGuiID id = 0;
};

struct TextPiece {
    std::string text;
    ImRect rect, container;
    Color color;
    // Filled in by the registry: what it was cut to, whether that part of the screen scrolls, and the
    // layer (panels, a list, the toast) it lies in.
    ImRect clip = {};
    bool scrolls = false;
    ImGuiID layer = 0;
};

class Registry {
public:
    void beginFrame();
    void endFrame();
    void add(Widget widget);
    void add(TextPiece piece);
    bool recordTexts = false;

    const std::vector<Widget>& widgets() const { return shown_; }
    const std::vector<TextPiece>& texts() const { return shownTexts_; }
    const Widget* find(std::string_view label) const;

private:
    std::vector<Widget> next_, shown_;
    std::vector<TextPiece> nextTexts_, shownTexts_;
};

// Items with an id that Dear ImGui drew in the running frame, told by its test-engine hooks.
std::vector<ImGuiID>& drawnItems();

}  // namespace squash::ui
