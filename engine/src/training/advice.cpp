// The rules of advice as a table: the name, the condition with its bounds, a preset that shows it and one that does
// not, and what looks for it.
#include "squash/training/advice.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "training/advice_rules.hpp"

namespace squash {
namespace {

struct Rule {
    RuleInfo info;
    std::optional<Finding> (*look)(const Evidence&);
    bool alone = false;  // what else was measured of weights that are no numbers says nothing
};

// In this order where two are as severe.
constexpr std::array<Rule, 8> kRules{{
    {{"not-finite", "the loss of the last step is no number", "overflow", "rate-right"},
     advice::notFinite,
     true},
    {{"rate-too-high",
      "the mean loss of the last 50 steps is above 1.3 times the first step's, and chance's",
      "rate-too-high", "rate-right"},
     advice::rateTooHigh},
    {{"exploding", "a layer's dL/dz is above 30 times the last layer's", "exploding", "level"},
     advice::exploding},
    {{"dying", "more than 30 % of a layer's units are dead", "dead-relu", "leaky-revives"},
     advice::dying},
    {{"vanishing", "a layer's dL/dz is below 1/10,000 of the last layer's", "vanishing", "level"},
     advice::vanishing},
    {{"saturation",
      "more than 50 % of a layer's inputs lie where |f'| < 0.05, and f is flat on both sides",
      "saturation", "small-pixels"},
     advice::saturation},
    {{"overfitting",
      "the validation loss is above 1.1 times its lowest, and the training loss has fallen since",
      "overfitting", "more-images"},
     advice::overfitting},
    {{"rate-too-low",
      "in 200 steps the loss fell by less than 2 %, no update is over 1/10000 of the weights",
      "rate-too-low", "rate-right"},
     advice::rateTooLow},
}};

// Where none of them applies.
constexpr RuleInfo kFine{"fine", "no other rule applies", "rate-right", "vanishing"};

}  // namespace

std::span<const RuleInfo> adviceRules() {
    static const auto infos = [] {
        std::array<RuleInfo, kRules.size() + 1> result{};
        std::ranges::transform(kRules, result.begin(), &Rule::info);
        result.back() = kFine;
        return result;
    }();
    return infos;
}

std::vector<Finding> findings(const Evidence& evidence) {
    std::vector<Finding> found, warnings;
    if (evidence.history.steps() == 0) return found;
    for (const Rule& rule : kRules)
        if (auto finding = rule.look(evidence)) {
            finding->rule = rule.info.name;
            // What is so already helps nothing.
            if (finding->remedy && finding->remedy->experiment == evidence.experiment)
                finding->remedy.reset();
            (finding->severity == Severity::Bad ? found : warnings).push_back(std::move(*finding));
            if (rule.alone) return found;
        }
    std::ranges::move(warnings, std::back_inserter(found));
    if (!found.empty()) return found;
    if (auto finding = advice::nothingWrong(evidence)) {
        finding->rule = kFine.name;
        found.push_back(std::move(*finding));
    }
    return found;
}

}  // namespace squash
