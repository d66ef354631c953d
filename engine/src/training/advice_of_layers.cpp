// The rules about layers: how gradients go back through them, and what their units are given.
#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "squash/activations/shape.hpp"
#include "squash/training/flow_verdict.hpp"
#include "training/advice_rules.hpp"

namespace squash::advice {
namespace {

std::optional<std::size_t> hiddenIndex(const Evidence& evidence, std::size_t layer) {
    if (!evidence.network.layers()[layer].activation()) return std::nullopt;
    std::size_t index = 0;
    for (std::size_t i = 0; i < layer; ++i)
        index += evidence.network.layers()[i].activation().has_value();
    return index;
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

bool flatOnBothSides(const Activation& activation) {
    constexpr double far = 40;
    return std::abs(evaluate(activation, far).df) < kSaturatedSlope &&
           std::abs(evaluate(activation, -far).df) < kSaturatedSlope;
}

}  // namespace

std::string percentText(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::string titleOfLayer(const Evidence& evidence, std::size_t layer) {
    const auto before = std::span(evidence.network.layers()).first(layer);
    const auto index = std::ranges::count_if(
        before, [](const Layer& each) { return each.type == "Conv2D" || each.type == "Dense"; });
    return layerTitles(evidence.experiment.network).at(static_cast<std::size_t>(index));
}

std::size_t layerOfHidden(const Evidence& evidence, std::size_t hidden) {
    for (std::size_t i = 0; i < evidence.network.layers().size(); ++i)
        if (hiddenIndex(evidence, i) == hidden) return i;
    return 0;
}

std::optional<Finding> vanishing(const Evidence& evidence) {
    if (evidence.flow == nullptr || evidence.flow->layers.empty()) return std::nullopt;
    const auto& layers = evidence.flow->layers;
    if (std::isnan(layers.front().toLast))
        return std::nullopt;  // the last layer has no gradient at all
    const auto least = std::ranges::min_element(
        layers, [](const LayerFlow& a, const LayerFlow& b) { return a.toLast < b.toLast; });
    if (verdictOf(least->toLast) != FlowVerdict::Vanishing) return std::nullopt;
    const std::string title = titleOfLayer(evidence, least->layer);
    std::string why = "Each layer on the way back passes on only a part of it.";
    const auto hidden = hiddenIndex(evidence, least->layer);
    if (evidence.units != nullptr && hidden && *hidden < evidence.units->size() &&
        (*evidence.units)[*hidden].values > 0 &&
        (*evidence.units)[*hidden].saturatedShare() > kFlatToName)
        why = fmt::format("{} of {}'s inputs lie where |f'| < 0.05.",
                          percentText((*evidence.units)[*hidden].saturatedShare()), title);
    const std::string share = least->toLast >= 1e-6 ? "1/" + wholeText(1 / least->toLast)
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
                   fmt::format("Exploding: {} has {} times the last layer's gradient.",
                               titleOfLayer(evidence, most->layer), wholeText(most->toLast)),
                   "Each layer on the way back makes it larger: the weights are too large.",
                   initialized(evidence, InitializerKind::GlorotUniform)};
}

std::optional<Finding> dying(const Evidence& evidence) {
    if (evidence.units == nullptr) return std::nullopt;
    const LayerUnits* worst = mostDead(*evidence.units);
    if (worst == nullptr || worst->deadShare() <= kDyingAbove) return std::nullopt;
    const bool zeros = std::ranges::any_of(
        evidence.experiment.initializers,
        [](const Initializer& each) { return each.kind == InitializerKind::Zeros; });
    return Finding{
        {},
        Severity::Bad,
        fmt::format("Dead units: {} of {} are dead.", percentText(worst->deadShare()),
                    titleOfLayer(evidence, layerOfHidden(evidence, worst->layer))),
        worst->layer == 0
            ? "f' is 0 for every image looked at, and no layer before them changes what they see."
            : "f' is 0 for every image looked at: they learn only if layers before them change "
              "what they see.",
        zeros ? initialized(evidence, InitializerKind::HeNormal)
              : everywhere(evidence, "leaky_relu")};
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
        const bool raw = units.layer == 0 && evidence.experiment.pixels == Pixels::Raw;
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

}  // namespace squash::advice
