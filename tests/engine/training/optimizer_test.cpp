// The optimizers against Keras's own paths in float64 (tests/data/optimizers.json).
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "engine/training/support.hpp"
#include "kernels/kernel_table.hpp"
#include "training/executor_chunk.hpp"

namespace squash::test {
namespace {

OptimizerSettings settingsOf(const std::string& name) {
    if (name == "momentum") return parseOptimizer("sgd(momentum=0.9)");
    if (name == "nesterov") return parseOptimizer("sgd(momentum=0.9,nesterov=true)");
    return parseOptimizer(name);
}

void follow(const nlohmann::json& reference, const KernelSet& kernels) {
    const OptimizerSettings settings = settingsOf(reference["optimizer"].get<std::string>());
    FloatArray parameters(16, 0), gradient(16, 0);
    OptimizerState state;
    fitMoments(settings, 16, state);
    const std::size_t size = reference["start"].size();
    for (std::size_t i = 0; i < size; ++i) parameters[i] = reference["start"][i].get<float>();
    for (std::size_t step = 0; step < reference["path"].size(); ++step) {
        for (std::size_t i = 0; i < size; ++i)
            gradient[i] = reference["gradients"][step][i].get<float>();
        ++state.step;
        applyOptimizer(*kernels.table, optimizerStep(settings, state.step), state, 0, 16,
                       gradient.data(), parameters.data());
        for (std::size_t i = 0; i < size; ++i) {
            INFO("step " << step + 1 << ", value " << i);
            const auto expected = reference["path"][step][i].get<double>();
            CHECK_THAT(parameters[i], Catch::Matchers::WithinRel(expected, 2e-6) ||
                                          Catch::Matchers::WithinAbs(expected, 1e-6));
        }
    }
}

}  // namespace

TEST_CASE("Optimizers walk Keras's paths", "[training][reference]") {
    const auto references = readJson("optimizers.json");
    REQUIRE(references.size() == 10);
    for (const auto& reference : references)
        onEveryKernelSet([&](const KernelSet& kernels) {
            INFO(reference["optimizer"] << " " << kernels.name);
            follow(reference, kernels);
        });
}

}  // namespace squash::test
