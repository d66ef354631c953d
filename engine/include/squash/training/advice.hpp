// What is the matter with a run, in plain words, with its reason and what would help. The rules are in
// src/training/advice.cpp.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "squash/io/experiment.hpp"
#include "squash/training/gradient_flow.hpp"
#include "squash/training/history.hpp"
#include "squash/training/layer_values.hpp"

namespace squash {

enum class Severity {
    Good,
    Open,  // nothing is wrong that can be told, nor is anything learnt
    Warning,
    Bad
};

// All that the rules look at; borrowed.
struct Evidence {
    const Experiment& experiment;
    const Network& network;
    const History& history;
    const GradientFlow* flow = nullptr;              // of a late step; null: not measured
    const std::vector<LayerUnits>* units = nullptr;  // null: not looked at
    std::size_t images = 0;                          // training images there are; 0: not known
};

// What a remedy goes on with.
enum class Weights {
    Present,
    LastGood  // those of now are spoilt: the last good ones, or where there are none the first
};

struct Remedy {
    std::string label;  // of a button: "Try tanh"
    Experiment experiment;
    Weights weights = Weights::Present;
};

struct Finding {
    std::string_view rule;  // "vanishing"
    Severity severity = Severity::Good;
    std::string what;  // "Vanishing: Conv2D 1 has 1/740 of the last layer's gradient."
    std::string why;   // "61 % of Conv2D 1's inputs lie where |f'| < 0.05."
    std::optional<Remedy> remedy;

    std::string text() const { return why.empty() ? what : what + " " + why; }
};

inline constexpr double kDyingAbove = 0.3;  // of a layer's units that are dead

struct RuleInfo {
    std::string_view name;             // "vanishing"
    std::string when;                  // the condition with its numbers
    std::string_view preset, without;  // one that comes to it, and one that does not
};
std::span<const RuleInfo> adviceRules();  // "fine" is the last

// Worst first; where nothing is the matter one finding of "fine" that says so, with nothing seen yet none.
std::vector<Finding> findings(const Evidence& evidence);

}  // namespace squash
