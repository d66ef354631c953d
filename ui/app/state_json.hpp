// What scripts are told: the state of the program and the widgets on the screen, as JSON text.
#pragma once
#include <map>
#include <string>

#include "ui/app/driver.hpp"
#include "ui/app/messages.hpp"
#include "ui/widgets/registry.hpp"

namespace squash::ui {

struct StateParts {
    const Driver& driver;
    const Platform& platform;
    const Messages& messages;
    double frameMs;
};
std::string stateJson(const StateParts& parts);
std::string widgetsJson(const Registry& registry);
// Names of shaders with what is wrong with them ("": nothing).
std::string shadersJson(const std::map<std::string, std::string>& problems);
// Takes "playing" out of a partial experiment, applies the rest through the driver.
// {"ok":true,"notices":[...]} or {"ok":false,"error":"..."}.
std::string applyJson(Driver& driver, const std::string& partialExperiment);

}  // namespace squash::ui
