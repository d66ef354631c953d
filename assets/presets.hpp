// Presets: experiments and races that the build embeds from assets/presets/*.json.
#pragma once
#include <string>
#include <vector>

namespace squash::assets {

struct Preset {
    std::string name, title, json;  // the file's name, its field "title", the experiment without it
    bool race = false;
};
const std::vector<Preset>& presets();  // sorted by name

}  // namespace squash::assets
