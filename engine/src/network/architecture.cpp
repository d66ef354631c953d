#include "squash/network/architecture.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/call_text.hpp"

namespace squash {
namespace {

constexpr std::array<std::string_view, 2> kNames{"lenet5", "dense"}, kSizes{"depth", "width"};
constexpr Shape kImage{32, 32, 3};
constexpr std::size_t kClassCount = 10;

std::size_t sizeOf(const CallText& call, const CallArgument& argument, std::size_t most) {
    const double value = numberOf(call, argument);
    if (!(value >= 1 && value <= static_cast<double>(most)) || value != std::floor(value))
        failAt(call, argument.value.column,
               fmt::format("{} needs a whole number from 1 to {}, found '{}'", argument.name.text,
                           most, shownText(argument.value.text)));
    return static_cast<std::size_t>(value);
}

Network lenet5(std::span<const Activation> f) {
    return Network(kImage, {Conv2D{6, 5, Padding::Same, f[0]}, MaxPool2D{2},
                            Conv2D{16, 5, Padding::Same, f[1]}, MaxPool2D{2},
                            Conv2D{120, 5, Padding::Same, f[2]}, Flatten{}, Dense{84, f[3], false},
                            Dense{kClassCount, std::nullopt, true}});
}

Network denseStack(std::size_t width, std::span<const Activation> f) {
    std::vector<LayerSpec> layers{Flatten{}};
    layers.reserve(f.size() + 2);
    for (const Activation& activation : f) layers.emplace_back(Dense{width, activation, false});
    layers.emplace_back(Dense{kClassCount, std::nullopt, true});
    return Network(kImage, std::move(layers));
}

}  // namespace

Architecture parseArchitecture(std::string_view text) {
    const CallText call = readCall("cannot read the network", text, {text, 1});
    Architecture result;
    const std::size_t kind = findName(call, call.name, "network", kNames);
    result.kind = kind == 0 ? Architecture::Kind::LeNet5 : Architecture::Kind::Dense;
    for (const CallArgument& argument : call.arguments) {
        if (kind == 0) failAt(call, argument.name.column, "lenet5 has no parameters");
        if (findName(call, argument.name, "parameter of dense", kSizes) == 0)
            result.depth = sizeOf(call, argument, kMaxDepth);
        else
            result.width = sizeOf(call, argument, kMaxWidth);
    }
    return result;
}

std::string toText(const Architecture& architecture) {
    if (architecture.kind == Architecture::Kind::LeNet5) return "lenet5";
    return fmt::format("dense(depth={},width={})", architecture.depth, architecture.width);
}

std::string titleOf(const Architecture& architecture) {
    if (architecture.kind == Architecture::Kind::LeNet5) return "LeNet-5";
    return fmt::format("{} Dense layer{} of {}", architecture.depth,
                       architecture.depth == 1 ? "" : "s", architecture.width);
}

std::size_t hiddenLayers(const Architecture& architecture) {
    return architecture.kind == Architecture::Kind::LeNet5 ? 4 : architecture.depth;
}

std::size_t weightLayers(const Architecture& architecture) {
    return hiddenLayers(architecture) + 1;
}

std::vector<std::string> layerTitles(const Architecture& architecture) {
    if (architecture.kind == Architecture::Kind::LeNet5)
        return {"Conv2D 1", "Conv2D 2", "Conv2D 3", "Dense 1", "Dense 2"};
    std::vector<std::string> titles;
    for (std::size_t i = 1; i <= weightLayers(architecture); ++i)
        titles.push_back(fmt::format("Dense {}", i));
    return titles;
}

Network makeNetwork(const Architecture& architecture, std::span<const Activation> activations) {
    assert(activations.size() == hiddenLayers(architecture));
    return architecture.kind == Architecture::Kind::LeNet5
               ? lenet5(activations)
               : denseStack(architecture.width, activations);
}

}  // namespace squash
