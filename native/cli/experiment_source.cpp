#include "experiment_source.hpp"

#include <fstream>
#include <sstream>
#include <vector>

#include "assets/presets.hpp"
#include "errors.hpp"
#include "squash/core/error.hpp"
#include "squash/io/experiment_link.hpp"

namespace squash::cli {
namespace {

struct Source {
    std::string json, name;  // name: for errors, "the link" instead of a thousand letters
};

Source sourceOf(const std::string& given) {
    for (const assets::Preset& preset : assets::presets())
        if (preset.name == given) return {preset.json, given};
    if (isLink(given)) return {jsonOfLink(given), "the link"};
    std::ifstream file(given, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        throw Error("cannot read the experiment", given,
                    "a JSON file, a link with #e=, or one of squash list presets");
    return {text.str(), given};
}

}  // namespace

Experiment readExperiment(const std::string& given) {
    const Source source = sourceOf(given);
    if (isRace(source.json, source.name))
        throw Error("cannot train a race", source.name, "one experiment; squash race runs several");
    const auto parsed = parseExperiment(source.json, {}, source.name);
    for (const std::string& notice : parsed.notices) printNotice(notice);
    return parsed.experiment;
}

Race readRace(const std::string& given) {
    const Source source = sourceOf(given);
    const auto parsed = parseRace(source.json, source.name);
    for (const std::string& notice : parsed.notices) printNotice(notice);
    return parsed.race;
}

}  // namespace squash::cli
