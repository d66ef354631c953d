// In what the entrants of a race differ, and what they are called by it.
#pragma once
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "squash/io/race.hpp"

namespace squash {

struct RacedField {
    std::string_view name, title;  // of an experiment's JSON; as a person reads it
};
// In the order they are offered; the first one is the default.
std::span<const RacedField> racedFields();

// The names of the JSON fields in which they differ.
std::set<std::string> changedFields(const Experiment& before, const Experiment& after);
// In which any entrant differs from the first.
std::set<std::string> differingFields(const Race& race);

// The field in which a race's entrants differ: the first of racedFields() that does.
std::string_view racedFieldOf(const Race& race);

// What an entrant is called by: its value of the field, cut where it is long ("formula...").
std::string entrantName(const Experiment& experiment, std::string_view field);

}  // namespace squash
