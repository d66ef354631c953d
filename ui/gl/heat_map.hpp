// A matrix of numbers as a picture: sequential for sizes, diverging for signed data (weights,
// gradients), with the theme's one pair of colours. Drawn like ImageGrid, inside ImGui's rendering.
#pragma once
#include <string>
#include <vector>

#include "ui/gl/program.hpp"
#include "ui/theme/tokens.hpp"

namespace squash::ui::gl {

// A rectangle of the screen, and the rows of the matrix that it shows.
struct HeatRows {
    ImVec2 min, max;
    int first = 0, count = 1;
};

struct HeatMapSpec {
    std::vector<float> values;  // row by row; what is not finite is drawn as missing
    int columns = 0, rows = 0;
    float lowest = 0, highest = 1;
    bool diverging = false;
    // With diverging: the low end has the colour of what is wrong, the middle a line's, and what is missing none.
    bool lowIsBad = false;
    std::vector<HeatRows> places;  // drawn in one call, however many there are
};

struct HeatColors {
    Color low, middle, high, missing;
};
HeatColors heatColors(const HeatMapSpec& map, const Tokens& tokens);

class HeatMaps {
public:
    void beginFrame();
    void draw(ImDrawList& list, HeatMapSpec map, const Tokens& tokens);
    void contextRestored();
    const std::string& problem();  // compiles the shader; needs a current context

private:
    struct Batch {
        HeatMapSpec map;
        float colors[16];
    };
    struct Texture {
        unsigned name = 0;
        int columns = 0, rows = 0;
    };
    void render(const ImDrawCmd& command, std::size_t batch);
    static void upload(const HeatMapSpec& map, Texture& texture);

    Program program_{"heatmap"};
    std::vector<Texture> textures_;  // of the first, second, ... map of a frame
    std::vector<Batch> batches_;
};

}  // namespace squash::ui::gl
