#include "squash/io/experiment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "activations/activation_text.hpp"
#include "core/call_text.hpp"
#include "io/experiment_fields.hpp"
#include "network/initializer_text.hpp"
#include "squash/core/error.hpp"
#include "squash/io/json_text.hpp"
#include "training/optimizer_text.hpp"

namespace squash {

namespace {

constexpr Range kBatches{1, 4096}, kEpochs{1, 100000};

std::string_view toText(Pixels pixels) { return pixels == Pixels::Raw ? "0..255" : "0..1"; }

Pixels readPixels(const Field& field) {
    const auto text = field.text();
    if (text == toText(Pixels::Raw)) return Pixels::Raw;
    if (text == toText(Pixels::Unit)) return Pixels::Unit;
    field.fail("\"0..255\" or \"0..1\"");
}

// A text with its own little grammar: the field's name goes before the place inside the text.
template <class Parse>
auto parsed(const Field& field, const Parse& parse) {
    const auto text = field.text();
    try {
        return parse(text);
    } catch (const Error& fault) {
        const auto place =
            field.where.empty() ? field.name : fmt::format("{}, {}", field.where, field.name);
        throw Error(fault.subject(), fmt::format("{}: {}", place, fault.where()), fault.expected());
    }
}

// The learning rate stands beside the optimizer. Where neither gives one, it is kept for the same
// kind, and another kind comes with its own default.
void applyOptimizer(const Field& field, OptimizerSettings& settings) {
    const auto read = parsed(field, [](const std::string& text) { return readOptimizer(text); });
    const double kept = settings.learningRate;
    const bool keep = !read.givesLearningRate && read.settings.kind == settings.kind;
    settings = read.settings;
    if (keep) settings.learningRate = kept;
}

using Apply = void (*)(const Field&, Experiment&);
struct FieldRule {
    std::string_view name;
    Apply apply;
};

// network comes first, because it says how many layers there are; learningRate after optimizer, because
// it wins over one in the optimizer's text.
constexpr std::array<FieldRule, 14> kRules = {{
    {"version",
     [](const Field& f, Experiment&) {
         if (f.whole() != 1) f.fail("version 1");
     }},
    {"network",
     [](const Field& f, Experiment& e) {
         e.network = parsed(f, [](const std::string& text) { return parseArchitecture(text); });
         fitLayers(e);
     }},
    {"initializer",
     [](const Field& f, Experiment& e) {
         e.initializers = parsed(f, [&e](const std::string& text) {
             return parseInitializers(text, weightLayers(e.network));
         });
     }},
    {"activation",
     [](const Field& f, Experiment& e) {
         e.activations = parsed(f, [&e](const std::string& text) {
             return parseActivations(text, hiddenLayers(e.network));
         });
     }},
    {"optimizer", [](const Field& f, Experiment& e) { applyOptimizer(f, e.optimizer); }},
    {"learningRate", [](const Field& f, Experiment& e) { e.optimizer.learningRate = f.number(); }},
    {"batch", [](const Field& f, Experiment& e) { e.batch = f.size(kBatches); }},
    {"epochs", [](const Field& f, Experiment& e) { e.epochs = f.size(kEpochs); }},
    {"pixels", [](const Field& f, Experiment& e) { e.pixels = readPixels(f); }},
    {"limit", [](const Field& f, Experiment& e) { e.limit = f.size(); }},
    {"validationLimit", [](const Field& f, Experiment& e) { e.validationLimit = f.size(); }},
    {"shuffle", [](const Field& f, Experiment& e) { e.shuffle = f.flag(); }},
    {"seed", [](const Field& f, Experiment& e) { e.seed = f.whole(); }},
    {"data", [](const Field& f, Experiment& e) { e.data = f.text(); }},
}};

void requireWhole(const char* field, std::uint64_t value, Range range) {
    if (range.has(value)) return;
    throw Error("cannot use the experiment", field,
                fmt::format("{}, found {}", range.text(), value));
}

void requireRange(const char* field, double value, double low, double high) {
    if (value >= low && value <= high) return;
    throw Error("cannot use the experiment", field,
                fmt::format("a number from {} to {}, found {}", low, high, value));
}

// One thing for all layers, or as many as there are.
template <class T, class Read>
std::vector<T> eachLayers(std::string_view text, std::size_t layers, const char* what,
                          const Read& read) {
    std::vector<T> found;
    for (const TextPiece& piece : piecesBetweenPlus(text)) found.push_back(read(piece));
    if (found.size() == 1) found.resize(layers, found.front());
    if (found.size() != layers)
        throw Error(
            fmt::format("cannot read the {}", what),
            fmt::format("'{}', column 1", text.substr(0, 200)),
            fmt::format("one for all layers, or {} joined by '+', found {}", layers, found.size()));
    return found;
}

template <class T>
std::string joined(std::span<const T> each) {
    if (std::ranges::all_of(each, [&](const T& one) { return one == each.front(); }))
        return toText(each.front());
    std::vector<std::string> texts;
    texts.reserve(each.size());
    for (const T& one : each) texts.push_back(toText(one));
    return fmt::format("{}", fmt::join(texts, "+"));
}

// As the kernels have them: an epsilon of 1e-50 would be 0 there, and 0 / 0 not a number.
bool within(OptimizerRange range, double value) {
    const bool isFinite = std::isfinite(static_cast<float>(value));
    const auto asKernel = static_cast<float>(value);
    if (range == OptimizerRange::Share) return value == 0 || (asKernel > 0 && value < 1);
    if (range == OptimizerRange::Positive) return isFinite && static_cast<float>(value) > 0;
    if (range == OptimizerRange::Flag) return value == 0 || value == 1;
    return isFinite && value >= 0;
}

void validateParameters(const OptimizerSettings& optimizer) {
    const auto& parameters = infoOf(optimizer.kind).parameters;
    constexpr std::array<const char*, 4> expected{"a number of at least 0 and below 1",
                                                  "a number of at least 1e-38",
                                                  "a number of at least 0", "0 or 1"};
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const OptimizerParameter& parameter = parameters[i];
        const double value = optimizer.parameters[i];
        if (!within(parameter.range, value))
            throw Error("cannot use the experiment", fmt::format("optimizer, {}", parameter.name),
                        fmt::format("{}, found {}",
                                    expected[static_cast<std::size_t>(parameter.range)], value));
    }
}

}  // namespace

