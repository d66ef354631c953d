#include "presets.hpp"

#include "assets/assets.hpp"  // what the build embeds, for the front end too
#include "output.hpp"

namespace squash::cli {
namespace {

constexpr std::string_view kFolder = "presets/", kEnding = ".json";

std::string titleOf(const std::string& json) {
    const Json document = Json::parse(json, nullptr, false);
    return document.is_object() ? document.value("title", "") : "";
}

}  // namespace

std::vector<Preset> presets() {
    std::vector<Preset> all;
    for (const std::string_view name : assets::names()) {
        if (!name.starts_with(kFolder) || !name.ends_with(kEnding)) continue;
        const auto bytes = assets::find(name);
        std::string json(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const auto length = name.size() - kFolder.size() - kEnding.size();
        std::string title = titleOf(json);
        all.push_back(
            {std::string(name.substr(kFolder.size(), length)), std::move(title), std::move(json)});
    }
    return all;
}

}  // namespace squash::cli
