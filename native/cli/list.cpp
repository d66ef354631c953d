// `squash list`: what can be chosen, by the names that the other commands take.
#include <fmt/format.h>

#include <array>

#include "assets/presets.hpp"
#include "command.hpp"
#include "errors.hpp"
#include "output.hpp"
#include "squash/activations/activation.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/network/initializer.hpp"
#include "squash/training/advice.hpp"
#include "squash/training/optimizer.hpp"

namespace squash::cli {
namespace {

struct Options {
    std::string what;
    bool json = false;
};

Json activations() {
    Json list = Json::array();
    for (const ActivationInfo& entry : activationTable()) {
        Json parameters = Json::array();
        for (const ActivationParameter& parameter : entry.parameters)
            parameters.push_back({{"name", parameter.name},
                                  {"default", parameter.defaultValue},
                                  {"learned", parameter.learning == Learning::Always}});
        list.push_back({{"name", entry.name},
                        {"formula", entry.formula},
                        {"parameters", parameters},
                        {"note", entry.note}});
    }
    return list;
}

Json optimizers() {
    Json list = Json::array();
    for (const OptimizerInfo& entry : optimizerTable()) {
        Json parameters =
            Json::array({{{"name", "learning_rate"}, {"default", entry.learningRate}}});
        for (const OptimizerParameter& parameter : entry.parameters) {
            Json normal = parameter.defaultValue;
            if (parameter.range == OptimizerRange::Flag) normal = parameter.defaultValue != 0;
            parameters.push_back({{"name", parameter.name}, {"default", normal}});
        }
        list.push_back({{"name", entry.name},
                        {"title", entry.title},
                        {"parameters", parameters},
                        {"note", entry.note}});
    }
    return list;
}

Json initializers() {
    Json list = Json::array();
    for (const InitializerInfo& entry : initializerTable())
        list.push_back({{"name", entry.name}, {"title", entry.title}, {"note", entry.note}});
    return list;
}

Json kernels() {
    Json list = Json::array();
    for (const KernelSet& set : kernelSets())
        list.push_back({{"name", set.name}, {"title", set.title}, {"available", set.available}});
    return list;
}

Json presetList() {
    Json list = Json::array();
    for (const assets::Preset& preset : assets::presets())
        list.push_back({{"name", preset.name},
                        {"title", preset.title},
                        {"experiment", Json::parse(preset.json, nullptr, false)}});
    return list;
}

Json rules() {
    Json list = Json::array();
    for (const RuleInfo& rule : adviceRules())
        list.push_back({{"name", rule.name},
                        {"title", rule.when},
                        {"preset", rule.preset},
                        {"without", rule.without}});
    return list;
}

struct Kind {
    std::string_view name;
    Json (*make)();
};
constexpr std::array<Kind, 6> kKinds{{{"activations", activations},
                                      {"optimizers", optimizers},
                                      {"initializers", initializers},
                                      {"kernels", kernels},
                                      {"presets", presetList},
                                      {"rules", rules}}};

const Kind& findKind(const std::string& name) {
    std::string names;
    for (const Kind& kind : kKinds) {
        if (kind.name == name) return kind;
        names += (names.empty() ? "" : ", ") + std::string(kind.name);
    }
    throw UsageError("unknown list '" + name + "'", "squash list", "one of " + names);
}

// A line an entry: its name and what says most about it.
std::string lineOf(const Json& entry) {
    std::string text;
    for (const char* field : {"title", "formula", "note"}) {
        const std::string part = entry.value(field, "");
        if (!part.empty()) text += (text.empty() ? "" : "  ") + part;
    }
    if (entry.contains("available") && !entry["available"].get<bool>())
        text += " (not on this processor)";
    return fmt::format("{:<16} {}\n", entry["name"].get<std::string>(), text);
}

int list(const Options& options) {
    const Json entries = findKind(options.what).make();
    if (options.json) {
        printJson(entries);
        return kSuccess;
    }
    for (const Json& entry : entries) printText(lineOf(entry));
    return kSuccess;
}

}  // namespace

void addList(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand("list", "List what can be chosen");
    auto options = std::make_shared<Options>();
    command
        ->add_option(
            "what", options->what,
            "activations, optimizers, initializers, kernels, presets, or the rules of advice")
        ->required()
        ->type_name("WHAT");
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "Examples:\n"
        "  squash list activations\n"
        "  squash list kernels --json");
    command->callback([options, &work] { work = [options] { return list(*options); }; });
}

}  // namespace squash::cli
