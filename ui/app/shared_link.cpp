#include "ui/app/shared_link.hpp"

#include "squash/core/error.hpp"
#include "squash/io/experiment_link.hpp"
#include "squash/io/race.hpp"

namespace squash::ui {

// The data are the reader's own: a folder of this machine is none of another.
std::string linkTo(const Driver& driver, const Platform& platform) {
    Experiment experiment = driver.experiment();
    experiment.data.clear();
    experiment.epochs -= driver.addedEpochs();
    return platform.address() + "#" + linkOf(toShortJson(experiment));
}

bool openExperiment(Driver& driver, Messages& messages, const std::string& linkOrJson) {
    try {
        const bool link = isLink(linkOrJson);
        const std::string json = link ? jsonOfLink(linkOrJson) : linkOrJson;
        const std::string name = link ? "the link" : "the experiment";
        if (isRace(json, name))
            throw Error("cannot open the race", name,
                        "one experiment here; squash race runs several on the command line");
        ParsedExperiment parsed = parseExperiment(json, {}, name);
        parsed.experiment.data = driver.experiment().data;
        driver.change(parsed.experiment);
        messages.say(parsed.notices.empty() ? "Opened the experiment of " + name + "."
                                            : parsed.notices.front(),
                     !parsed.notices.empty(), About::News);
        return true;
    } catch (const Error& error) {
        messages.say(error.what(), true, About::Event);
        return false;
    }
}

}  // namespace squash::ui
