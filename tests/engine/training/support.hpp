// What the training tests share: small data sets that nobody owns, and running a trainer to its end.
#pragma once
#include <fstream>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "squash/data/dataset.hpp"
#include "squash/training/trainer.hpp"

namespace squash::test {

inline nlohmann::json readJson(const std::string& name) {
    std::ifstream file(std::string(SQUASH_TEST_DATA) + "/" + name);
    if (!file) throw std::runtime_error("cannot open test data " + name);
    return nlohmann::json::parse(file);
}

// Image i is the first 3,073 outputs of mt19937(1000 + i): label, then pixels in row, column,
// channel order (the Keras reference's "noise").
inline void appendNoise(std::size_t index, ImageSet& set) {
    std::mt19937 generator(static_cast<std::uint32_t>(1000 + index));
    set.labels.push_back(static_cast<std::uint8_t>(generator() % 10));
    const std::size_t begin = set.pixels.size();
    set.pixels.resize(begin + kImageBytes);
    for (std::size_t position = 0; position < kImageSide * kImageSide; ++position)
        for (std::size_t channel = 0; channel < kImageChannels; ++channel)
            set.pixels[begin + channel * kImageSide * kImageSide + position] =
                static_cast<std::uint8_t>(generator() >> 24);
}

inline DatasetPtr noiseData(std::size_t train, std::size_t validation) {
    auto data = std::make_shared<Dataset>();
    data->name = "noise";
    data->generated = true;
    for (std::size_t i = 0; i < train; ++i) appendNoise(i, data->train);
    for (std::size_t i = 0; i < validation; ++i) appendNoise(i, data->validation);
    return data;
}

inline TrainerOptions options(WorkerPool& pool, const KernelSet& kernels) {
    TrainerOptions result;
    result.kernels = kernels;
    result.pool = &pool;
    return result;
}

// Advances in slices of budgetMs until `steps` updates are done (or all epochs).
inline void advanceSteps(Trainer& trainer, std::uint64_t steps, double budgetMs = 1e9) {
    while (trainer.step() < steps)
        if (trainer.advance(budgetMs) == Progress::Finished) return;
}

inline void advanceToEnd(Trainer& trainer, double budgetMs = 1e9) {
    while (trainer.advance(budgetMs) != Progress::Finished) {}
}

// Runs `test` for every kernel set this processor can run.
inline void onEveryKernelSet(const std::function<void(const KernelSet&)>& test) {
    for (const KernelSet& set : kernelSets())
        if (set.available) test(set);
}

}  // namespace squash::test
