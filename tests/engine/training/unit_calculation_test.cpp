// A unit's numbers add up, and are those of the engine's own training step.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <functional>

#include "engine/training/unit_run.hpp"
#include "training/executor.hpp"

namespace squash::test {
namespace {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

// z of a layer with an activation, [row][column][channel], by the vector kernels.
std::vector<float> engineValues(const OneImage& run, std::size_t layer) {
    const Network& network = run.trainer.network();
    Executor executor(network, *chooseKernelSet("auto").table, 1, 0);
    const FloatArray& parameters = run.trainer.parameters();
    for (std::size_t task = 0; task < executor.packTasks(); ++task)
        executor.pack(task, parameters.data());
    std::vector<float> values;
    const WatchPreactivations watch = [&](const Preactivations& block) {
        if (block.op.layer != layer) return;
        const Layer& made = network.layers()[layer];
        const std::size_t positions = made.output.height * made.output.width;
        const std::size_t channels = block.op.out.size / kernels::kLanes / positions;
        const bool byChannel = block.op.kind == OpKind::Conv && !block.op.conv.flat;
        for (std::size_t p = 0; p < positions; ++p)
            for (std::size_t c = 0; c < channels; ++c)
                values.push_back(
                    block.z[(byChannel ? c * positions + p : p * channels + c) * kernels::kLanes]);
    };
    const std::vector<const std::uint8_t*> images{run.data->validation.image(0).data()};
    executor.predict({images, {}, 1.0f / 255.0f}, 0, 0, parameters.data(),
                     {nullptr, nullptr, &watch});
    return values;
}

double largestOf(const std::vector<double>& values) {
    double largest = 0;
    for (const double value : values) largest = std::max(largest, std::abs(value));
    return largest;
}

// The largest distance: one check for thousands of numbers.
double apart(const std::vector<double>& a, const std::vector<double>& b) {
    REQUIRE(a.size() == b.size());
    std::vector<double> distance(a.size());
    std::ranges::transform(a, b, distance.begin(), std::minus());
    return largestOf(distance);
}

void checkSums(const UnitCalculation& c) {
    double sum = 0, size = std::abs(c.bias);
    std::vector<double> gradients, byInput;
    for (const UnitTerm& term : c.terms) {
        sum += term.input * term.weight;
        size += std::abs(term.product());
        gradients.push_back(term.gradient);
        byInput.push_back(term.input * c.zGradient);
        if (term.padding) CHECK(term.input == 0);
    }
    CHECK_THAT(c.z, WithinAbs(sum + c.bias, 1e-12 * size));
    CHECK_THAT(c.zGradient, WithinRel(c.incoming * c.slope, 1e-12));
    if (!c.maps) {
        CHECK_THAT(c.biasGradient, WithinRel(c.zGradient, 1e-12));
        CHECK(apart(gradients, byInput) <= 1e-12 * largestOf(byInput));
        return;
    }
    const std::size_t here = c.choice.place->row * c.maps->width + c.choice.place->column;
    CHECK_THAT(c.maps->z[here], WithinAbs(c.z, 1e-12 * size));
    CHECK_THAT(c.maps->f[here], WithinAbs(c.f, 1e-12 * std::max(size, std::abs(c.f))));
    double all = 0;
    for (const double gradient : c.maps->zGradient) all += gradient;
    CHECK_THAT(c.biasGradient, WithinAbs(all, 1e-12 * largestOf(c.maps->zGradient)));
}

// The unit's own z among the engine's.
void checkValues(const UnitCalculation& c, const std::vector<float>& values, std::size_t outputs) {
    const std::size_t pieces = piecesOf(c.activation);
    const std::size_t column = c.choice.unit * pieces + c.piece;
    const std::vector<double> own = c.maps ? c.maps->z : std::vector<double>{c.z};
    REQUIRE(values.size() == own.size() * outputs);
    std::vector<double> engine;
    for (std::size_t p = 0; p < own.size(); ++p) engine.push_back(values[p * outputs + column]);
    double size = 0;  // of what is summed: sums may be near 0
    for (const UnitTerm& term : c.terms) size += std::abs(term.product());
    CHECK(apart(own, engine) <= 1e-4 * largestOf(own) + 1e-6 * size);
}

struct UnitNumbers {
    std::vector<double> gradients, updates;
};

// What the step did with the unit's weights and bias, beside what was calculated; returns the largest gradient.
double checkStep(const UnitCalculation& c, const OneImage& run, const FloatArray& before) {
    const Network& network = run.trainer.network();
    const Layer& layer = network.layers()[c.layer];
    const ParameterInfo& kernel = network.parameters()[static_cast<std::size_t>(layer.kernel)];
    const ParameterInfo& bias = network.parameters()[static_cast<std::size_t>(layer.bias)];
    const std::size_t column = c.choice.unit * piecesOf(c.activation) + c.piece;
    UnitNumbers engine, plain;
    double largestWeight = 0;
    const auto add = [&](std::size_t at, double gradient, double update) {
        engine.gradients.push_back(run.trainer.gradients()[at]);
        engine.updates.push_back(double(run.trainer.parameters()[at]) - double(before[at]));
        plain.gradients.push_back(gradient);
        plain.updates.push_back(update);
        largestWeight = std::max(largestWeight, std::abs(double(before[at])));
    };
    for (std::size_t i = 0; i < c.terms.size(); ++i)
        add(kernel.offset + i * bias.size + column, c.terms[i].gradient, c.terms[i].update);
    add(bias.offset + column, c.biasGradient, c.biasUpdate);
    const double largest = largestOf(engine.gradients);
    CHECK(apart(plain.gradients, engine.gradients) <= 1e-4 * largest);
    // The step's own sum is rounded to float32.
    CHECK(apart(plain.updates, engine.updates) <=
          1e-3 * largestOf(engine.updates) + 0x1p-24 * largestWeight);
    return largest;
}

// Some units of each layer, before the step that the engine then does; returns the largest gradient.
double checkAgainstEngine(OneImage& run, std::size_t units) {
    const std::size_t layers = hiddenLayers(run.experiment.network);
    std::vector<UnitCalculation> calculated;
    for (std::size_t layer = 0; layer < layers; ++layer)
        for (std::size_t unit = 0; unit < units; ++unit) {
            INFO("layer " << layer << ", unit " << unit);
            calculated.push_back(run.calculate({layer, unit, 0, std::nullopt}));
            const UnitCalculation& c = calculated.back();
            checkSums(c);
            const Layer& made = run.trainer.network().layers()[c.layer];
            checkValues(c, engineValues(run, c.layer),
                        made.output.channels * piecesOf(c.activation));
        }
    const FloatArray before = run.trainer.parameters();
    advanceSteps(run.trainer, run.trainer.step() + 1);
    double largest = 0;
    for (const UnitCalculation& c : calculated) {
        INFO("layer " << c.choice.layer << ", unit " << c.choice.unit);
        largest = std::max(largest, checkStep(c, run, before));
    }
    return largest;
}

}  // namespace

TEST_CASE("A unit's numbers are those of the training step, for every activation",
          "[training][unit]") {
    for (const ActivationInfo& entry : activationTable()) {
        INFO(entry.name);
        OneImage run(experimentOf("dense(depth=2,width=8)", std::string(entry.name).c_str()));
        const double largest = checkAgainstEngine(run, 8);
        // No z is above threshold's 1 here: nothing comes back.
        CHECK((largest > 1e-6) == (entry.name != "threshold"));
    }
}

TEST_CASE("A unit's numbers are those of the training step, in LeNet-5", "[training][unit]") {
    for (const char* text :
         {"relu", "silu", "prelu", "maxout(k=2)", "rrelu", "swish(beta=learn(1.5))",
          "formula(lo + (hi - lo)*(tanh(x) + 1)/2; lo=learn(-0.5),hi=learn(1.25))"}) {
        INFO(text);
        // Whose update is in proportion to the gradient, so that small ones have the same digits.
        OneImage run(experimentOf("lenet5", text, "sgd(learning_rate=1e-4,momentum=0.9)"));
        CHECK(checkAgainstEngine(run, 3) > 1e-6);
    }
}

TEST_CASE("The next update is the one that each optimizer does", "[training][unit]") {
    // Small steps: where a function is nearly flat float32 has few digits of its slope.
    for (const char* text :
         {"sgd(learning_rate=1e-4)", "sgd(learning_rate=1e-4,momentum=0.9)",
          "sgd(learning_rate=1e-4,momentum=0.9,nesterov=true)", "rmsprop(learning_rate=1e-5)",
          "rmsprop(learning_rate=1e-5,momentum=0.5,centered=true)", "adam(learning_rate=1e-5)",
          "adam(learning_rate=1e-5,amsgrad=true)", "adamw(learning_rate=1e-5,weight_decay=100)",
          "nadam(learning_rate=1e-5)", "adamax(learning_rate=1e-5)", "adagrad(learning_rate=1e-4)",
          "lion(learning_rate=1e-5,weight_decay=100)"}) {
        INFO(text);
        OneImage run(experimentOf("dense(depth=2,width=8)", "tanh", text));
        CHECK(checkAgainstEngine(run, 3) > 1e-6);
    }
}

}  // namespace squash::test
