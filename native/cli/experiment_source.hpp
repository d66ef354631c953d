// Where a command gets an experiment or a race from: a JSON file, a link, or a preset's name.
#pragma once
#include <string>

#include "squash/io/experiment.hpp"
#include "squash/io/race.hpp"

namespace squash::cli {

// Throw Error when there is no such file or preset, or when it is not what is wanted. Notices are printed.
Experiment readExperiment(const std::string& source);
Race readRace(const std::string& source);

}  // namespace squash::cli
