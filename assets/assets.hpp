// What the build embeds: subset fonts, the shaders of shaders/, the data files of assets/.
// Names: "fonts/inter-regular", "fonts/inter-semibold", "fonts/jetbrains-mono-regular",
// "shaders/grid.frag.glsl", "presets/article.json". cmake/assets.cmake makes the list.
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace squash::assets {

// Empty when there is no such asset. The bytes live as long as the program, a zero byte follows them.
std::span<const std::byte> find(std::string_view name);

std::vector<std::string_view> names();  // sorted

}  // namespace squash::assets
