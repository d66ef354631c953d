// Shapes of one image's activations, in Keras's order (batch left out): height, width, channels.
#pragma once
#include <cstddef>
#include <string>

namespace squash {

struct Shape {
    std::size_t height = 1, width = 1, channels = 1;
    bool flat = false;  // a vector of `channels` numbers, after Flatten or Dense
    std::size_t size() const { return height * width * channels; }
    bool operator==(const Shape&) const = default;
};

std::string toText(const Shape& shape);  // "32, 32, 6" or "7680"

}  // namespace squash
