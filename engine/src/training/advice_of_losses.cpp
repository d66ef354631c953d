// The rules about losses: what became of them, and the rate that moved them.
#include <algorithm>
#include <cmath>

#include "squash/core/grouped.hpp"
#include "training/advice_rules.hpp"
#include "training/loss.hpp"

namespace squash::advice {
namespace {

double meanLoss(const History& history, std::size_t first, std::size_t count) {
    double sum = 0;
    for (std::size_t i = first; i < first + count; ++i)
        sum += static_cast<double>(history.stepAt(i).loss);
    return sum / static_cast<double>(count);
}

double lateLoss(const History& history, std::size_t count = kLateSteps) {
    return meanLoss(history, history.steps() - count, count);
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

// Weights that too long a step has thrown far away are no place to go on from.
Remedy slower(const Evidence& evidence) {
    Remedy remedy = rated(evidence, 0.1);
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

// Much of what a layer is given may lie where its function is flat, and it learns all the same: of the others.
std::string flatAllTheSame(const Evidence& evidence) {
    const LayerUnits* most = mostSaturated(*evidence.units);
    if (most == nullptr || most->saturatedShare() <= kFlatShare) return "";
    return fmt::format(
        "{} of {}'s inputs lie where its function is flat, which does no harm while the rest lets "
        "enough through.",
        percentText(most->saturatedShare()),
        titleOfLayer(evidence, layerOfHidden(evidence, most->layer)));
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

std::optional<Finding> notFinite(const Evidence& evidence) {
    const History& history = evidence.history;
    if (history.steps() == 0) return std::nullopt;
    std::size_t first = history.steps();  // of those at the end that are no numbers
    while (first > 0 && !std::isfinite(history.stepAt(first - 1).loss)) --first;
    if (first == history.steps()) return std::nullopt;
    return Finding{{},
                   Severity::Bad,
                   fmt::format("The loss is no longer a number since step {}.",
                               grouped(history.stepAt(first).step)),
                   "The weights have grown beyond all bounds: the steps were too long.",
                   slower(evidence)};
}

std::optional<Finding> rateTooHigh(const Evidence& evidence) {
    const History& history = evidence.history;
    if (history.steps() <= kLateSteps) return std::nullopt;
    const double late = lateLoss(history), chance = chanceLoss(evidence.network.classes());
    // Before any step: large initial weights or raw pixels make it large, which says nothing of the rate. A single
    // image's may be anything.
    const double before = std::max(static_cast<double>(history.stepAt(0).loss), chance);
    if (!(late > kRisen * before)) return std::nullopt;
    return Finding{{},
                   Severity::Bad,
                   fmt::format("The learning rate is too high: the loss is {}, {} would be chance.",
                               lossText(late), lossText(chance)),
                   "Each step goes past what it aims at.",
                   slower(evidence)};
}

std::optional<Finding> rateTooLow(const Evidence& evidence) {
    const History& history = evidence.history;
    if (history.steps() < kStepsToJudge || evidence.flow == nullptr) return std::nullopt;
    const double early = meanLoss(history, 0, kEarlySteps);
    const double late = lateLoss(history);
    if (!(late > kFallen * early)) return std::nullopt;
    double most = std::nan("");  // none where all weights are 0
    for (const LayerFlow& layer : evidence.flow->layers)
        if (std::isfinite(layer.updateRatio())) most = std::fmax(most, layer.updateRatio());
    if (!(most < kSmallUpdate)) return std::nullopt;
    return Finding{
        {},
        Severity::Warning,
        fmt::format("The learning rate is too low: after {} steps the loss is {:.3f}, from {:.3f}.",
                    grouped(history.steps()), late, early),
        most > 0 ? fmt::format("A step changes the weights by at most 1/{} of their size.",
                               wholeText(1 / most))
                 : "A step changes no weight.",
        rated(evidence, 10)};
}

std::optional<Finding> overfitting(const Evidence& evidence) {
    const auto& epochs = evidence.history.epochs();
    if (epochs.size() < 3) return std::nullopt;
    const auto best = std::ranges::min_element(epochs, {}, &EpochRecord::validationLoss);
    const EpochRecord& last = epochs.back();
    const bool risen = last.validationLoss > kOverfitted * best->validationLoss;
    if (!risen || !(last.loss < best->loss)) return std::nullopt;
    Remedy remedy = decayed(evidence);
    if (evidence.experiment.limit > 0 && evidence.experiment.limit < evidence.images) {
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

// Gradients that reach every layer do not yet make a network that has learnt something.
std::optional<Finding> nothingWrong(const Evidence& evidence) {
    if (evidence.flow == nullptr || evidence.units == nullptr) return std::nullopt;
    // Of a run that has just begun its later half.
    const std::size_t count = std::min(kLateSteps, (evidence.history.steps() + 1) / 2);
    const double late = lateLoss(evidence.history, count),
                 chance = chanceLoss(evidence.network.classes());
    if (!(late <= kFallen * chance))
        return Finding{{},
                       Severity::Open,
                       fmt::format("Nothing learnt yet: the loss is {}, by chance it would be {}.",
                                   late < 1000 ? fmt::format("{:.3f}", late) : lossText(late),
                                   fmt::format("{:.3f}", chance)),
                       {},
                       {}};
    return Finding{{},
                   Severity::Good,
                   "Nothing is wrong: gradients reach every layer.",
                   flatAllTheSame(evidence),
                   {}};
}

}  // namespace squash::advice
