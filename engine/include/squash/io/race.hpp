// Several experiments side by side: what they have in common, and in what each differs.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "squash/io/experiment.hpp"

namespace squash {

inline constexpr std::size_t kFewestEntrants = 2, kMostEntrants = 6;

struct Entrant {
    std::string name;
    Experiment experiment;
    bool operator==(const Entrant&) const = default;
};

struct Race {
    std::vector<Entrant> entrants;
    std::size_t shown = 0;  // whose settings and figures are looked at
    // Of racedFields(): in what they are meant to differ; "": in what they do.
    std::string field = {};
    bool operator==(const Race&) const = default;
};

// The later ones of a name get numbers: "relu", "relu 2".
void nameApart(std::vector<Entrant>& entrants);

struct ParsedRace {
    Race race;
    std::vector<std::string> notices;  // unknown fields: reported, not fatal
};

// Whether the JSON is a race's rather than one experiment's: it has "entrants". Throws Error when it is no JSON.
bool isRace(std::string_view json, const std::string& where);

// {"version":1,"common":{an experiment's fields},"entrants":[{"name":"relu", the fields that differ}...]}; optional
// beside these: "shown", which entrant to look at (0, the first), and "field", in what they are meant to differ. An
// entrant without a name is called by its activation, or where all have the same by what else the entrants differ in
// (race_field.hpp); two of one name get numbers. Throws Error naming the entrant and the field.
ParsedRace parseRace(std::string_view json, const std::string& where);

// What all entrants share stands in "common", without the defaults.
std::string toJson(const Race& race);

// One experiment without what is as it is by default: as short as it can be.
std::string toShortJson(const Experiment& experiment);

}  // namespace squash
