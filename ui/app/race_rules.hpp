// A race as a person puts it together: the one field in which the entrants are meant to differ, who could enter,
// and what a change of one entrant means for the others.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "squash/io/race_field.hpp"

namespace squash::ui {

// Is it what entrantName() gave, perhaps with the number that keeps two apart ("relu 2")?
bool hasNameOf(const Entrant& entrant, std::string_view field);

// The race with `next` in place of the entrant `shown`. What else was changed by it, the others take over; but not
// the raced field, and none in which they differ already: so that the race stays a fair one.
Race changed(const Race& race, std::size_t shown, const Experiment& next, std::string_view field);

// Who could enter beside `base`: the usual values of the field, without those that are there.
std::vector<Entrant> candidates(const Race& race, const Experiment& base, std::string_view field);

}  // namespace squash::ui
