#include "ui/app/layout.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

constexpr float kWideFrom = 1100, kMediumFrom = 700;
constexpr float kNetworkHeight = 336;

Shape shapeFor(float width) {
    if (width >= kWideFrom) return Shape::Wide;
    return width >= kMediumFrom ? Shape::Medium : Shape::Narrow;
}

void placeMiddle(Layout& layout, const ImRect& middle, float gap) {
    const float split = std::round(middle.Min.y + (middle.GetHeight() - gap) * 1.12f / 2.12f);
    layout.upper = {middle.Min, {middle.Max.x, split}};
    layout.lower = {{middle.Min.x, split + gap}, middle.Max};
}

void placeRight(Layout& layout, const ImRect& right, float gap) {
    const float height = std::min(kNetworkHeight, (right.GetHeight() - gap) * 0.56f);
    const float split = std::round(right.Min.y + height);
    layout.network = {right.Min, {right.Max.x, split}};
    layout.gallery = {{right.Min.x, split + gap}, right.Max};
}

}  // namespace

Layout layoutFor(ImVec2 size, const Metrics& m) {
    Layout layout;
    layout.shape = shapeFor(size.x);
    const float header = layout.shape == Shape::Narrow ? m.header + m.transport + 8 : m.header;
    layout.header = {0, 0, size.x, header};
    layout.footer = {0, size.y - m.footer, size.x, size.y};
    const float g = m.gap;
    const ImRect body(g, header + g, size.x - g, size.y - m.footer - g);
    if (layout.shape == Shape::Narrow) {
        layout.column = body;
        return layout;
    }
    const float left = layout.shape == Shape::Wide
                           ? m.leftColumn
                           : std::min(m.leftColumn, std::round(size.x * 0.3f));
    layout.left = {body.Min, {body.Min.x + left, body.Max.y}};
    ImRect middle({layout.left.Max.x + g, body.Min.y}, body.Max);
    if (layout.shape == Shape::Wide) {
        // Very wide windows give the right column a share of the room, for more and larger images.
        const float right = std::round(m.rightColumn + std::max(0.0f, size.x - 1600) * 0.2f);
        placeRight(layout, {{body.Max.x - right, body.Min.y}, body.Max}, g);
        middle.Max.x = body.Max.x - right - g;
    }
    placeMiddle(layout, middle, g);
    return layout;
}

}  // namespace squash::ui
