// Presets: experiments that the build embeds from assets/presets/*.json.
#pragma once
#include <string>
#include <vector>

namespace squash::cli {

struct Preset {
    std::string name, title, json;  // the file's name, its field "title", the experiment
};
std::vector<Preset> presets();  // sorted by name

}  // namespace squash::cli
