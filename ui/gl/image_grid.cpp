#include "ui/gl/image_grid.hpp"

#include <utility>

#include "ui/gl/fingerprint.hpp"

namespace squash::ui::gl {
namespace {

constexpr int kAtlas = ImageGrid::kSide * ImageGrid::kAcross;
constexpr std::array<Attribute, 5> kAttributes{{{0, 2}, {1, 2}, {2, 2}, {3, 3}, {4, 2}}};
constexpr std::size_t kImageFloats = 4 * (2 + 2 + 2 + 3 + 2);  // four corners

void appendCorners(const ImageQuad& quad, std::vector<float>& into) {
    constexpr float side = ImageGrid::kSide;
    const float tileX = side * static_cast<float>(quad.place % ImageGrid::kAcross),
                tileY = side * static_cast<float>(quad.place / ImageGrid::kAcross);
    const float halfX = (quad.max.x - quad.min.x) / 2, halfY = (quad.max.y - quad.min.y) / 2;
    for (const auto& [u, v] : {std::pair{0.0f, 0.0f}, {1.0f, 0.0f}, {1.0f, 1.0f}, {0.0f, 1.0f}}) {
        const float corner[] = {quad.min.x + u * 2 * halfX,
                                quad.min.y + v * 2 * halfY,
                                tileX + u * side,
                                tileY + v * side,
                                tileX,
                                tileY,
                                (2 * u - 1) * halfX,
                                (2 * v - 1) * halfY,
                                quad.radius,
                                halfX,
                                halfY};
        into.insert(into.end(), std::begin(corner), std::end(corner));
    }
}

struct Call {
    ImageGrid* grid;
    std::size_t batch;
    std::uint64_t print;  // for Damage
};

}  // namespace

ImageGrid::ImageGrid() : pixels_(static_cast<std::size_t>(kAtlas) * kAtlas * 4, 0) {}

void ImageGrid::setImage(std::size_t place, std::span<const std::uint8_t> planes) {
    constexpr std::size_t side = kSide, plane = side * side;
    const std::size_t x0 = place % kAcross * side, y0 = place / kAcross * side;
    for (std::size_t i = 0; i < plane; ++i) {
        std::uint8_t* pixel = &pixels_[((y0 + i / side) * kAtlas + x0 + i % side) * 4];
        for (std::size_t channel = 0; channel < 3; ++channel)
            pixel[channel] = planes[channel * plane + i];
        pixel[3] = 255;
    }
    changed_ = true;
    ++revision_;
}

void ImageGrid::draw(ImDrawList& list, const std::vector<ImageQuad>& images) {
    if (images.empty()) return;
    std::vector<float>& vertices = batches_.emplace_back();
    ImRect reach(images.front().min, images.front().max);
    for (const ImageQuad& image : images) {
        appendCorners(image, vertices);
        reach.Add(ImRect(image.min, image.max));
    }
    const Call call{
        this, batches_.size() - 1,
        fingerprint(revision_, vertices.data(), vertices.size() * sizeof vertices.front())};
    const auto render = [](const ImDrawList*, const ImDrawCmd* command) {
        const Call& wanted = *static_cast<const Call*>(command->UserCallbackData);
        wanted.grid->render(*command, wanted.grid->batches_[wanted.batch]);
    };
    addCallback(list, reach, render, call);
}

void ImageGrid::upload() {
    if (texture_ == 0) {
        texture_ = makeTexture(kAtlas, kAtlas, TextureFormat::rgba8(), pixels_.data());
    } else if (changed_) {
        updateTexture(texture_, {0, 0, kAtlas, kAtlas}, TextureFormat::rgba8(), pixels_.data());
    }
    changed_ = false;
}

void ImageGrid::render(const ImDrawCmd& command, const std::vector<float>& vertices) {
    if (!program_.prepare().empty()) return;
    bindTexture(texture_);
    upload();
    bindTexture(texture_);
    program_.begin(command, kAttributes, vertices);
    float clip[4];
    clipTransform(clip);
    program_.matrix("frame", {clip[0], clip[1], clip[2], clip[3], framebufferScale(), kSide, 0, 0,
                              0, 0, 0, 0, 0, 0, 0, 0});
    program_.drawRectangles(vertices.size() / kImageFloats);
    Program::end();
}

void ImageGrid::contextRestored() {
    program_.forget();
    texture_ = 0;
}

const std::string& ImageGrid::problem() { return program_.prepare(); }

}  // namespace squash::ui::gl
