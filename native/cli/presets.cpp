#include "presets.hpp"

#include "assets/assets.hpp"  // what the build embeds, for the front end too
#include "output.hpp"

namespace squash::cli {
namespace {

constexpr std::string_view kFolder = "presets/", kEnding = ".json";

// The title is the preset's own; what is left is an experiment.
Preset presetOf(std::string name, std::string_view json) {
    Json document = Json::parse(json);
    const std::string title = document.value("title", "");
    document.erase("title");
    return {std::move(name), title, document.dump()};
}

}  // namespace

std::vector<Preset> presets() {
    std::vector<Preset> all;
    for (const std::string_view name : assets::names()) {
        if (!name.starts_with(kFolder) || !name.ends_with(kEnding)) continue;
        const auto bytes = assets::find(name);
        const auto length = name.size() - kFolder.size() - kEnding.size();
        all.push_back(presetOf(std::string(name.substr(kFolder.size(), length)),
                               {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    }
    return all;
}

}  // namespace squash::cli
