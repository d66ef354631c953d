// The optimizers: each one pass over memory.
// Formulas as Keras 3 has them (keras.src.optimizers.adam, .sgd).
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

inline constexpr std::size_t kOptimizerRun = 1024;  // floats to one call of the hot loop

template <class Isa>
SQUASH_HOT void adamRun(const AdamStep& step, std::size_t count, const float* gradient, float* m,
                        float* v, float* w) {
    const Vec<Isa> alpha = broadcast<Isa>(step.alpha), epsilon = broadcast<Isa>(step.epsilon);
    const Vec<Isa> newM = broadcast<Isa>(step.oneMinusBeta1),
                   newV = broadcast<Isa>(step.oneMinusBeta2);
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) {
        const Vec<Isa> g = load<Isa>(gradient + i), oldM = load<Isa>(m + i),
                       oldV = load<Isa>(v + i);
        const Vec<Isa> first = Isa::madd(g - oldM, newM, oldM);
        const Vec<Isa> second = Isa::madd(g * g - oldV, newV, oldV);
        store<Isa>(m + i, first);
        store<Isa>(v + i, second);
        store<Isa>(w + i, load<Isa>(w + i) - first * alpha / (xsimd::sqrt(second) + epsilon));
    }
}

template <class Isa>
void adam(const AdamStep& step, std::size_t count, const float* gradient, float* m, float* v,
          float* w) {
    for (std::size_t i = 0; i < count; i += kOptimizerRun)
        adamRun<Isa>(step, smaller(kOptimizerRun, count - i), gradient + i, m + i, v + i, w + i);
}

template <class Isa>
SQUASH_HOT void sgdRun(const SgdStep& step, std::size_t count, const float* gradient,
                       float* velocity, float* w) {
    const Vec<Isa> rate = broadcast<Isa>(step.learningRate),
                   momentum = broadcast<Isa>(step.momentum);
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) {
        const Vec<Isa> change = load<Isa>(gradient + i) * rate;
        const Vec<Isa> speed = momentum * load<Isa>(velocity + i) - change;
        store<Isa>(velocity + i, speed);
        const Vec<Isa> move = step.nesterov ? momentum * speed - change : speed;
        store<Isa>(w + i, load<Isa>(w + i) + move);
    }
}

// Without momentum there is no velocity to read or write: the pointer may be null.
template <class Isa>
SQUASH_HOT void plainSgdRun(float learningRate, std::size_t count, const float* gradient,
                            float* w) {
    const Vec<Isa> rate = broadcast<Isa>(learningRate);
    for (std::size_t i = 0; i < count; i += kWidth<Isa>)
        store<Isa>(w + i, load<Isa>(w + i) - load<Isa>(gradient + i) * rate);
}

template <class Isa>
void sgd(const SgdStep& step, std::size_t count, const float* gradient, float* velocity, float* w) {
    for (std::size_t i = 0; i < count; i += kOptimizerRun) {
        const std::size_t run = smaller(kOptimizerRun, count - i);
        if (step.momentum == 0)
            plainSgdRun<Isa>(step.learningRate, run, gradient + i, w + i);
        else
            sgdRun<Isa>(step, run, gradient + i, velocity + i, w + i);
    }
}

}  // namespace
}  // namespace squash::kernels
