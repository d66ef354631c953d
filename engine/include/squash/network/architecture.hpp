// The networks one can choose: the article's LeNet-5, and a plain stack of Dense layers in which one
// sees what depth does to gradients.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "squash/network/network.hpp"

namespace squash {

struct Architecture {
    enum class Kind { LeNet5, Dense };
    Kind kind = Kind::LeNet5;
    std::size_t depth = 10, width = 64;  // Dense: hidden layers, and units in each
    bool operator==(const Architecture& other) const {
        return kind == other.kind &&
               (kind == Kind::LeNet5 || (depth == other.depth && width == other.width));
    }
};
inline constexpr std::size_t kMaxDepth = 30, kMaxWidth = 1024;

// "lenet5", "dense", "dense(depth=20,width=32)". Throws Error.
Architecture parseArchitecture(std::string_view text);
std::string toText(const Architecture& architecture);   // "dense(depth=10,width=64)"
std::string titleOf(const Architecture& architecture);  // "LeNet-5", "10 Dense layers of 64"

// Layers with an activation of their own, and layers with a kernel: the hidden ones and the last.
std::size_t hiddenLayers(const Architecture& architecture);
std::size_t weightLayers(const Architecture& architecture);
// For people, in order, the last layer's too: "Conv2D 1" ... "Dense 2".
std::vector<std::string> layerTitles(const Architecture& architecture);

// For 32x32x3 images and ten classes. activations: one for each hidden layer.
// LeNet-5: Conv2D 6, MaxPool2D, Conv2D 16, MaxPool2D, Conv2D 120 (5x5, 'same'), Flatten, Dense 84,
// Dense 10 with softmax: 697,046 parameters. Dense: Flatten, the stack, Dense 10 with softmax.
Network makeNetwork(const Architecture& architecture, std::span<const Activation> activations);

}  // namespace squash
