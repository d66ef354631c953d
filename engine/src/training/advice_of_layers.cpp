// What is said about layers: how gradients go back through them, and what their units are given.
#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "squash/activations/shape.hpp"
#include "training/advice_words.hpp"

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

bool isSigmoid(std::string_view name) {
    return name == "sigmoid" || name == "hard_sigmoid" || name == "sparse_sigmoid";
}
bool isTanh(std::string_view name) {
    return name == "tanh" || name == "hard_tanh" || name == "softsign";
}

// What lets more of the gradient through, by what there is.
std::optional<Remedy> moreGradient(const Evidence& evidence, std::size_t layer) {
    const auto activation = evidence.network.layers()[layer].activation();
    const std::string_view name = activation ? activation->entry->name : "";
    if (isSigmoid(name)) return everywhere(evidence, "tanh");
    if (isTanh(name)) return everywhere(evidence, "relu");
    for (const Initializer& initializer : evidence.experiment.initializers)
        if (initializer.kind != InitializerKind::HeNormal)
            return initialized(evidence, InitializerKind::HeNormal);
    return std::nullopt;
}

bool someBegin(const Evidence& evidence, InitializerKind kind) {
    return std::ranges::any_of(evidence.experiment.initializers,
                               [kind](const Initializer& each) { return each.kind == kind; });
}

// Pixels of 0..255 are what this layer, among those with an activation, is given.
bool seesRawPixels(const Evidence& evidence, std::size_t hidden) {
    return hidden == 0 && evidence.experiment.pixels == Pixels::Raw;
}

Remedy smallPixels(const Evidence& evidence) {
    Remedy remedy{"Pixels 0..1", evidence.experiment};
    remedy.experiment.pixels = Pixels::Unit;
    return remedy;
}

constexpr const char* kRawPixels = "Pixels of 0..255 make the first layer's values large.";

// A sigmoid or a tanh has no side where it is 0: its units are dead where float has no more digits for its slope.
Finding deadBySaturation(const Evidence& evidence, const LayerUnits& units) {
    const bool raw = seesRawPixels(evidence, units.layer);
    return {.why = "Its values lie so far out that f' is 0 to the last digit. " +
                   std::string(raw ? kRawPixels : "Smaller weights, or relu, keep a slope."),
            .remedy = raw ? smallPixels(evidence)
                      : someBegin(evidence, InitializerKind::RandomNormal)
                          ? initialized(evidence, InitializerKind::GlorotUniform)
                          : everywhere(evidence, "relu")};
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

Finding vanishing(const Measured& measured, double flatToName) {
    const Evidence& evidence = measured.evidence;
    const LayerFlow& least = *measured.least;
    const std::string title = titleOfLayer(evidence, least.layer);
    std::string why = "Each layer on the way back passes on only a part of it.";
    const auto hidden = hiddenIndex(evidence, least.layer);
    if (evidence.units != nullptr && hidden && *hidden < evidence.units->size() &&
        (*evidence.units)[*hidden].values > 0 &&
        (*evidence.units)[*hidden].saturatedShare() > flatToName)
        why = fmt::format("{} of {}'s inputs lie where |f'| < {}.",
                          percentText((*evidence.units)[*hidden].saturatedShare()), title,
                          kSaturatedSlope);
    const std::string share = least.toLast >= 1e-6 ? "1/" + wholeText(1 / least.toLast)
                              : least.toLast > 0   ? "less than a millionth"
                                                   : "nothing";
    return {.what = fmt::format("Vanishing: {} has {} of the last layer's gradient.", title, share),
            .why = why,
            .remedy = moreGradient(evidence, least.layer)};
}

Finding exploding(const Measured& measured) {
    const Evidence& evidence = measured.evidence;
    return {.what = fmt::format("Exploding: {} has {} times the last layer's gradient.",
                                titleOfLayer(evidence, measured.most->layer),
                                wholeText(measured.most->toLast)),
            .why = "Each layer on the way back makes it larger: the weights are too large.",
            .remedy = initialized(evidence, InitializerKind::GlorotUniform)};
}

Finding dying(const Measured& measured) {
    const Evidence& evidence = measured.evidence;
    const LayerUnits& worst = *measured.mostDead;
    const std::size_t layer = layerOfHidden(evidence, worst.layer);
    const std::string_view name = evidence.network.layers()[layer].activation()->entry->name;
    const bool zeros = someBegin(evidence, InitializerKind::Zeros);
    Finding finding = deadBySaturation(evidence, worst);
    if (zeros || (!isSigmoid(name) && !isTanh(name)))
        finding = {.why = worst.layer == 0 ? "f' is 0 for every image looked at, and no layer "
                                             "before them changes what they see."
                                           : "f' is 0 for every image looked at: they learn only "
                                             "if layers before them change what they see.",
                   .remedy = zeros ? initialized(evidence, InitializerKind::HeNormal)
                                   : everywhere(evidence, "leaky_relu")};
    finding.what = fmt::format("Dead units: {} of {} are dead.", percentText(worst.deadShare()),
                               titleOfLayer(evidence, layer));
    return finding;
}

Finding saturation(const Measured& measured, const LayerUnits& units) {
    const Evidence& evidence = measured.evidence;
    const std::size_t layer = layerOfHidden(evidence, units.layer);
    const bool raw = seesRawPixels(evidence, units.layer);
    return {
        .what = fmt::format("Saturated: {} of what {} is given lies where {} is flat.",
                            percentText(units.saturatedShare()), titleOfLayer(evidence, layer),
                            evidence.experiment.activations[units.layer].entry->name),
        .why = raw ? kRawPixels : "The values have grown beyond the part where the function bends.",
        .remedy = raw ? smallPixels(evidence) : moreGradient(evidence, layer)};
}

}  // namespace squash::advice
