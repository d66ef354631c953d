// Evidence for the rules of advice, to be changed by a test.
#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "squash/training/advice.hpp"

namespace squash::test {

// A run that is well: its loss falls, its gradients reach every layer, its units live.
struct AdvisedRun {
    Experiment experiment;
    History history;
    GradientFlow flow;
    std::vector<LayerUnits> units;
    std::size_t images = 1000;

    explicit AdvisedRun(const char* activation = "relu") {
        experiment.activations = parseActivations(activation);
        losses(300, 2.3f, 1.2f);
        for (const std::size_t layer : {0u, 2u, 4u, 6u, 7u})
            flow.layers.push_back({layer, 0.01, 0.01, 0.1, 0.0001, 0.2});
        flow.layers.back().toLast = 1;
        for (std::size_t hidden = 0; hidden < 4; ++hidden)
            units.push_back({hidden, 100, std::vector<std::uint32_t>(10, 20),
                             std::vector<std::uint32_t>(10, 5)});
    }

    void losses(std::size_t steps, float from, float to) {
        history = {};
        for (std::size_t i = 0; i < steps; ++i)
            history.append(StepPoint{i + 1, std::lerp(from, to, float(i) / float(steps)), 0.3f});
    }
    void epoch(double loss, double validationLoss) {
        const std::size_t number = history.epochs().size() + 1;
        history.append(EpochRecord{number, number * 10, loss, 0.5, validationLoss, 0.5, 1});
    }

    std::vector<Finding> find() const {
        const Network network = makeNetwork(experiment);
        return findings({experiment, network, history, &flow, &units, images});
    }
    const Finding* rule(std::string_view name) {
        found_ = find();
        const auto at = std::ranges::find(found_, name, &Finding::rule);
        return at == found_.end() ? nullptr : &*at;
    }

private:
    std::vector<Finding> found_;
};

inline bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace squash::test
