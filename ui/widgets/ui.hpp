// What every widget needs while it draws: theme, fonts, sizes, the list of what is on the screen,
// and the tooltip. And the base of all controls: item() gives a rectangle a name, a role, a value
// and a help text, and answers how the person uses it.
#pragma once
#include <string>
#include <string_view>

#include "ui/theme/fonts.hpp"
#include "ui/theme/metrics.hpp"
#include "ui/theme/tokens.hpp"
#include "ui/widgets/registry.hpp"

namespace squash::ui {

struct Tooltip {
    ImGuiID hovered = 0, previous = 0;
    ImGuiID used =
        0;  // was clicked: its help would lie over what the click opened, until the mouse has left it
    // A list has closed and the mouse lies where it lay: what is below it was not pointed at.
    bool listOpen = false, quiet = false;
    ImVec2 quietAt;
    double since = 0;
    ImRect anchor;
    std::string text;
};

struct Ui {
    const Tokens* tokens = &darkTokens();
    Fonts fonts;
    Metrics metrics;
    Registry registry;
    Tooltip tooltip;
    float pixelRatio = 1;
    bool reducedMotion = false;

    const Tokens& colors() const { return *tokens; }
    void beginFrame();
    void endFrame();  // draws the tooltip above everything
};

enum class Align { Left, Center, Right };
struct TextStyle {
    Font font = Font::Text;
    Color color;
    Align align = Align::Left;
};

// One line, centred vertically in the box, shortened with "..." where it does not fit.
void drawText(Ui& ui, const ImRect& box, std::string_view text, const TextStyle& style);
// Wrapped lines from the box's top; returns their height.
float drawWrapped(Ui& ui, const ImRect& box, std::string_view text, const TextStyle& style);
float wrappedHeight(const Ui& ui, float width, std::string_view text, Font font);
// What will be here and how to get it: wrapped, in the middle of the box.
void drawEmpty(Ui& ui, const ImRect& box, std::string_view text);
// A filled surface with a line of one pixel around it.
void drawSurface(Ui& ui, const ImRect& box, Color fill, Color line, float radius);
ImVec2 snapped(const Ui& ui, ImVec2 position);  // to whole pixels of the framebuffer

struct ItemSpec {
    std::string label;  // the name a person reads or hears, and a script clicks by
    Kind kind = Kind::Button;
    std::string help = {};  // one sentence, shown after 0.4 s
    bool enabled = true;
    std::string reason = {};  // why not, in place of the help
    Value value = {};
    ImGuiButtonFlags flags = 0;
    std::string id = {};  // in place of the label, where that changes with the value
    ImRect group =
        {};  // with what belongs to it: its help stands beside all of this, over none of it
};
struct ItemState {
    ImGuiID id = 0;
    bool hovered = false, held = false, pressed = false, visible = false;
};
ItemState item(Ui& ui, const ImRect& box, const ItemSpec& spec);
// For parts drawn by Dear ImGui itself (text fields): registers and explains the last item.
void describeLastItem(Ui& ui, const ImRect& box, const ItemSpec& spec);
void focusRing(Ui& ui, ImGuiID id, const ImRect& box, float radius);

// A text that scripts can read: registered with kind "text".
void textItem(Ui& ui, const ImRect& box, std::string_view label, std::string_view text,
              const TextStyle& style);

}  // namespace squash::ui
