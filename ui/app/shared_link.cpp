#include "ui/app/shared_link.hpp"

#include "squash/core/error.hpp"
#include "squash/io/experiment_link.hpp"
#include "squash/io/race.hpp"

namespace squash::ui {

// A folder of this machine is none of another.
std::string sharedJson(const Driver& driver) {
    Race race = driver.ownRace();
    for (Entrant& entrant : race.entrants) entrant.experiment.data.clear();
    if (driver.racing()) return toJson(race);
    Experiment experiment = driver.experiment();
    experiment.data.clear();
    experiment.epochs -= driver.addedEpochs();
    return toShortJson(experiment);
}

std::string linkTo(const Driver& driver, const Platform& platform) {
    return platform.address() + "#" + linkOf(sharedJson(driver));
}

std::vector<std::string> adoptJson(Driver& driver, const std::string& json,
                                   const std::string& name) {
    if (isRace(json, name)) {
        const ParsedRace parsed = parseRace(json, name);
        driver.race(parsed.race);
        return parsed.notices;
    }
    ParsedExperiment parsed = parseExperiment(json, {}, name);
    parsed.experiment.data = driver.experiment().data;
    driver.openAlone(parsed.experiment);
    return parsed.notices;
}

bool openExperiment(Driver& driver, Messages& messages, const SharedText& shared) {
    try {
        const bool link = isLink(shared.text);
        const std::string json = link ? jsonOfLink(shared.text) : shared.text;
        const std::string name = !shared.name.empty() ? shared.name
                                 : link               ? "the link"
                                                      : "the experiment";
        const std::vector<std::string> notices = adoptJson(driver, json, name);
        const char* what = driver.racing() ? "Opened the race: " : "Opened the experiment: ";
        messages.say(notices.empty() ? what + name : notices.front(), !notices.empty(),
                     About::News);
        return true;
    } catch (const Error& error) {
        messages.say(error.what(), true, About::Event);
        return false;
    }
}

}  // namespace squash::ui
