// What is the matter with a run that was trained: the same rules as in the app's verdict.
#pragma once
#include <string>
#include <vector>

#include "machine_options.hpp"
#include "output.hpp"
#include "squash/training/advice.hpp"
#include "squash/training/trainer.hpp"

namespace squash::cli {

// From the run's losses, the flow of the last step that was measured and a probe of the weights as they are. Nothing,
// with a notice, where there is no memory to look: the run is done and worth more.
std::vector<Finding> findingsOf(const Trainer& trainer, Machine& machine);

// [{"rule", "severity": "good"|"open"|"warning"|"bad", "what", "why"}...], worst first.
Json findingsJson(const std::vector<Finding>& found);
// A line each.
std::string findingsText(const std::vector<Finding>& found);

}  // namespace squash::cli
