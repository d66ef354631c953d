// Each optimizer's kernel against its definition, written plainly, at every length of a run.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "engine/kernels/support.hpp"
#include "squash/training/optimizer.hpp"
#include "training/executor_chunk.hpp"

using namespace squash;
using namespace squash::test;
using kernels::KernelTable;
using kernels::OptimizerStep;

namespace {

constexpr std::size_t kCounts[] = {16, 32, 48, 1008, 1024, 1040, 2064};
constexpr double kTolerance = 4e-7;  // a few roundings of numbers below 1

// One weight with its gradient and state; what `w` becomes and what the moments do.
struct Weight {
    double g, w;
    std::array<double, kMaxMoments> m;
};
using Twin = std::function<void(const OptimizerStep&, Weight&)>;

void sgd(const OptimizerStep& s, Weight& x) {
    x.m[0] = s.momentum * x.m[0] - s.rate * x.g;
    x.w += s.nesterov ? s.momentum * x.m[0] - s.rate * x.g : x.m[0];
}
void plainSgd(const OptimizerStep& s, Weight& x) { x.w -= s.rate * x.g; }

void moments(const OptimizerStep& s, Weight& x) {
    x.m[0] += (x.g - x.m[0]) * s.take1;
    x.m[1] += (x.g * x.g - x.m[1]) * s.take2;
}
void adam(const OptimizerStep& s, Weight& x) {
    moments(s, x);
    x.m[2] = std::max(x.m[2], x.m[1]);
    x.w -= x.m[0] * s.rate / (std::sqrt(x.m[s.amsgrad ? 2 : 1]) + s.epsilon);
}
void nadam(const OptimizerStep& s, Weight& x) {
    moments(s, x);
    x.w -=
        (x.m[0] * s.rate + x.g * s.gradientRate) / (std::sqrt(x.m[1] * s.correction) + s.epsilon);
}
void adamax(const OptimizerStep& s, Weight& x) {
    x.m[0] += (x.g - x.m[0]) * s.take1;
    x.m[1] = std::max(s.keep2 * x.m[1], std::abs(x.g));
    x.w -= x.m[0] * s.rate / (x.m[1] + s.epsilon);
}
void rmsprop(const OptimizerStep& s, Weight& x) {
    x.m[0] += (x.g * x.g - x.m[0]) * s.take2;
    x.m[2] += (x.g - x.m[2]) * s.take2;
    const double square = x.m[0] - (s.centered ? x.m[2] * x.m[2] : 0);
    x.m[1] = s.momentum * x.m[1] + x.g * s.rate / std::sqrt(square + s.epsilon);
    x.w -= x.m[1];
}
void adagrad(const OptimizerStep& s, Weight& x) {
    x.m[0] += x.g * x.g;
    x.w -= x.g * s.rate / std::sqrt(x.m[0] + s.epsilon);
}
void lion(const OptimizerStep& s, Weight& x) {
    const double direction = x.m[0] * s.keep1 + x.g * s.take1;
    x.m[0] = x.m[0] * s.keep2 + x.g * s.take2;
    x.w -= direction > 0 ? s.rate : direction < 0 ? -s.rate : 0;
}

struct Case {
    const char* optimizer;
    Twin twin;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> all = {
        {"sgd", plainSgd},
        {"sgd(weight_decay=0.5)", plainSgd},
        {"sgd(momentum=0.9)", sgd},
        {"sgd(momentum=0.9,nesterov=true)", sgd},
        {"adam(epsilon=0.001)", adam},
        {"adam(epsilon=0.001,amsgrad=true)", adam},
        {"adamw(epsilon=0.001,weight_decay=0.1)", adam},
        {"nadam(epsilon=0.001)", nadam},
        {"adamax(epsilon=0.001)", adamax},
        {"rmsprop(epsilon=0.001)", rmsprop},
        {"rmsprop(epsilon=0.001,centered=true)", rmsprop},
        {"rmsprop(epsilon=0.001,momentum=0.8)", rmsprop},
        {"rmsprop(epsilon=0.001,momentum=0.8,centered=true,weight_decay=0.3)", rmsprop},
        {"adagrad", adagrad},
        {"lion", lion},
    };
    return all;
}

// Moments as they could be: those whose root is taken are positive, a variance too.
FloatArray momentOf(OptimizerKind kind, std::size_t moment, std::size_t count) {
    const std::string_view name = infoOf(kind).moments[moment];
    const bool squares = name == "v" || name == "v_hat" || name == "u" || name == "accumulator" ||
                         kind == OptimizerKind::RmsProp;
    const auto seed = static_cast<unsigned>(moment) + 2;
    if (name == "average_gradient") return uniformNumbers(count, seed, -0.1f, 0.1f);
    return squares ? uniformNumbers(count, seed, 0.1f, 1) : uniformNumbers(count, seed, -1, 1);
}

void check(const Case& each, std::size_t count) {
    OptimizerSettings settings = parseOptimizer(each.optimizer);
    settings.learningRate = 0.05;
    const OptimizerStep step = optimizerStep(settings, 3);
    const FloatArray g = uniformNumbers(count, 1, -1, 1), w0 = uniformNumbers(count, 9, -1, 1);
    OptimizerState start;
    std::vector<double> w;
    std::array<std::vector<double>, kMaxMoments> m;
    for (std::size_t k = 0; k < kMaxMoments; ++k)
        if (usesMoment(settings, k)) start.moments[k] = momentOf(settings.kind, k, count);
    for (std::size_t i = 0; i < count; ++i) {
        Weight weight{g[i], double(w0[i]) * step.shrink, {}};
        for (std::size_t k = 0; k < kMaxMoments; ++k)
            weight.m[k] = start.moments[k].empty() ? 0 : start.moments[k][i];
        each.twin(step, weight);
        w.push_back(weight.w);
        for (std::size_t k = 0; k < kMaxMoments; ++k) m[k].push_back(weight.m[k]);
    }
    forEachKernelSet([&](const KernelTable& table) {
        OptimizerState state = start;
        FloatArray got = w0;
        applyOptimizer(table, step, state, 0, count, g.data(), got.data());
        CHECK(difference(w, got.data(), kTolerance) == "");
        for (std::size_t k = 0; k < kMaxMoments; ++k)
            if (!state.moments[k].empty()) {
                CAPTURE(k);
                CHECK(difference(m[k], state.moments[k].data(), kTolerance) == "");
            }
    });
}

}  // namespace

