// The optimizers: each one pass over memory. Formulas as Keras 3 has them (keras.src.optimizers).
//
// A rule is a struct that holds a step's numbers in vectors and says what one vector of weights
// moves by: `moments` arrays of state, of which it gets one vector each and leaves the new ones.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

inline constexpr std::size_t kOptimizerRun = 1024;  // floats to one call of the hot loop

// SGD; with momentum Polyak's form or Nesterov's.
template <class Isa>
struct PlainSgd {
    static constexpr std::size_t moments = 0;
    Vec<Isa> rate;
    explicit PlainSgd(const OptimizerStep& step) : rate(step.rate) {}
    SQUASH_INLINE Vec<Isa> operator()(const Vec<Isa>& g, Vec<Isa>*) const { return g * rate; }
};

template <class Isa, bool Nesterov>
struct MomentumSgd {
    static constexpr std::size_t moments = 1;
    Vec<Isa> rate, momentum;
    explicit MomentumSgd(const OptimizerStep& step) : rate(step.rate), momentum(step.momentum) {}
    SQUASH_INLINE Vec<Isa> operator()(const Vec<Isa>& g, Vec<Isa>* velocity) const {
        const Vec<Isa> change = g * rate;
        *velocity = momentum * *velocity - change;
        return Nesterov ? change - momentum * *velocity : -*velocity;
    }
};

// m += (value - m) * take: a running mean that keeps 1 - take of what it was.
template <class Isa>
SQUASH_INLINE Vec<Isa> runningMean(const Vec<Isa>& mean, const Vec<Isa>& value,
                                   const Vec<Isa>& take) {
    return Isa::madd(value - mean, take, mean);
}

// Adam and AdamW (arXiv:1412.6980); Amsgrad divides by the largest second moment so far (arXiv:1904.09237).
template <class Isa, bool Amsgrad>
struct Adam {
    static constexpr std::size_t moments = Amsgrad ? 3 : 2;
    Vec<Isa> rate, take1, take2, epsilon;
    explicit Adam(const OptimizerStep& step)
        : rate(step.rate), take1(step.take1), take2(step.take2), epsilon(step.epsilon) {}
    SQUASH_INLINE Vec<Isa> operator()(const Vec<Isa>& g, Vec<Isa>* state) const {
        state[0] = runningMean<Isa>(state[0], g, take1);
        state[1] = runningMean<Isa>(state[1], g * g, take2);
        if constexpr (Amsgrad) state[2] = xsimd::max(state[2], state[1]);
        return state[0] * rate / (xsimd::sqrt(state[moments - 1]) + epsilon);
    }
};

// Dozat 2016: Adam whose mean looks one step ahead.
template <class Isa>
struct Nadam {
    static constexpr std::size_t moments = 2;
    Vec<Isa> rate, gradientRate, correction, take1, take2, epsilon;
    explicit Nadam(const OptimizerStep& step)
        : rate(step.rate),
          gradientRate(step.gradientRate),
          correction(step.correction),
          take1(step.take1),
          take2(step.take2),
          epsilon(step.epsilon) {}
    SQUASH_INLINE Vec<Isa> operator()(const Vec<Isa>& g, Vec<Isa>* state) const {
        state[0] = runningMean<Isa>(state[0], g, take1);
        state[1] = runningMean<Isa>(state[1], g * g, take2);
        const Vec<Isa> ahead = Isa::madd(state[0], rate, g * gradientRate);
        return ahead / (xsimd::sqrt(state[1] * correction) + epsilon);
    }
};

// arXiv:1412.6980, section 7.1: the largest gradient, forgotten at beta_2, in place of the root.
template <class Isa>
struct Adamax {
    static constexpr std::size_t moments = 2;
    Vec<Isa> rate, take1, keep2, epsilon;
    explicit Adamax(const OptimizerStep& step)
        : rate(step.rate), take1(step.take1), keep2(step.keep2), epsilon(step.epsilon) {}
    SQUASH_INLINE Vec<Isa> operator()(const Vec<Isa>& g, Vec<Isa>* state) const {
        state[0] = runningMean<Isa>(state[0], g, take1);
        state[1] = xsimd::max(keep2 * state[1], xsimd::abs(g));
        return state[0] * rate / (state[1] + epsilon);
    }
};

// Hinton 2012: divided by the root of the mean square, with Centered of the variance (Graves 2013).
// The moments behind the mean square are those that are used: the momentum's, then the mean.
template <class Isa, bool Momentum, bool Centered>
struct RmsProp {
    static constexpr std::size_t moments = 1 + (Momentum ? 1 : 0) + (Centered ? 1 : 0);
    Vec<Isa> rate, take, momentum, epsilon;
    explicit RmsProp(const OptimizerStep& step)
        : rate(step.rate), take(step.take2), momentum(step.momentum), epsilon(step.epsilon) {}
    SQUASH_INLINE Vec<Isa> operator()(const Vec<Isa>& g, Vec<Isa>* state) const {
        state[0] = runningMean<Isa>(state[0], g * g, take);
        Vec<Isa> square = state[0];
        if constexpr (Centered) {
            Vec<Isa>& mean = state[moments - 1];
            mean = runningMean<Isa>(mean, g, take);
            // Rounding must not make it negative where all gradients are alike.
            square = xsimd::max(square - mean * mean, Vec<Isa>(0.0f));
        }
        const Vec<Isa> move = g * rate / xsimd::sqrt(square + epsilon);
        if constexpr (!Momentum) return move;
        state[1] = momentum * state[1] + move;
        return state[1];
    }
};

