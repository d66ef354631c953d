// What is said about losses: what became of them, and the rate that moved them.
#include <algorithm>
#include <cmath>
#include <utility>

#include "squash/core/grouped.hpp"
#include "training/advice_words.hpp"

namespace squash::advice {
namespace {

Remedy rated(const Evidence& evidence, double rate) {
    const std::string text =
        fmt::format("{:.3g}", std::clamp(rate, kMinLearningRate, kMaxLearningRate));
    Remedy remedy{"Learning rate " + text, evidence.experiment};
    remedy.experiment.optimizer.learningRate = std::stod(text);
    return remedy;
}

// A tenth; of a rate that is far beyond what its optimizer is used with, where a tenth would be no better, the default.
// Weights that too long a step has thrown far away are no place to go on from.
Remedy slower(const Evidence& evidence) {
    constexpr double kFarBeyond = 100;
    const OptimizerSettings& now = evidence.experiment.optimizer;
    const double usual = makeOptimizer(now.kind).learningRate;
    Remedy remedy =
        rated(evidence, now.learningRate > kFarBeyond * usual ? usual : now.learningRate * 0.1);
    remedy.weights = Weights::LastGood;
    return remedy;
}

// Adam's rate is one for AdamW too; another optimizer's is not.
Remedy decayed(const Evidence& evidence) {
    const OptimizerSettings& now = evidence.experiment.optimizer;
    Remedy remedy{"Try weight decay", evidence.experiment};
    OptimizerSettings& next = remedy.experiment.optimizer;
    if (now.kind != OptimizerKind::AdamW) next = makeOptimizer(OptimizerKind::AdamW);
    if (now.kind == OptimizerKind::Adam) next.learningRate = now.learningRate;
    setParameter(next, "weight_decay", 0.1);
    return remedy;
}

// Many units may be dead, or much of what a layer is given lie where its function is flat, and it learns all the same:
// of the others.
std::string harmless(const Measured& measured, double flatToName) {
    const Evidence& evidence = measured.evidence;
    const auto title = [&](const LayerUnits& units) {
        return titleOfLayer(evidence, layerOfHidden(evidence, units.layer));
    };
    const LayerUnits *dead = measured.mostDead, *flat = measured.mostFlat;
    if (dead != nullptr && dead->deadShare() > kDyingAbove)
        return fmt::format("{} of {}'s units are dead; the others are enough to learn with.",
                           percentText(dead->deadShare()), title(*dead));
    if (flat == nullptr || flat->saturatedShare() <= flatToName) return "";
    return fmt::format(
        "{} of {}'s inputs lie where its function is flat, which does no harm while the rest lets "
        "enough through.",
        percentText(flat->saturatedShare()), title(*flat));
}

}  // namespace

std::string wholeText(double number) {
    constexpr double kMost = 1e15;
    return number < kMost ? grouped(static_cast<std::uint64_t>(std::llround(number)))
                          : fmt::format("{:.0e}", number);
}

// From there on no place after the point matters, and three figures are enough.
std::string lossText(double loss) {
    if (!(loss >= 1000) || !std::isfinite(loss)) return fmt::format("{:.3g}", loss);
    const double unit = std::pow(10, std::floor(std::log10(loss)) - 2);
    return wholeText(std::round(loss / unit) * unit);
}

Finding notFinite(const Measured& measured) {
    return {.what = fmt::format("The loss is no longer a number since step {}.",
                                grouped(measured.evidence.history.stepAt(measured.firstOut).step)),
            .why = "The weights have grown beyond all bounds: the steps were too long.",
            .remedy = slower(measured.evidence)};
}

Finding rateTooHigh(const Measured& measured) {
    return {
        .what = fmt::format("The learning rate is too high: the loss is {}, {} would be chance.",
                            lossText(measured.late), lossText(measured.chance)),
        .why = "Each step goes past what it aims at.",
        .remedy = slower(measured.evidence)};
}

Finding rateTooLow(const Measured& measured) {
    const double most = measured.largestUpdate;
    return {.what = fmt::format(
                "The learning rate is too low: after {} steps the loss is {:.3f}, from {:.3f}.",
                grouped(measured.steps), measured.late, measured.early),
            .why = most > 0
                       ? fmt::format("A step changes the weights by at most 1/{} of their size.",
                                     wholeText(1 / most))
                       : "A step changes no weight.",
            .remedy =
                rated(measured.evidence, measured.evidence.experiment.optimizer.learningRate * 10)};
}

Finding overfitting(const Measured& measured) {
    const Evidence& evidence = measured.evidence;
    Remedy remedy = decayed(evidence);
    if (evidence.experiment.limit > 0 && evidence.experiment.limit < evidence.images) {
        remedy = {"Use all images", evidence.experiment};
        remedy.experiment.limit = 0;
    }
    return {.what = fmt::format(
                "Overfitting: the validation loss was {:.3f} in epoch {} and is {:.3f}.",
                measured.best->validationLoss, measured.best->epoch, measured.last->validationLoss),
            .why = "The training loss goes on falling: the network learns its images by heart.",
            .remedy = std::move(remedy)};
}

Finding nothingLearnt(const Measured& measured) {
    const double loss = measured.standing;
    return {.what = fmt::format("Nothing learnt yet: the loss is {}, by chance it would be {:.3f}.",
                                loss < 1000 ? fmt::format("{:.3f}", loss) : lossText(loss),
                                measured.chance)};
}

Finding nothingWrong(const Measured& measured, double flatToName) {
    return {.what = "Nothing is wrong: gradients reach every layer.",
            .why = harmless(measured, flatToName)};
}

}  // namespace squash::advice
