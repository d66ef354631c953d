// Validation images with the class the network now takes them for, its probability, and whether
// that is right. Beside the probability lie those of all classes, as a strip of a heat map.
#pragma once
#include <vector>

#include "ui/panels/panel.hpp"

namespace squash::ui {

struct GalleryGrid {
    std::size_t columns = 1, rows = 1;
    float side = 64;
    std::size_t count() const { return columns * rows; }
};
// The grid of square images with two lines of text below each that fills an area best.
GalleryGrid galleryGrid(float width, float height);

class GalleryPanel {
public:
    // "41.2 % right", of the whole validation set
    static std::string note(const Snapshot& snapshot);
    void draw(const PanelContext& context, const ImRect& area);
    void contextRestored() { loaded_.clear(); }

private:
    void choose(const PanelContext& context, std::size_t count);
    void load(const PanelContext& context);
    void drawCaption(const PanelContext& context, const ImRect& tile, std::size_t index);
    void drawStrip(const PanelContext& context, const ImRect& line, std::size_t index,
                   const GalleryItem& prediction);

    DatasetPtr data_;
    std::vector<std::uint32_t> loaded_;  // validation images now in the atlas, by place
    gl::HeatMapSpec strips_;             // of this frame: a row an image, a column a class
};

}  // namespace squash::ui
