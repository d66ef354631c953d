// The rules of advice as a table: each with its name, its condition in words and as a comparison, a preset that comes to
// it and one that does not, how bad it is, and what is said then. All bounds are here, but those that others share: of a
// layer's gradient (flow_verdict.hpp), of dead units (advice.hpp), and of slopes called saturated (shape.hpp). From how
// many steps and epochs what is compared is worked out stands in advice_evidence.hpp.
#include "squash/training/advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "squash/activations/shape.hpp"
#include "squash/training/flow_verdict.hpp"
#include "training/advice_words.hpp"

namespace squash {
namespace {

using advice::Measured;

constexpr double kRisen = 1.3;    // late loss by the first step's: the rate is too high
constexpr double kFallen = 0.98;  // late loss by early loss: hardly any
constexpr double kLearning =
    0.8;  // of chance's loss: below it a network learns, whatever its units do
constexpr double kFlatShare = 0.5;          // of a layer's values, where f is flat on both sides
constexpr double kFlatToName = 0.1;         // of a layer's values: fewer are no reason
constexpr double kOverfitted = 1.1;         // validation loss by its lowest
constexpr std::size_t kStepsToJudge = 200;  // before a rate is called too low
constexpr double kSmallUpdate = 1e-4;       // of the weights' size a step

struct Rule {
    RuleInfo info;
    Severity severity;
    bool (*applies)(const Measured&);
    Finding (*say)(const Measured&);
    bool alone = false;  // what else was measured of weights that are no numbers says nothing
};

// In this order where two are as severe.
std::vector<Rule> makeRules() {
    using enum Severity;
    return {
        {{"not-finite", "the loss of the last step is no number", "overflow", "rate-right"},
         Bad,
         [](const Measured& m) { return m.firstOut < m.steps; },
         advice::notFinite,
         true},
        // A large loss before any step says nothing of the rate: raw pixels or large initial weights make it so. And a
        // single image's may be anything.
        {{"rate-too-high",
          fmt::format("the mean loss of the last {} steps is above {} times the first step's, and "
                      "chance's",
                      advice::kLateSteps, kRisen),
          "rate-too-high", "rate-right"},
         Bad,
         [](const Measured& m) { return m.late > kRisen * std::max(m.first, m.chance); },
         advice::rateTooHigh},
        {{"exploding",
          fmt::format("a layer's dL/dz is above {} times the last layer's", kExplodingAbove),
          "exploding", "level"},
         Bad,
         [](const Measured& m) { return m.most != nullptr && m.most->toLast > kExplodingAbove; },
         advice::exploding},
        // Where it learns all the same that is a note to what else is said (nothingWrong).
        {{"dying",
          fmt::format("more than {:.0f} % of a layer's units are dead, and the loss is above {} of "
                      "chance's",
                      100 * kDyingAbove, kLearning),
          "dead-relu", "leaky-revives"},
         Bad,
         [](const Measured& m) {
             return m.mostDead != nullptr && m.mostDead->deadShare() > kDyingAbove &&
                    !(m.standing <= kLearning * m.chance);
         },
         advice::dying},
        {{"vanishing",
          fmt::format("a layer's dL/dz is below 1/{} of the last layer's",
                      advice::wholeText(1 / kVanishingBelow)),
          "vanishing", "level"},
         Bad,
         [](const Measured& m) { return m.least != nullptr && m.least->toLast < kVanishingBelow; },
         [](const Measured& m) { return advice::vanishing(m, kFlatToName); }},
        {{"saturation",
          fmt::format(
              "more than {:.0f} % of a layer's inputs lie where |f'| < {}, and f is flat on "
              "both sides",
              100 * kFlatShare, kSaturatedSlope),
          "saturation", "small-pixels"},
         Warning,
         [](const Measured& m) { return m.flatOnBothSides(kFlatShare) != nullptr; },
         [](const Measured& m) { return advice::saturation(m, *m.flatOnBothSides(kFlatShare)); }},
        {{"overfitting",
          fmt::format(
              "after {} epochs or more, the validation loss is above {} times its lowest, and "
              "the training loss has fallen since",
              advice::kEpochsToJudge, kOverfitted),
          "overfitting", "more-images"},
         Warning,
         [](const Measured& m) {
             return m.last != nullptr &&
                    m.last->validationLoss > kOverfitted * m.best->validationLoss &&
                    m.last->loss < m.best->loss;
         },
         advice::overfitting},
        {{"rate-too-low",
          fmt::format("in {} steps the loss fell by less than {:.0f} %, no update is over 1/{} of "
                      "the weights",
                      kStepsToJudge, 100 * (1 - kFallen), advice::wholeText(1 / kSmallUpdate)),
          "rate-too-low", "rate-right"},
         Warning,
         [](const Measured& m) {
             return m.steps >= kStepsToJudge && m.late > kFallen * m.early &&
                    m.largestUpdate < kSmallUpdate;
         },
         advice::rateTooLow},
        // Where no other applies. Gradients that reach every layer do not yet make a network that has learnt something.
        {{"fine", "no other rule applies", "rate-right", "vanishing"},
         Open,
         [](const Measured& m) { return !(m.standing <= kFallen * m.chance); },
         advice::nothingLearnt},
        {{"fine", "no other rule applies", "rate-right", "vanishing"},
         Good,
         [](const Measured&) { return true; },
         [](const Measured& m) { return advice::nothingWrong(m, kFlatShare); }},
    };
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = makeRules();
    return all;
}

}  // namespace

std::span<const RuleInfo> adviceRules() {
    static const auto infos = [] {
        std::vector<RuleInfo> result;
        result.reserve(rules().size());
        std::ranges::transform(rules(), std::back_inserter(result), &Rule::info);
        result.pop_back();  // fine has two lines
        return result;
    }();
    return infos;
}

std::vector<Finding> findings(const Evidence& evidence) {
    std::vector<Finding> found, warnings;
    if (evidence.history.steps() == 0) return found;
    const Measured measured(evidence);
    for (const Rule& rule : rules()) {
        const bool fine = rule.severity == Severity::Good || rule.severity == Severity::Open;
        const bool known = evidence.flow != nullptr && evidence.units != nullptr;
        if (fine && (!known || !found.empty() || !warnings.empty())) continue;
        if (!rule.applies(measured)) continue;
        Finding finding = rule.say(measured);
        finding.rule = rule.info.name;
        finding.severity = rule.severity;
        // What is so already helps nothing.
        if (finding.remedy && finding.remedy->experiment == evidence.experiment)
            finding.remedy.reset();
        (rule.severity == Severity::Bad ? found : warnings).push_back(std::move(finding));
        if (rule.alone) return found;
    }
    std::ranges::move(warnings, std::back_inserter(found));
    return found;
}

}  // namespace squash
