// A run that trains on one image, so that its next step is the one that a unit's numbers foretell.
#pragma once
#include <vector>

#include "engine/training/support.hpp"
#include "squash/training/unit_calculation.hpp"

namespace squash::test {

inline Experiment experimentOf(const char* network, const char* activation,
                               const char* optimizer = "adam(learning_rate=1e-5)") {
    Experiment experiment;
    experiment.network = parseArchitecture(network);
    Activation chosen = parseActivation(activation);
    // Training draws its slopes: here every one is the same.
    if (chosen.entry->kind == ActivationKind::RandomSlopes)
        chosen.parameters[0] = chosen.parameters[1];
    experiment.activations = {chosen};
    fitLayers(experiment);
    experiment.optimizer = parseOptimizer(optimizer);
    experiment.pixels = Pixels::Unit;
    experiment.batch = experiment.limit = 1;
    experiment.shuffle = false;
    experiment.epochs = 100;
    return experiment;
}

// Trains on one image, which is also the first of validation.
struct OneImage {
    Experiment experiment;
    DatasetPtr data = noiseData(1, 1);
    WorkerPool pool{1};
    Trainer trainer;

    explicit OneImage(const Experiment& wanted, const KernelSet& kernels = chooseKernelSet("auto"))
        : experiment(wanted), trainer(wanted, data, options(pool, kernels)) {
        advanceSteps(trainer, 3);
    }
    UnitCalculation calculate(const UnitChoice& choice) const {
        return squash::calculate({experiment, trainer.network(), trainer.state(), data->validation},
                                 choice);
    }
    std::vector<std::uint8_t> image() const {
        const auto bytes = data->validation.image(0);
        return {bytes.begin(), bytes.end()};
    }
};

}  // namespace squash::test
