#include "ui/gl/pixels.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui::gl {

PixelBox PixelBox::within(const PixelBox& other) const {
    return {std::max(left, other.left), std::max(top, other.top), std::min(right, other.right),
            std::min(bottom, other.bottom)};
}

Pixels::Pixels(const ImDrawData& data)
    : origin(data.DisplayPos),
      scale(data.FramebufferScale),
      width(static_cast<int>(data.DisplaySize.x * scale.x)),
      height(static_cast<int>(data.DisplaySize.y * scale.y)) {
    raster = {static_cast<float>(width) / data.DisplaySize.x,
              static_cast<float>(height) / data.DisplaySize.y};
}

PixelBox Pixels::scissor(const ImVec4& clip) const {
    const float left = (clip.x - origin.x) * scale.x, top = (clip.y - origin.y) * scale.y;
    const float right = (clip.z - origin.x) * scale.x, bottom = (clip.w - origin.y) * scale.y;
    if (right <= left || bottom <= top) return {};
    const int x = static_cast<int>(left);
    const int y = static_cast<int>(static_cast<float>(height) - bottom);
    const PixelBox box{x, height - y - static_cast<int>(bottom - top),
                       x + static_cast<int>(right - left), height - y};
    return box.within({0, 0, width, height});
}

ImVec4 Pixels::clip(const PixelBox& box) const {
    constexpr float little = 1.0f / 16;
    const auto x = [&](int at, float more) {
        return (static_cast<float>(at) + more) / scale.x + origin.x;
    };
    const auto y = [&](int at, float less) {
        return (static_cast<float>(at) - less) / scale.y + origin.y;
    };
    return {x(box.left, little), y(box.top, 2 * little), x(box.right, 2 * little),
            y(box.bottom, little)};
}

PixelBox Pixels::around(const ImVec2& min, const ImVec2& max) const {
    constexpr float most = 1e6f;  // a cast of more, or of NaN, would mean nothing
    const auto pixel = [](float at) {
        return static_cast<int>(std::fmin(std::fmax(at, -most), most));
    };
    return {pixel(std::floor((min.x - origin.x) * raster.x)),
            pixel(std::floor((min.y - origin.y) * raster.y)),
            pixel(std::ceil((max.x - origin.x) * raster.x)),
            pixel(std::ceil((max.y - origin.y) * raster.y))};
}

}  // namespace squash::ui::gl
