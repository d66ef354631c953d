// Small colour images side by side: an atlas texture of 256 places, drawn in one call however many
// images are shown. Nothing touches OpenGL before Dear ImGui renders the frame.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ui/gl/program.hpp"

namespace squash::ui::gl {

struct ImageQuad {
    std::size_t place = 0;  // in the atlas
    ImVec2 min, max;
    float radius = 4;
};

class ImageGrid {
public:
    static constexpr int kSide = 32, kAcross = 16;
    static constexpr std::size_t kPlaces = kAcross * kAcross;

    ImageGrid();
    // planes: red, green and blue, row by row, as in a data set.
    void setImage(std::size_t place, std::span<const std::uint8_t> planes);
    void beginFrame() { batches_.clear(); }
    void draw(ImDrawList& list, const std::vector<ImageQuad>& images);
    void contextRestored();
    const std::string& problem();  // compiles the shader; needs a current context

private:
    void render(const ImDrawCmd& command, const std::vector<float>& vertices);
    void upload();

    Program program_{"images"};
    std::vector<std::uint8_t> pixels_;  // RGBA of the whole atlas
    std::uint64_t revision_ = 0;        // of the pixels
    bool changed_ = true;
    unsigned texture_ = 0;
    std::vector<std::vector<float>> batches_;  // corners of the images
};

}  // namespace squash::ui::gl
