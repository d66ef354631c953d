// Small settings that outlive the program, one `name=value` a line in the user's config folder.
#pragma once
#include <map>
#include <string>

namespace squash::app {

class Settings {
public:
    // persistent: false keeps them in memory only (scripts start the same every time).
    explicit Settings(bool persistent);
    std::string get(const std::string& name) const;
    void set(const std::string& name, const std::string& value);

private:
    void save() const;
    std::map<std::string, std::string> values_;
    std::string path_;  // "" : not kept
};

}  // namespace squash::app
