// A shader program made from the assets of shaders/, and the buffers of the rectangles drawn with
// it. One GLSL source serves desktop OpenGL 3.3 and WebGL2; only the first lines differ.
// All but addCallback runs inside Dear ImGui's draw callbacks, where a GL context is current.
#pragma once
#include <span>
#include <string>

#include "imgui.h"
#include "imgui_internal.h"

namespace squash::ui::gl {

struct Attribute {
    unsigned location;
    int floats;
};

// Draws by calling back, clipped to the rectangle that is drawn on: Damage takes a callback's clip
// rectangle for what it changes. `call` is copied, and says by its bytes whether the picture is
// the same as before.
template <class Call>
void addCallback(ImDrawList& list, ImRect reach, ImDrawCallback draw, Call call) {
    reach.Expand(3);  // place and size of a clip rectangle are cut to whole pixels
    list.PushClipRect(reach.Min, reach.Max, true);
    list.AddCallback(draw, &call, sizeof call);
    list.PopClipRect();
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

class Program {
public:
    explicit Program(std::string name)
        : name_(std::move(name)) {}  // "images": images.vert.glsl, images.frag.glsl
    // Compiles at the first call. Returns "" or what the compiler said.
    const std::string& prepare();
    void forget();  // the context is gone and everything in it

    // Binds program, buffers and attributes, uploads the vertices (floats, four a rectangle).
    void begin(const ImDrawCmd& command, std::span<const Attribute> attributes,
               std::span<const float> vertices);
    void matrix(const char* uniform, const float (&columns)[16]);
    void drawRectangles(std::size_t count);
    static void end();

private:
    std::string compile();
    void indexRectangles(std::size_t count);

    std::string name_, problem_;
    unsigned program_ = 0, array_ = 0, vertices_ = 0, indices_ = 0;
    std::size_t indexed_ = 0;
    bool tried_ = false;
};

// (scale, offset) from ImGui's coordinates to clip space, for the frame being rendered.
void clipTransform(float (&column)[4]);
// Pixels of the framebuffer a unit of ImGui's coordinates.
float framebufferScale();

struct TextureFormat {
    int internal;
    unsigned format, type;
    static TextureFormat rgba8();
    static TextureFormat float32();
};
unsigned makeTexture(int width, int height, const TextureFormat& format, const void* pixels);
void updateTexture(unsigned texture, const int (&box)[4], const TextureFormat& format,
                   const void* pixels);
void bindTexture(unsigned texture);
void deleteTexture(unsigned texture);

}  // namespace squash::ui::gl
