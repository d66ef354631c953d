#include "run_findings.hpp"

#include <new>
#include <string_view>

#include "errors.hpp"
#include "squash/training/diagnosis.hpp"

namespace squash::cli {
namespace {

std::string_view nameOf(Severity severity) {
    switch (severity) {
        case Severity::Good:
            return "good";
        case Severity::Open:
            return "open";
        case Severity::Warning:
            return "warning";
        case Severity::Bad:
            break;
    }
    return "bad";
}

std::vector<Finding> look(const Trainer& trainer, Machine& machine) {
    const Experiment& experiment = trainer.experiment();
    const Dataset& data = trainer.data();
    const Diagnosis now = diagnose(trainer.model(), machine.pool, data.validation,
                                   {experiment.seed, experiment.validationLimit, kProbeImages});
    const GradientFlow& flow = trainer.flow();
    return findings({experiment, trainer.network(), trainer.history(),
                     flow.step > 0 ? &flow : nullptr, &now.units, data.train.size()});
}

}  // namespace

std::vector<Finding> findingsOf(const Trainer& trainer, Machine& machine) {
    if (trainer.history().steps() == 0) return {};
    try {
        return look(trainer, machine);
    } catch (const std::bad_alloc&) {
        printNotice("what is the matter with the run is not said (this machine): memory to look");
        return {};
    }
}

Json findingsJson(const std::vector<Finding>& found) {
    Json list = Json::array();
    for (const Finding& finding : found)
        list.push_back({{"rule", finding.rule},
                        {"severity", nameOf(finding.severity)},
                        {"what", finding.what},
                        {"why", finding.why}});
    return list;
}

std::string findingsText(const std::vector<Finding>& found) {
    std::string text;
    for (const Finding& finding : found) text += finding.text() + "\n";
    return text;
}

}  // namespace squash::cli
