// The experiment as a link: what "Copy link" gives, and what opening one does.
#pragma once
#include <string>

#include "ui/app/driver.hpp"
#include "ui/app/messages.hpp"

namespace squash::ui {

std::string linkTo(const Driver& driver, const Platform& platform);

// The whole experiment of a link or of its JSON takes the place of the one in use, on the data in use. What is wrong
// becomes a message; false then, and nothing has changed.
bool openExperiment(Driver& driver, Messages& messages, const std::string& linkOrJson);

}  // namespace squash::ui
