// The three typefaces and the six sizes the screen uses. Sizes are those of CSS (the em), and Dear
// ImGui rasterizes them at the framebuffer's scale, so text is sharp at every pixel ratio.
#pragma once
#include "imgui.h"

namespace squash::ui {

enum class Font {
    Text,         // Inter 14
    Small,        // Inter 12
    Tiny,         // Inter 11
    Title,        // Inter SemiBold 13
    Brand,        // Inter SemiBold 16
    Number,       // JetBrains Mono 13
    NumberSmall,  // JetBrains Mono 12
    NumberTiny    // JetBrains Mono 11
};

struct FontFace {
    ImFont* font = nullptr;
    float size = 0;  // as Dear ImGui counts it: ascender minus descender
};

class Fonts {
public:
    // Adds the embedded fonts to the current context; Dear ImGui's own where an asset is missing.
    void load();
    // Once a frame: Dear ImGui by itself follows the screen with the pushed font only.
    void setPixelRatio(float ratio) const;
    FontFace face(Font font) const;
    float width(Font font, const char* begin, const char* end = nullptr) const;
    void push(Font font) const;

private:
    ImFont* regular_ = nullptr;
    ImFont* semibold_ = nullptr;
    ImFont* mono_ = nullptr;
};

}  // namespace squash::ui
