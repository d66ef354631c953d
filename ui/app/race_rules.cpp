#include "ui/app/race_rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "squash/activations/catalogue.hpp"
#include "squash/core/error.hpp"

namespace squash::ui {
namespace {

using nlohmann::json;

constexpr std::uint64_t kSeedsOffered = 6;

Experiment with(const Experiment& experiment, const json& fields) {
    return parseExperiment(fields.dump(), experiment, "the race").experiment;
}

// All at once, since some bring others along: an optimizer its learning rate, a network its layers. Where the lists
// of one thing a layer are for another number of layers, an entrant keeps its own.
Experiment taking(const Experiment& experiment, json fields) {
    if (fields.empty()) return experiment;
    try {
        return with(experiment, fields);
    } catch (const Error&) {
        fields.erase("activation");
        fields.erase("initializer");
    }
    try {
        return fields.empty() ? experiment : with(experiment, fields);
    } catch (const Error&) {
        return experiment;
    }
}

template <class Table>
json namesOf(const Table& table) {
    json names = json::array();
    for (const auto& entry : table) names.push_back(std::string(entry.name));
    return names;
}

json usualValues(const Experiment& base, std::string_view field) {
    if (field == "activation") return namesOf(activationTable());
    if (field == "optimizer") return namesOf(optimizerTable());
    if (field == "learningRate") return {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1};
    if (field == "initializer") return namesOf(initializerTable());
    if (field == "batch") return {16, 32, 64, 128, 256, 512, 1024};
    if (field == "pixels") return {"0..255", "0..1"};
    if (field == "limit") return {200, 500, 1000, 2000, 5000, 10000};
    if (field == "network")
        return {"lenet5", "dense(depth=2,width=64)", "dense(depth=5,width=64)",
                "dense(depth=10,width=64)", "dense(depth=20,width=64)"};
    json seeds = json::array();
    for (std::uint64_t i = 0; i < kSeedsOffered; ++i) seeds.push_back(base.seed + i);
    return seeds;
}

}  // namespace

bool hasNameOf(const Entrant& entrant, std::string_view field) {
    const std::string own = entrantName(entrant.experiment, field);
    if (!entrant.name.starts_with(own)) return false;
    std::string_view rest = std::string_view(entrant.name).substr(own.size());
    if (rest.empty()) return true;
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return rest.size() > 1 && rest.front() == ' ' && std::ranges::all_of(rest.substr(1), digit);
}

Race changed(const Race& race, std::size_t shown, const Experiment& next, std::string_view field) {
    Race result = race;
    const Entrant& before = race.entrants[shown];
    std::set<std::string> own = differingFields(race);
    own.insert(std::string(field));
    if (field == "optimizer") own.insert("learningRate");  // which it brings along
    const json fields = json::parse(toJson(next));
    json shared = json::object();
    for (const std::string& name : changedFields(before.experiment, next))
        if (!own.contains(name)) shared[name] = fields[name];
    if (shared.contains("optimizer") && !own.contains("learningRate"))
        shared["learningRate"] = fields["learningRate"];
    for (std::size_t i = 0; i < race.entrants.size(); ++i)
        if (i != shown) result.entrants[i].experiment = taking(race.entrants[i].experiment, shared);
    Entrant& after = result.entrants[shown];
    after.experiment = next;
    // One that has a name of its own keeps it.
    if (hasNameOf(before, field)) after.name = entrantName(next, field);
    return result;
}

std::vector<Entrant> candidates(const Race& race, const Experiment& base, std::string_view field) {
    std::vector<Entrant> all;
    const json values = usualValues(base, field);
    for (const json& value : values) {
        Entrant entrant;
        entrant.experiment = taking(base, {{std::string(field), value}});
        entrant.name = entrantName(entrant.experiment, field);
        const auto isIt = [&](const Entrant& each) {
            return each.experiment == entrant.experiment;
        };
        if (!(entrant.experiment == base) && std::ranges::none_of(race.entrants, isIt))
            all.push_back(std::move(entrant));
    }
    return all;
}

}  // namespace squash::ui
