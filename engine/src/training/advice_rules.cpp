// The rules, each with its bounds, its reason and its remedy. A rule looks at the evidence and answers only when it
// applies.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string>

#include "squash/training/advice.hpp"
#include "squash/training/flow_verdict.hpp"

namespace squash {
namespace {

constexpr double kDeadShare = 0.3;          // of a layer's units
constexpr double kFlatShare = 0.5;          // of a layer's values, where f is flat on both sides
constexpr double kFlatToName = 0.1;         // of a layer's values: fewer are no reason
constexpr double kOverfitted = 1.1;         // validation loss by its lowest
constexpr std::size_t kEarlySteps = 20;     // of a run: their mean loss is where it began
constexpr std::size_t kLateSteps = 50;      // their mean is where it stands
constexpr std::size_t kStepsToJudge = 200;  // before a rate is called too low
constexpr double kRisen = 1.3;              // late loss by early loss: the rate is too high
constexpr double kFallen = 0.98;            // late loss by early loss: hardly any
constexpr double kSmallUpdate = 1e-4;       // of the weights' size a step

std::string percentText(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::string titleOfLayer(const Evidence& evidence, std::size_t layer) {
    std::size_t number = 0;
    const std::string& type = evidence.network.layers()[layer].type;
    for (std::size_t i = 0; i <= layer; ++i) number += evidence.network.layers()[i].type == type;
    return fmt::format("{} {}", type, number);
}

std::optional<std::size_t> hiddenIndex(const Evidence& evidence, std::size_t layer) {
    if (!evidence.network.layers()[layer].activation()) return std::nullopt;
    std::size_t index = 0;
    for (std::size_t i = 0; i < layer; ++i)
        index += evidence.network.layers()[i].activation().has_value();
    return index;
}

std::size_t layerOfHidden(const Evidence& evidence, std::size_t hidden) {
    for (std::size_t i = 0; i < evidence.network.layers().size(); ++i)
        if (hiddenIndex(evidence, i) == hidden) return i;
    return 0;
}

double meanLoss(const History& history, std::size_t first, std::size_t count) {
    double sum = 0;
    for (std::size_t i = first; i < first + count; ++i)
        sum += static_cast<double>(history.stepAt(i).loss);
    return sum / static_cast<double>(count);
}

Remedy everywhere(const Evidence& evidence, const char* activation) {
    Remedy remedy{fmt::format("Try {}", activation), evidence.experiment};
    std::ranges::fill(remedy.experiment.activations, makeActivation(activation));
    return remedy;
}

Remedy initialized(const Evidence& evidence, InitializerKind kind) {
    Remedy remedy{fmt::format("Begin with {}", infoOf(kind).name), evidence.experiment};
    std::ranges::fill(remedy.experiment.initializers, Initializer{kind});
    return remedy;
}

Remedy rated(const Evidence& evidence, double factor) {
    Remedy remedy{{}, evidence.experiment};
    double& rate = remedy.experiment.optimizer.learningRate;
    const std::string text =
        fmt::format("{:.3g}", std::clamp(rate * factor, kMinLearningRate, kMaxLearningRate));
    rate = std::stod(text);
    remedy.label = "Learning rate " + text;
    return remedy;
}

std::optional<Finding> notFinite(const Evidence& evidence) {
    const History& history = evidence.history;
    if (history.steps() == 0) return std::nullopt;
    const StepPoint last = history.stepAt(history.steps() - 1);
    if (std::isfinite(last.loss)) return std::nullopt;
    return Finding{{},
                   Severity::Bad,
                   fmt::format("The loss is no longer a number since step {}.", last.step),
                   "The weights have grown beyond all bounds: the steps were too long.",
                   rated(evidence, 0.1)};
}

// What lets more of the gradient through, by what there is.
std::optional<Remedy> moreGradient(const Evidence& evidence, std::size_t layer) {
    const auto activation = evidence.network.layers()[layer].activation();
    const std::string_view name = activation ? activation->entry->name : "";
    if (name == "sigmoid" || name == "hard_sigmoid" || name == "sparse_sigmoid")
        return everywhere(evidence, "tanh");
    if (name == "tanh" || name == "hard_tanh" || name == "softsign")
        return everywhere(evidence, "relu");
    for (const Initializer& initializer : evidence.experiment.initializers)
        if (initializer.kind != InitializerKind::HeNormal)
            return initialized(evidence, InitializerKind::HeNormal);
    return std::nullopt;
}

std::optional<Finding> vanishing(const Evidence& evidence) {
    if (evidence.flow == nullptr || evidence.flow->layers.empty()) return std::nullopt;
    const auto& layers = evidence.flow->layers;
    const auto least = std::ranges::min_element(
        layers, [](const LayerFlow& a, const LayerFlow& b) { return a.toLast < b.toLast; });
    if (verdictOf(least->toLast) != FlowVerdict::Vanishing) return std::nullopt;
    const std::string title = titleOfLayer(evidence, least->layer);
    std::string why = "Each layer on the way back passes on only a part of it.";
    const auto hidden = hiddenIndex(evidence, least->layer);
    if (evidence.units != nullptr && hidden && *hidden < evidence.units->size() &&
        (*evidence.units)[*hidden].values > 0 &&
        (*evidence.units)[*hidden].saturatedShare() > kFlatToName)
        why = fmt::format("{} of its inputs lie where |f'| < 0.05.",
                          percentText((*evidence.units)[*hidden].saturatedShare()));
    const std::string share = least->toLast >= 1e-6 ? fmt::format("1/{:.0f}", 1 / least->toLast)
                              : least->toLast > 0   ? "less than a millionth"
                                                    : "nothing";
    return Finding{{},
                   Severity::Bad,
                   fmt::format("Vanishing: {} has {} of the last layer's gradient.", title, share),
                   why,
                   moreGradient(evidence, least->layer)};
}

std::optional<Finding> exploding(const Evidence& evidence) {
    if (evidence.flow == nullptr || evidence.flow->layers.empty()) return std::nullopt;
    const auto& layers = evidence.flow->layers;
    const auto most = std::ranges::max_element(
        layers, [](const LayerFlow& a, const LayerFlow& b) { return a.toLast < b.toLast; });
    if (verdictOf(most->toLast) != FlowVerdict::Exploding) return std::nullopt;
    return Finding{{},
                   Severity::Bad,
                   fmt::format("Exploding: {} has {:.0f} times the last layer's gradient.",
                               titleOfLayer(evidence, most->layer), most->toLast),
                   "Each layer on the way back makes it larger: the weights are too large.",
                   initialized(evidence, InitializerKind::GlorotUniform)};
}

std::optional<Finding> dying(const Evidence& evidence) {
    if (evidence.units == nullptr) return std::nullopt;
    const LayerUnits* worst = nullptr;
    for (const LayerUnits& units : *evidence.units)
        if (units.values > 0 && (worst == nullptr || units.deadShare() > worst->deadShare()))
            worst = &units;
    if (worst == nullptr || worst->deadShare() <= kDeadShare) return std::nullopt;
    return Finding{{},
                   Severity::Bad,
                   fmt::format("Dead units: {} of {} are dead.", percentText(worst->deadShare()),
                               titleOfLayer(evidence, layerOfHidden(evidence, worst->layer))),
                   "f' is 0 for every image looked at, so that no gradient can bring them back.",
                   everywhere(evidence, "leaky_relu")};
}

bool flatOnBothSides(const Activation& activation) {
    constexpr double far = 40;
    return std::abs(evaluate(activation, far).df) < 0.05 &&
           std::abs(evaluate(activation, -far).df) < 0.05;
}

std::optional<Finding> saturation(const Evidence& evidence) {
    if (evidence.units == nullptr) return std::nullopt;
    for (const LayerUnits& units : *evidence.units) {
        if (units.values == 0 || units.layer >= evidence.experiment.activations.size()) continue;
        const Activation& activation = evidence.experiment.activations[units.layer];
        if (piecesOf(activation) > 1 || !flatOnBothSides(activation)) continue;
        if (units.saturatedShare() <= kFlatShare) continue;
        const std::size_t layer = layerOfHidden(evidence, units.layer);
        Remedy remedy{"Pixels 0..1", evidence.experiment};
        remedy.experiment.pixels = Pixels::Unit;
        const bool raw = evidence.experiment.pixels == Pixels::Raw;
        return Finding{{},
                       Severity::Warning,
                       fmt::format("Saturated: {} of what {} is given lies where {} is flat.",
                                   percentText(units.saturatedShare()),
                                   titleOfLayer(evidence, layer), activation.entry->name),
                       raw ? "Pixels of 0..255 make the first layer's values large."
                           : "The values have grown beyond the part where the function bends.",
                       raw ? std::optional(std::move(remedy)) : moreGradient(evidence, layer)};
    }
    return std::nullopt;
}

std::optional<Finding> overfitting(const Evidence& evidence) {
    const auto& epochs = evidence.history.epochs();
    if (epochs.size() < 3) return std::nullopt;
    const auto best = std::ranges::min_element(epochs, {}, &EpochRecord::validationLoss);
    const EpochRecord& last = epochs.back();
    const bool risen = last.validationLoss > kOverfitted * best->validationLoss;
    if (!risen || !(last.loss < best->loss)) return std::nullopt;
    Remedy remedy{"Try weight decay", evidence.experiment};
    remedy.experiment.optimizer = makeOptimizer(OptimizerKind::AdamW);
    remedy.experiment.optimizer.learningRate = evidence.experiment.optimizer.learningRate;
    setParameter(remedy.experiment.optimizer, "weight_decay", 0.1);
    if (evidence.experiment.limit > 0) {
        remedy = {"Use all images", evidence.experiment};
        remedy.experiment.limit = 0;
    }
    return Finding{
        {},
        Severity::Warning,
        fmt::format("Overfitting: the validation loss was {:.3f} in epoch {} and is {:.3f}.",
                    best->validationLoss, best->epoch, last.validationLoss),
        "The training loss goes on falling: the network learns its images by heart.",
        std::move(remedy)};
}

std::optional<Finding> rateTooHigh(const Evidence& evidence) {
    const History& history = evidence.history;
    if (history.steps() < kEarlySteps + kLateSteps) return std::nullopt;
    const double late = meanLoss(history, history.steps() - kLateSteps, kLateSteps);
    const double chance = std::log(static_cast<double>(evidence.network.classes()));
    // Raw pixels begin with a large loss, which says nothing of the rate.
    const double early = std::min(meanLoss(history, 0, kEarlySteps), 2 * chance);
    if (!(late > kRisen * early)) return std::nullopt;
    return Finding{
        {},
        Severity::Bad,
        fmt::format("The learning rate is too high: the loss is {:.3g}, {:.3g} would be chance.",
                    late, chance),
        "Each step goes past what it aims at.",
        rated(evidence, 0.1)};
}

std::optional<Finding> rateTooLow(const Evidence& evidence) {
    const History& history = evidence.history;
    if (history.steps() < kStepsToJudge || evidence.flow == nullptr) return std::nullopt;
    const double early = meanLoss(history, 0, kEarlySteps);
    const double late = meanLoss(history, history.steps() - kLateSteps, kLateSteps);
    if (!(late > kFallen * early)) return std::nullopt;
    double most = 0;
    for (const LayerFlow& layer : evidence.flow->layers)
        if (std::isfinite(layer.updateRatio())) most = std::max(most, layer.updateRatio());
    if (most >= kSmallUpdate) return std::nullopt;
    return Finding{
        {},
        Severity::Warning,
        fmt::format("The learning rate is too low: after {} steps the loss is {:.3f}, from {:.3f}.",
                    history.steps(), late, early),
        fmt::format("A step changes the weights by at most {:.1e} of their size.", most),
        rated(evidence, 10)};
}

struct Rule {
    RuleInfo info;
    std::optional<Finding> (*look)(const Evidence&);
};

// In this order where two are as severe.
constexpr std::array<Rule, 8> kRules{{
    {{kNotFiniteRule, "the loss of the last step is no number"}, notFinite},
    {{"rate-too-high",
      "the mean loss of the last 50 steps is above 1.3 times that of the first 20 (at most twice "
      "that of chance)"},
     rateTooHigh},
    {{"dying", "more than 30 % of a layer's units are dead"}, dying},
    {{"vanishing", "a layer's dL/dz is below 1/10,000 of the last layer's"}, vanishing},
    {{"exploding", "a layer's dL/dz is above 30 times the last layer's"}, exploding},
    {{"saturation",
      "more than 50 % of a layer's inputs lie where |f'| < 0.05, and f is flat on both sides"},
     saturation},
    {{"overfitting",
      "the validation loss is above 1.1 times its lowest, and the training loss has fallen since"},
     overfitting},
    {{"rate-too-low",
      "in 200 steps the loss fell by less than 2 %, no update is over 1/10000 of the weights"},
     rateTooLow},
}};

}  // namespace

std::span<const RuleInfo> adviceRules() {
    static const auto infos = [] {
        std::array<RuleInfo, kRules.size()> result{};
        std::ranges::transform(kRules, result.begin(), &Rule::info);
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
            (finding->severity == Severity::Bad ? found : warnings).push_back(std::move(*finding));
        }
    std::ranges::move(warnings, std::back_inserter(found));
    if (found.empty() && evidence.flow != nullptr)
        found.push_back(
            {"fine", Severity::Good, "Nothing is wrong: gradients reach every layer.", {}, {}});
    return found;
}

}  // namespace squash
