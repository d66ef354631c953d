#include "squash/io/race.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "io/experiment_fields.hpp"
#include "squash/core/error.hpp"
#include "squash/io/json_text.hpp"
#include "squash/io/race_field.hpp"

namespace squash {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSubject = "cannot read the race";
constexpr std::size_t kLongestName = 1000;  // a formula may be one

const std::set<std::string, std::less<>> kKnown{"version", "common", "entrants",
                                                "title",   "shown",  "field"};

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json fieldsOf(const Experiment& experiment) { return Json::parse(toJson(experiment)); }

// The fields in which it differs, without the version. Another optimizer brings its own learning rate along, unless
// one is given.
Json difference(const Json& fields, const Json& base) {
    Json result = Json::object();
    for (const auto& [name, value] : fields.items())
        if (name != "version" && value != base[name]) result[name] = value;
    if (result.contains("optimizer")) result["learningRate"] = fields["learningRate"];
    return result;
}

Experiment entrantOf(const nlohmann::json& fields, const Experiment& common,
                     const std::string& where, std::vector<std::string>& notices) {
    nlohmann::json own = fields;
    own.erase("name");
    ParsedExperiment parsed = parseExperiment(own.dump(), common, where);
    notices.insert(notices.end(), parsed.notices.begin(), parsed.notices.end());
    return parsed.experiment;
}

std::string nameOf(const Field& field) {
    std::string name = field.text();
    if (name.empty() || name.size() > kLongestName)
        field.fail(fmt::format("a name of 1 to {} bytes", kLongestName));
    return name;
}

}  // namespace

void nameApart(std::vector<Entrant>& entrants) {
    std::set<std::string> taken;
    for (Entrant& entrant : entrants) {
        const std::string wanted = entrant.name;
        for (int number = 2; !taken.insert(entrant.name).second; ++number)
            entrant.name = fmt::format("{} {}", wanted, number);
    }
}

bool isRace(std::string_view json, const std::string& where) {
    return parseJsonObject(json, "cannot read the experiment", where).contains("entrants");
}

ParsedRace parseRace(std::string_view text, const std::string& where) {
    const auto json = parseJsonObject(text, kSubject, where);
    ParsedRace result;
    if (const auto version = json.find("version"); version != json.end() && *version != 1)
        Field{where, "version", *version}.fail("version 1");
    Experiment common;
    if (const auto found = json.find("common"); found != json.end()) {
        if (!found->is_object()) Field{where, "common", *found}.fail("an object");
        common = entrantOf(*found, {}, where + ", common", result.notices);
    }
    const auto entrants = json.find("entrants");
    if (entrants == json.end() || !entrants->is_array())
        throw Error(kSubject, where + ", entrants", "a list of 2 to 6 objects");
    if (entrants->size() < kFewestEntrants || entrants->size() > kMostEntrants)
        throw Error(kSubject, where + ", entrants",
                    fmt::format("{} to {} of them, found {}", kFewestEntrants, kMostEntrants,
                                entrants->size()));
    for (std::size_t i = 0; i < entrants->size(); ++i) {
        const auto& fields = (*entrants)[i];
        const std::string place = fmt::format("{}, entrants[{}]", where, i);
        if (!fields.is_object()) throw Error(kSubject, place, "an object");
        Entrant entrant;
        entrant.experiment = entrantOf(fields, common, place, result.notices);
        if (const auto name = fields.find("name"); name != fields.end())
            entrant.name = nameOf({place, "name", *name});
        result.race.entrants.push_back(std::move(entrant));
    }
    if (const auto shown = json.find("shown"); shown != json.end()) {
        const Field field{where, "shown", *shown};
        result.race.shown = field.size();
        if (result.race.shown >= result.race.entrants.size())
            field.fail("the number of an entrant, from 0 on");
    }
    if (const auto raced = json.find("field"); raced != json.end()) {
        const Field field{where, "field", *raced};
        result.race.field = field.text();
        const auto known = racedFields();
        if (std::ranges::find(known, result.race.field, &RacedField::name) == known.end())
            field.fail("a field that entrants can differ in, such as activation");
    }
    // By their functions where these differ, whatever else does.
    const bool functions = differingFields(result.race).contains("activation");
    const std::string_view field = functions ? "activation" : racedFieldOf(result.race);
    for (Entrant& entrant : result.race.entrants)
        if (entrant.name.empty()) entrant.name = entrantName(entrant.experiment, field);
    nameApart(result.race.entrants);
    for (const auto& [name, value] : json.items())
        if (!kKnown.contains(name))
            result.notices.push_back(
                fmt::format("{}: unknown field '{}' was left out", where, name.substr(0, 60)));
    return result;
}

std::string toJson(const Race& race) {
    // What the first entrant has and all others too.
    const Json first = fieldsOf(race.entrants.front().experiment);
    const Json normal = fieldsOf(Experiment{});
    Json common = first;
    for (const Entrant& entrant : race.entrants) {
        const Json own = fieldsOf(entrant.experiment);
        for (const auto& [name, value] : own.items())
            if (value != first[name]) common[name] = normal[name];
    }
    // Lists of one thing a layer are only common where the layers are.
    if (common["network"] != first["network"])
        for (const char* list : {"activation", "initializer"}) common[list] = normal[list];
    const Experiment base = parseExperiment(dumped(common), {}, "common").experiment;
    Json entrants = Json::array();
    for (const Entrant& entrant : race.entrants) {
        Json own = {{"name", entrant.name}};
        own.update(difference(fieldsOf(entrant.experiment), fieldsOf(base)));
        entrants.push_back(std::move(own));
    }
    Json json = {{"version", 1}};
    if (race.shown > 0) json["shown"] = race.shown;
    if (!race.field.empty()) json["field"] = race.field;
    json["common"] = difference(fieldsOf(base), normal);
    json["entrants"] = std::move(entrants);
    return dumped(json);
}

std::string toShortJson(const Experiment& experiment) {
    Json json = {{"version", 1}};
    json.update(difference(fieldsOf(experiment), fieldsOf(Experiment{})));
    return dumped(json);
}

}  // namespace squash
