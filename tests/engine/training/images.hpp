// Images of any size made of noise, with labels, for networks smaller than the article's.
#pragma once
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace squash::test {

struct Images {
    std::vector<std::vector<std::uint8_t>> bytes;
    std::vector<const std::uint8_t*> pointers;
    std::vector<std::uint8_t> labels;
};

inline Images randomImages(std::size_t count, std::size_t bytes, std::size_t classes = 4) {
    Images images;
    std::mt19937 generator(7);
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<std::uint8_t> image(bytes);
        for (auto& byte : image) byte = static_cast<std::uint8_t>(generator() >> 24);
        images.bytes.push_back(std::move(image));
        images.labels.push_back(static_cast<std::uint8_t>(generator() % classes));
    }
    for (const auto& image : images.bytes) images.pointers.push_back(image.data());
    return images;
}

}  // namespace squash::test
