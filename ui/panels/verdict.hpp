// What is the matter with the run, in a sentence with its reason, and a button that helps.
#pragma once
#include <string>
#include <vector>

#include "squash/training/advice.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

inline constexpr float kVerdictHeight = 86, kLeastVerdictHeight = 62;

// Of the running experiment, worst first; network: its.
std::vector<Finding> findingsOf(const PanelContext& context, const Network& network);
Color inkOf(const Tokens& c, Severity severity);
// "relu: " of the entrant of a race whose findings are shown; "" where there is no race.
std::string whose(const Driver& driver);
// Of a run whose loss is no number any more: does the verdict's button lead back to its last good weights? Not where
// there are none, nor where no smaller learning rate could be tried with them.
bool leadsBack(const Driver& driver);
// Every finding with its reason, a line each.
std::string inAll(const std::vector<Finding>& found);

// The worst finding of the running experiment.
void drawVerdict(const PanelContext& context, const ImRect& box, const Network& network);

}  // namespace squash::ui
