#include "assets/presets.hpp"

#include <nlohmann/json.hpp>

#include "assets/assets.hpp"

namespace squash::assets {
namespace {

constexpr std::string_view kFolder = "presets/", kEnding = ".json";

Preset presetOf(std::string_view name, std::string_view text) {
    auto document = nlohmann::ordered_json::parse(text);
    const std::string title = document.value("title", "");
    document.erase("title");
    return {std::string(name), title, document.dump(), document.contains("entrants")};
}

std::vector<Preset> read() {
    std::vector<Preset> all;
    for (const std::string_view name : names()) {
        if (!name.starts_with(kFolder) || !name.ends_with(kEnding)) continue;
        const auto bytes = find(name);
        all.push_back(presetOf(
            name.substr(kFolder.size(), name.size() - kFolder.size() - kEnding.size()),
            {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    }
    return all;
}

}  // namespace

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all = read();
    return all;
}

}  // namespace squash::assets
