#include "squash/io/experiment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "activations/activation_text.hpp"
#include "io/experiment_fields.hpp"
#include "squash/core/error.hpp"
#include "squash/io/json_text.hpp"
#include "training/optimizer_text.hpp"

namespace squash {

namespace {

constexpr std::string_view kNetwork = "lenet5", kInitializer = "glorot_uniform";

std::string_view toText(Pixels pixels) { return pixels == Pixels::Raw ? "0..255" : "0..1"; }

void requireOnly(const Field& field, std::string_view only) {
    if (field.text() != only) field.fail(fmt::format("\"{}\" (there is no other yet)", only));
}

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

// learningRate comes after optimizer, because it wins over one in the optimizer's text.
constexpr std::array<FieldRule, 14> kRules = {{
    {"version",
     [](const Field& f, Experiment&) {
         if (f.whole() != 1) f.fail("version 1");
     }},
    {"network", [](const Field& f, Experiment&) { requireOnly(f, kNetwork); }},
    {"initializer", [](const Field& f, Experiment&) { requireOnly(f, kInitializer); }},
    {"activation",
     [](const Field& f, Experiment& e) {
         e.activations = parsed(f, [](const std::string& text) { return parseActivations(text); });
     }},
    {"optimizer", [](const Field& f, Experiment& e) { applyOptimizer(f, e.optimizer); }},
    {"learningRate", [](const Field& f, Experiment& e) { e.optimizer.learningRate = f.number(); }},
    {"batch", [](const Field& f, Experiment& e) { e.batch = f.size(); }},
    {"epochs", [](const Field& f, Experiment& e) { e.epochs = f.size(); }},
    {"pixels", [](const Field& f, Experiment& e) { e.pixels = readPixels(f); }},
    {"limit", [](const Field& f, Experiment& e) { e.limit = f.size(); }},
    {"validationLimit", [](const Field& f, Experiment& e) { e.validationLimit = f.size(); }},
    {"shuffle", [](const Field& f, Experiment& e) { e.shuffle = f.flag(); }},
    {"seed", [](const Field& f, Experiment& e) { e.seed = f.whole(); }},
    {"data", [](const Field& f, Experiment& e) { e.data = f.text(); }},
}};

void requireRange(const char* field, double value, double low, double high) {
    if (value >= low && value <= high) return;
    throw Error("cannot use the experiment", field,
                fmt::format("a number from {} to {}, found {}", low, high, value));
}

}  // namespace

std::array<Activation, 4> parseActivations(std::string_view text) {
    std::vector<Activation> found;
    std::size_t begin = 0, depth = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : '+';
        if (i < text.size() && c == '(') ++depth;
        if (i < text.size() && c == ')' && depth > 0) --depth;
        if (i < text.size() && (c != '+' || depth > 0))
            continue;  // '1e+2' in parentheses is a number
        found.push_back(readActivation(text, {text.substr(begin, i - begin), begin + 1}));
        begin = i + 1;
    }
    if (found.size() == 1) found.resize(4, found.front());
    if (found.size() != 4)
        throw Error("cannot read the activation",
                    fmt::format("'{}', column 1", text.substr(0, 200)),
                    fmt::format("one for all hidden layers, or four joined by '+', found {}",
                                found.size()));
    std::array<Activation, 4> result;
    std::copy(found.begin(), found.end(), result.begin());
    return result;
}

std::string toText(const std::array<Activation, 4>& activations) {
    if (std::all_of(activations.begin(), activations.end(),
                    [&](const auto& a) { return a == activations[0]; }))
        return toText(activations[0]);
    std::vector<std::string> texts;
    texts.reserve(activations.size());
    for (const auto& each : activations) texts.push_back(toText(each));
    return fmt::format("{}", fmt::join(texts, "+"));
}

Network makeNetwork(const Experiment& experiment) { return lenet5(experiment.activations); }

std::string toJson(const Experiment& experiment) {
    const nlohmann::ordered_json json = {
        {"version", 1},
        {"activation", toText(experiment.activations)},
        {"optimizer", toText(experiment.optimizer)},
        {"learningRate", experiment.optimizer.learningRate},
        {"batch", experiment.batch},
        {"pixels", toText(experiment.pixels)},
        {"limit", experiment.limit},
        {"validationLimit", experiment.validationLimit},
        {"seed", experiment.seed},
        {"shuffle", experiment.shuffle},
        {"network", kNetwork},
        {"initializer", kInitializer},
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
    requireRange("batch", static_cast<double>(experiment.batch), 1, 4096);
    requireRange("epochs", static_cast<double>(experiment.epochs), 1, 100000);
    requireRange("seed", static_cast<double>(experiment.seed), 0, static_cast<double>(kMaxWhole));
    if (!(optimizer.learningRate >= kMinLearningRate && optimizer.learningRate <= kMaxLearningRate))
        throw Error("cannot use the experiment", "learningRate",
                    fmt::format("a number from {} to {}, found {}", kMinLearningRate,
                                kMaxLearningRate, optimizer.learningRate));
    for (const auto& [name, value] : {std::pair{"beta_1", optimizer.beta1},
                                      {"beta_2", optimizer.beta2},
                                      {"momentum", optimizer.momentum}})
        if (!(value >= 0 && value < 1))
            throw Error("cannot use the experiment", fmt::format("optimizer, {}", name),
                        fmt::format("a number of at least 0 and below 1, found {}", value));
    // As the kernels have it: 1e-50 would be 0 there, and 0 / 0 not a number.
    if (!(static_cast<float>(optimizer.epsilon) > 0) || !std::isfinite(optimizer.epsilon))
        throw Error("cannot use the experiment", "optimizer, epsilon",
                    fmt::format("a number of at least 1e-38, found {}", optimizer.epsilon));
    for (const auto& activation : experiment.activations)
        for (const double value : activation.parameters)
            if (!std::isfinite(value))
                throw Error("cannot use the experiment", "activation",
                            fmt::format("finite parameters, found {}", value));
}

}  // namespace squash
