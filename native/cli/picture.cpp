// Reads PNG and JPEG with stb_image, whose implementation is compiled here.
#include <cstring>
#include <memory>

#include "image.hpp"
#include "squash/core/error.hpp"

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_FAILURE_USERMSG
#define STBI_MAX_DIMENSIONS 16384
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

namespace squash::cli {
namespace {

constexpr std::size_t kRgba = 4;

std::uint8_t onWhite(unsigned colour, unsigned alpha) {
    return static_cast<std::uint8_t>((colour * alpha + 255 * (255 - alpha) + 127) / 255);
}

Picture withoutAlpha(const std::uint8_t* rgba, std::size_t width, std::size_t height) {
    Picture picture{width, height, {}};
    picture.pixels.reserve(width * height * kImageChannels);
    for (std::size_t i = 0; i < width * height; ++i)
        for (std::size_t channel = 0; channel < kImageChannels; ++channel)
            picture.pixels.push_back(onWhite(rgba[i * kRgba + channel], rgba[i * kRgba + 3]));
    return picture;
}

}  // namespace

Picture readPicture(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                               &std::fclose);
    if (!file) throw Error("cannot open the image", path, std::strerror(errno));
    int width = 0, height = 0, channels = 0;
    const std::unique_ptr<stbi_uc, void (*)(void*)> rgba(
        stbi_load_from_file(file.get(), &width, &height, &channels, kRgba), &stbi_image_free);
    if (!rgba)
        throw Error("cannot read the image", path,
                    "a whole PNG or JPEG; found: " + std::string(stbi_failure_reason()));
    return withoutAlpha(rgba.get(), static_cast<std::size_t>(width),
                        static_cast<std::size_t>(height));
}

}  // namespace squash::cli