TEST_CASE("The step of every optimizer is its definition's", "[kernels]") {
    for (const Case& each : cases())
        for (const std::size_t count : kCounts) {
            CAPTURE(each.optimizer, count);
            check(each, count);
        }
}

TEST_CASE("Every optimizer there is has a definition to be compared with", "[kernels]") {
    for (const OptimizerInfo& info : optimizerTable())
        CHECK(std::ranges::any_of(cases(), [&](const Case& each) {
            return parseOptimizer(each.optimizer).kind == info.kind;
        }));
}

TEST_CASE("A parameter without a gradient does not move", "[kernels]") {
    const FloatArray zeros(16, 0.0f), w0 = uniformNumbers(16, 5, -1, 1);
    for (const OptimizerInfo& info : optimizerTable()) {
        CAPTURE(info.name);
        OptimizerSettings settings = makeOptimizer(info.kind);
        if (info.kind == OptimizerKind::AdamW) setParameter(settings, "weight_decay", 0);
        forEachKernelSet([&](const KernelTable& table) {
            OptimizerState state;
            fitMoments(settings, 16, state);
            FloatArray w = w0;
            applyOptimizer(table, optimizerStep(settings, 1), state, 0, 16, zeros.data(), w.data());
            CHECK(w == w0);
        });
    }
}

TEST_CASE("Lion's step of a gradient that is no number is none either", "[kernels]") {
    const OptimizerSettings settings = makeOptimizer(OptimizerKind::Lion);
    FloatArray g(16, 0.0f);
    g[3] = NAN;
    forEachKernelSet([&](const KernelTable& table) {
        OptimizerState state;
        fitMoments(settings, 16, state);
        FloatArray w(16, 1.0f);
        applyOptimizer(table, optimizerStep(settings, 1), state, 0, 16, g.data(), w.data());
        CHECK(std::isnan(w[3]));
        CHECK(w[4] == 1.0f);
    });
}
