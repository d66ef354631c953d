#include "settings.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace squash::app {
namespace {

std::string settingsPath() {
    const char* config = std::getenv("XDG_CONFIG_HOME");
    if (config && *config) return std::string(config) + "/squash/window";
    const char* home = std::getenv("HOME");
    return home && *home ? std::string(home) + "/.config/squash/window" : "";
}

}  // namespace

Settings::Settings(bool persistent) : path_(persistent ? settingsPath() : "") {
    std::ifstream file(path_);
    for (std::string line; std::getline(file, line);) {
        const auto equals = line.find('=');
        if (equals != std::string::npos) values_[line.substr(0, equals)] = line.substr(equals + 1);
    }
}

std::string Settings::get(const std::string& name) const {
    const auto it = values_.find(name);
    return it == values_.end() ? "" : it->second;
}

void Settings::set(const std::string& name, const std::string& value) {
    if (get(name) == value) return;
    values_[name] = value;
    save();
}

// A folder that cannot be written to costs the settings, nothing else.
void Settings::save() const {
    if (path_.empty()) return;
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), ignored);
    std::ofstream file(path_, std::ios::trunc);
    for (const auto& [name, value] : values_) file << name << '=' << value << '\n';
}

}  // namespace squash::app
