// Between Dear ImGui's coordinates and the framebuffer's pixels, as its OpenGL backend has it.
#pragma once
#include "imgui.h"

namespace squash::ui::gl {

// Pixels from the top left corner, or cells of them; right and bottom excluded.
struct PixelBox {
    int left = 0, top = 0, right = 0, bottom = 0;
    bool empty() const { return left >= right || top >= bottom; }
    PixelBox within(const PixelBox& other) const;
};

struct Pixels {
    ImVec2 origin, scale;  // scale: what clip rectangles are multiplied with
    ImVec2 raster;         // what vertices are: a whole number of pixels over the display's size
    int width, height;

    explicit Pixels(const ImDrawData& data);
    // Of a clip rectangle: cut towards zero from the bottom left corner, and to the framebuffer.
    PixelBox scissor(const ImVec4& clip) const;
    // The clip rectangle that gives this box again, whichever way the division rounds.
    ImVec4 clip(const PixelBox& box) const;
    // All pixels that something between these corners can touch.
    PixelBox around(const ImVec2& min, const ImVec2& max) const;
};

}  // namespace squash::ui::gl
