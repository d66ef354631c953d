// Pictures of any size as the network's 32x32 colour images.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "squash/data/dataset.hpp"

namespace squash::cli {

struct Picture {
    std::size_t width = 0, height = 0;
    std::vector<std::uint8_t> pixels;  // [row][column][red, green, blue]
};

using ImageBytes = std::array<std::uint8_t, kImageBytes>;  // [channel][row][column]

// PNG or JPEG; what is transparent is laid on white. Throws Error naming the file.
Picture readPicture(const std::string& path);

// Stretched to 32x32: the mean of the area each pixel covers where it shrinks, bilinear where it
// grows. A 32x32 picture stays as it is.
ImageBytes scaleToImage(const Picture& picture);

}  // namespace squash::cli