void fitLayers(Experiment& experiment) {
    experiment.activations.resize(hiddenLayers(experiment.network), experiment.activations.back());
    experiment.initializers.resize(weightLayers(experiment.network),
                                   experiment.initializers.back());
}

std::vector<Activation> parseActivations(std::string_view text, std::size_t layers) {
    return eachLayers<Activation>(text, layers, "activation", [text](const TextPiece& piece) {
        return readActivation(text, piece);
    });
}

std::vector<Initializer> parseInitializers(std::string_view text, std::size_t layers) {
    return eachLayers<Initializer>(text, layers, "initializer", [text](const TextPiece& piece) {
        return readInitializer(text, piece);
    });
}

std::string toText(std::span<const Activation> activations) { return joined(activations); }
std::string toText(std::span<const Initializer> initializers) { return joined(initializers); }

Network makeNetwork(const Experiment& experiment) {
    return makeNetwork(experiment.network, experiment.activations);
}

std::string toJson(const Experiment& experiment) {
    const nlohmann::ordered_json json = {
        {"version", 1},
        {"activation", toText(std::span(experiment.activations))},
        {"optimizer", toText(experiment.optimizer)},
        {"learningRate", experiment.optimizer.learningRate},
        {"batch", experiment.batch},
        {"pixels", toText(experiment.pixels)},
        {"limit", experiment.limit},
        {"validationLimit", experiment.validationLimit},
        {"seed", experiment.seed},
        {"shuffle", experiment.shuffle},
        {"network", toText(experiment.network)},
        {"initializer", toText(std::span(experiment.initializers))},
        {"epochs", experiment.epochs},
        {"data", experiment.data},
    };
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

ParsedExperiment parseExperiment(std::string_view text, const Experiment& base,
                                 const std::string& where) {
    const auto json = parseJsonObject(text, "cannot read the experiment", where);
    ParsedExperiment result{base, {}};
    for (const auto& rule : kRules)
        if (const auto found = json.find(rule.name); found != json.end())
            rule.apply({where, std::string(rule.name), *found}, result.experiment);
    for (const auto& [name, value] : json.items()) {
        if (name == "title") continue;  // a preset's; for its reader
        if (std::any_of(kRules.begin(), kRules.end(),
                        [&](const auto& rule) { return rule.name == name; }))
            continue;
        result.notices.push_back(fmt::format("{}unknown field '{}' was left out",
                                             where.empty() ? "" : where + ": ",
                                             name.substr(0, 60)));
    }
    try {
        validate(result.experiment);
    } catch (const Error& fault) {
        throw Error(fault.subject(),
                    where.empty() ? fault.where() : fmt::format("{}, {}", where, fault.where()),
                    fault.expected());
    }
    return result;
}

void validate(const Experiment& experiment) {
    const auto& optimizer = experiment.optimizer;
    requireWhole("batch", experiment.batch, kBatches);
    requireWhole("epochs", experiment.epochs, kEpochs);
    requireWhole("seed", experiment.seed, {});
    if (!(optimizer.learningRate >= kMinLearningRate && optimizer.learningRate <= kMaxLearningRate))
        throw Error("cannot use the experiment", "learningRate",
                    fmt::format("a number from {} to {}, found {}", kMinLearningRate,
                                kMaxLearningRate, optimizer.learningRate));
    validateParameters(optimizer);
    const Architecture& network = experiment.network;
    requireRange("network, depth", static_cast<double>(network.depth), 1, kMaxDepth);
    requireRange("network, width", static_cast<double>(network.width), 1, kMaxWidth);
    requireRange("activation, layers", static_cast<double>(experiment.activations.size()),
                 static_cast<double>(hiddenLayers(network)),
                 static_cast<double>(hiddenLayers(network)));
    requireRange("initializer, layers", static_cast<double>(experiment.initializers.size()),
                 static_cast<double>(weightLayers(network)),
                 static_cast<double>(weightLayers(network)));
    for (const Initializer& initializer : experiment.initializers)
        requireRange("initializer, stddev", initializer.stddev, 0, kMostStddev);
    for (const auto& activation : experiment.activations)
        for (const double value : activation.parameters)
            if (!std::isfinite(value))
                throw Error("cannot use the experiment", "activation",
                            fmt::format("finite parameters, found {}", value));
}

}  // namespace squash