// Duchi et al. 2011.
template <class Isa>
struct Adagrad {
    static constexpr std::size_t moments = 1;
    Vec<Isa> rate, epsilon;
    explicit Adagrad(const OptimizerStep& step) : rate(step.rate), epsilon(step.epsilon) {}
    SQUASH_INLINE Vec<Isa> operator()(const Vec<Isa>& g, Vec<Isa>* sum) const {
        *sum = Isa::madd(g, g, *sum);
        return g * rate / xsimd::sqrt(*sum + epsilon);
    }
};

// arXiv:2302.06675: steps of one size; not a number stays what it is.
template <class Isa>
struct Lion {
    static constexpr std::size_t moments = 1;
    Vec<Isa> rate, keep1, take1, keep2, take2;
    explicit Lion(const OptimizerStep& step)
        : rate(step.rate),
          keep1(step.keep1),
          take1(step.take1),
          keep2(step.keep2),
          take2(step.take2) {}
    SQUASH_INLINE Vec<Isa> operator()(const Vec<Isa>& g, Vec<Isa>* m) const {
        const Vec<Isa> direction = *m * keep1 + g * take1, zero(0.0f);
        *m = *m * keep2 + g * take2;
        return xsimd::select(direction > zero, rate,
                             xsimd::select(direction < zero, -rate, direction));
    }
};

template <class Isa, class Rule>
SQUASH_HOT void optimizerRun(const OptimizerStep& step, std::size_t count, const float* gradient,
                             float* const* moments, float* w) {
    const Rule rule(step);
    const Vec<Isa> shrink = broadcast<Isa>(step.shrink);
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) {
        Vec<Isa> state[Rule::moments + 1];  // + 1: no array is empty
        for (std::size_t k = 0; k < Rule::moments; ++k) state[k] = load<Isa>(moments[k] + i);
        const Vec<Isa> move = rule(load<Isa>(gradient + i), state);
        for (std::size_t k = 0; k < Rule::moments; ++k) store<Isa>(moments[k] + i, state[k]);
        store<Isa>(w + i, load<Isa>(w + i) * shrink - move);
    }
}

template <class Isa, class Rule>
void optimizeBy(const OptimizerStep& step, std::size_t count, const float* gradient,
                float* const* moments, float* w) {
    for (std::size_t i = 0; i < count; i += kOptimizerRun) {
        float* here[Rule::moments + 1] = {};
        std::size_t used = 0;
        for (std::size_t k = 0; used < Rule::moments; ++k)
            if (moments[k] != nullptr) here[used++] = moments[k] + i;
        optimizerRun<Isa, Rule>(step, smaller(kOptimizerRun, count - i), gradient + i, here, w + i);
    }
}

using Optimize = void (*)(const OptimizerStep&, std::size_t, const float*, float* const*, float*);

template <class Isa>
Optimize ruleOf(const OptimizerStep& step) {
    switch (step.kind) {
        case OptimizerKind::Sgd:
            if (step.momentum == 0) return optimizeBy<Isa, PlainSgd<Isa>>;
            return step.nesterov ? optimizeBy<Isa, MomentumSgd<Isa, true>>
                                 : optimizeBy<Isa, MomentumSgd<Isa, false>>;
        case OptimizerKind::RmsProp:
            if (step.momentum == 0)
                return step.centered ? optimizeBy<Isa, RmsProp<Isa, false, true>>
                                     : optimizeBy<Isa, RmsProp<Isa, false, false>>;
            return step.centered ? optimizeBy<Isa, RmsProp<Isa, true, true>>
                                 : optimizeBy<Isa, RmsProp<Isa, true, false>>;
        case OptimizerKind::Adam:
        case OptimizerKind::AdamW:
            return step.amsgrad ? optimizeBy<Isa, Adam<Isa, true>>
                                : optimizeBy<Isa, Adam<Isa, false>>;
        case OptimizerKind::Nadam:
            return optimizeBy<Isa, Nadam<Isa>>;
        case OptimizerKind::Adamax:
            return optimizeBy<Isa, Adamax<Isa>>;
        case OptimizerKind::Adagrad:
            return optimizeBy<Isa, Adagrad<Isa>>;
        case OptimizerKind::Lion:
            return optimizeBy<Isa, Lion<Isa>>;
    }
    return optimizeBy<Isa, PlainSgd<Isa>>;
}

template <class Isa>
void optimize(const OptimizerStep& step, std::size_t count, const float* gradient,
              float* const* moments, float* w) {
    ruleOf<Isa>(step)(step, count, gradient, moments, w);
}

}  // namespace
}  // namespace squash::kernels
