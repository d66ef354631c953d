// The experiment, or the race, as a link or JSON: what "Copy link" gives, and what opening one does.
#pragma once
#include <string>
#include <vector>

#include "ui/app/driver.hpp"
#include "ui/app/messages.hpp"

namespace squash::ui {

// As short as it can be, and without the data: they are the reader's own.
std::string sharedJson(const Driver& driver);
std::string linkTo(const Driver& driver, const Platform& platform);

// The whole of an experiment's or a race's JSON takes the place of what is in use, on the data in use. Throws Error;
// then nothing has changed. Returns notices of what was not understood.
std::vector<std::string> adoptJson(Driver& driver, const std::string& json,
                                   const std::string& name);

struct SharedText {
    std::string text;  // a link, or JSON
    std::string name;  // of a file; "": "the link" or "the experiment"
};
// The same; what is wrong becomes a message, and false.
bool openExperiment(Driver& driver, Messages& messages, const SharedText& shared);

}  // namespace squash::ui
