// Labelled colour images kept as bytes; they become floats only when a batch is taken.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace squash {

inline constexpr std::size_t kImageSide = 32;
inline constexpr std::size_t kImageChannels = 3;
inline constexpr std::size_t kImageBytes = kImageSide * kImageSide * kImageChannels;
inline constexpr std::size_t kClasses = 10;

// pixels: [image][channel][row][column], CIFAR-10's own plane order. labels: 0..9.
struct ImageSet {
    std::vector<std::uint8_t> pixels;
    std::vector<std::uint8_t> labels;
    std::size_t size() const { return labels.size(); }
    std::span<const std::uint8_t> image(std::size_t index) const {
        return {pixels.data() + index * kImageBytes, kImageBytes};
    }
};

struct Dataset {
    std::string name;        // "CIFAR-10", "CIFAR-10 subset", "generated shapes"
    bool generated = false;  // shown wherever results are shown
    std::array<std::string, kClasses> classNames;
    ImageSet train, validation;
};
using DatasetPtr = std::shared_ptr<const Dataset>;

// CIFAR-10's class names in label order.
const std::array<std::string, kClasses>& cifar10ClassNames();

}  // namespace squash
