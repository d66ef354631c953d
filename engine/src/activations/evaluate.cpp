// f and f' in float64: of typed formulas and where the formula is exact by it; of the others in the catalogue by
// code that is independent of both it and the vector code, written so that nothing overflows or cancels for large |x|.
// Kinks take the side that TensorFlow's gradients take: relu'(0) = 0, leaky_relu'(0) = the slope
// below, elu'(0) = selu'(0) / scale = 1, and 0 at both ends of hard_sigmoid and relu6.
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "formula/formula_impl.hpp"
#include "squash/activations/activation.hpp"

namespace squash {

namespace {

constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
constexpr double kSeluScale = 1.0507009873554804934193349852946;

double sigmoid(double x) {
    const double e = std::exp(-std::fabs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
}

// s(x) * (1 - s(x)) without the cancellation near 1.
double sigmoidSlope(double x) {
    const double e = std::exp(-std::fabs(x));
    return e / ((1 + e) * (1 + e));
}

double softplus(double x) { return std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x))); }

// 1 - tanh(x)^2 without the cancellation for large |x|.
double tanhSlope(double x) { return 4 * sigmoidSlope(2 * x); }

ActivationValue elu(double x, double alpha) {
    if (x >= 0) return {x, 1};
    return {alpha * std::expm1(x), alpha * std::exp(x)};
}

ActivationValue selu(double x) {
    const auto value = elu(x, kSeluAlpha);
    return {kSeluScale * value.f, kSeluScale * value.df};
}

ActivationValue swish(double x, double beta) {
    return {x * sigmoid(beta * x), sigmoid(beta * x) + beta * x * sigmoidSlope(beta * x)};
}

ActivationValue gelu(double x) {
    const double below = 0.5 * std::erfc(-x / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * x * x) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return {x * below, below + x * density};
}

// (1 + tanh(u)) / 2 = sigmoid(2u)
ActivationValue geluTanh(double x) {
    if (std::abs(x) > 1e3) return {x > 0 ? x : 0.0, x > 0 ? 1.0 : 0.0};  // exact; x^3 may overflow
    const double scale = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    const double u = scale * (x + 0.044715 * x * x * x);
    const double du = scale * (1 + 3 * 0.044715 * x * x);
    return {x * sigmoid(2 * u), sigmoid(2 * u) + x * 2 * sigmoidSlope(2 * u) * du};
}

ActivationValue mish(double x) {
    const double inner = softplus(x);
    return {x * std::tanh(inner), std::tanh(inner) + x * tanhSlope(inner) * sigmoid(x)};
}

ActivationValue softsign(double x) {
    const double scale = 1 / (1 + std::fabs(x));
    return {x * scale, scale * scale};
}

ActivationValue clipped(double x, double low, double high) {
    if (x <= low) return {low, 0};
    if (x >= high) return {high, 0};
    return {x, 1};
}

ActivationValue hardSigmoid(double x) {
    const auto value = clipped(x + 3, 0, 6);
    return {value.f / 6, value.df / 6};
}

ActivationValue hardSilu(double x) {
    if (x <= -3) return {0, 0};
    if (x >= 3) return {x, 1};
    return {x * (x / 6 + 0.5), x / 3 + 0.5};
}

// (x + r)/2 with r = sqrt(x^2 + b), without the difference of equals where x < 0; f' = f/r.
ActivationValue squareplus(double x, double b) {
    const double r = std::sqrt(x * x + b);
    const double f = x > 0 ? (x + r) / 2 : b / 2 / (r - x);
    return {f, f / r};
}

// Its parameters are in the order of the activation's: the catalogue's test sees to it.
ActivationValue byFormula(const Activation& activation, double x) {
    const Formula& formula = formulaOf(activation);
    std::array<double, 2> results{};
    formula::evaluate(formula.impl().training, x,
                      std::span(activation.parameters).first(formula.parameters().size()), results);
    return {results[0], results[1]};
}

}  // namespace

ActivationValue evaluate(const Activation& activation, double x) {
    const double p = activation.parameters[0];
    switch (activation.entry->code) {
        case ActivationCode::Formula:
        case ActivationCode::LogSigmoid:
        case ActivationCode::TanhShrink:
        case ActivationCode::Celu:
        case ActivationCode::HardTanh:
        case ActivationCode::SparseSigmoid:
        case ActivationCode::SparsePlus:
        case ActivationCode::HardShrink:
        case ActivationCode::SoftShrink:
        case ActivationCode::Threshold:
            return byFormula(activation, x);
        case ActivationCode::Linear:
            return {x, 1};
        case ActivationCode::Sigmoid:
            return {sigmoid(x), sigmoidSlope(x)};
        case ActivationCode::Tanh:
            return {std::tanh(x), tanhSlope(x)};
        case ActivationCode::Relu:
            return x > 0 ? ActivationValue{x, 1} : ActivationValue{x < 0 ? 0 : x, 0};
        case ActivationCode::LeakyRelu:
            return x > 0 ? ActivationValue{x, 1} : ActivationValue{p * x, p};
        case ActivationCode::Elu:
            return elu(x, p);
        case ActivationCode::Selu:
            return selu(x);
        case ActivationCode::Softplus:
            return {softplus(x), sigmoid(x)};
        case ActivationCode::Softsign:
            return softsign(x);
        case ActivationCode::Silu:
            return swish(x, 1);
        case ActivationCode::Swish:
            return swish(x, p);
        case ActivationCode::Gelu:
            return gelu(x);
        case ActivationCode::GeluTanh:
            return geluTanh(x);
        case ActivationCode::Mish:
            return mish(x);
        case ActivationCode::HardSigmoid:
            return hardSigmoid(x);
        case ActivationCode::Relu6:
            return clipped(x, 0, 6);
        case ActivationCode::Sine:
            return {std::sin(x), std::cos(x)};
        case ActivationCode::Squareplus:
            return squareplus(x, p);
        case ActivationCode::Gaussian:
            return {std::exp(-x * x), -2 * x * std::exp(-x * x)};
        case ActivationCode::HardSilu:
            return hardSilu(x);
    }
    return {0, 0};
}

}  // namespace squash
