#include "squash/io/race_field.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace squash {
namespace {

using nlohmann::json;

constexpr std::array<RacedField, 9> kFields{{{"activation", "Activation"},
                                             {"optimizer", "Optimizer"},
                                             {"learningRate", "Learning rate"},
                                             {"initializer", "Initial weights"},
                                             {"batch", "Batch"},
                                             {"pixels", "Pixels"},
                                             {"network", "Network"},
                                             {"limit", "Images"},
                                             {"seed", "Seed"}}};
constexpr std::size_t kLongestName = 40;

json fieldsOf(const Experiment& experiment) { return json::parse(toJson(experiment)); }

}  // namespace

std::span<const RacedField> racedFields() { return kFields; }

std::set<std::string> changedFields(const Experiment& before, const Experiment& after) {
    const json old = fieldsOf(before), next = fieldsOf(after);
    std::set<std::string> names;
    for (const auto& [name, value] : next.items())
        if (old[name] != value) names.insert(name);
    return names;
}

std::set<std::string> differingFields(const Race& race) {
    std::set<std::string> all;
    for (const Entrant& entrant : race.entrants)
        all.merge(changedFields(race.entrants.front().experiment, entrant.experiment));
    return all;
}

std::string_view racedFieldOf(const Race& race) {
    const std::set<std::string> all = differingFields(race);
    // Where the network differs, lists of one thing a layer may too.
    if (all.contains("network")) return "network";
    for (const RacedField& field : kFields)
        if (all.contains(std::string(field.name))) return field.name;
    return kFields.front().name;
}

std::string entrantName(const Experiment& experiment, std::string_view field) {
    const json value = fieldsOf(experiment)[std::string(field)];
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    if (text.size() <= kLongestName) return text;
    return text.substr(0, std::min(text.find('('), kLongestName)) + "...";
}

}  // namespace squash
