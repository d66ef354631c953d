// The operations in float64, written so that nothing overflows or cancels for large |x|.
#include <cmath>

#include "formula/expression.hpp"

namespace squash::formula {
namespace {

double sigmoid(double x) {
    const double e = std::exp(-std::fabs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
}

double tanhSlope(double x) {
    const double e = std::exp(-2 * std::fabs(x));
    return 4 * e / ((1 + e) * (1 + e));
}

double applyToOne(Op op, double a) {
    switch (op) {
        case Op::Negate:
            return -a;
        case Op::Absolute:
            return std::fabs(a);
        case Op::Sign:
            return a > 0 ? 1 : a < 0 ? -1 : a;
        case Op::SquareRoot:
            return std::sqrt(a);
        case Op::Exponential:
            return std::exp(a);
        case Op::Logarithm:
            return std::log(a);
        case Op::Sine:
            return std::sin(a);
        case Op::Cosine:
            return std::cos(a);
        case Op::Tangent:
            return std::tan(a);
        case Op::Arcsine:
            return std::asin(a);
        case Op::Arccosine:
            return std::acos(a);
        case Op::Arctangent:
            return std::atan(a);
        case Op::HyperbolicSine:
            return std::sinh(a);
        case Op::HyperbolicCosine:
            return std::cosh(a);
        case Op::HyperbolicTangent:
            return std::tanh(a);
        case Op::InverseHyperbolicSine:
            return std::asinh(a);
        case Op::ExponentialMinusOne:
            return std::expm1(a);
        case Op::ErrorFunction:
            return std::erf(a);
        case Op::ComplementaryErrorFunction:
            return std::erfc(a);
        case Op::Sigmoid:
            return sigmoid(a);
        case Op::Softplus:
            return std::fmax(a, 0) + std::log1p(std::exp(-std::fabs(a)));
        case Op::Relu:
            return a > 0 ? a : a < 0 ? 0 : a;
        case Op::Floor:
            return std::floor(a);
        case Op::TanhSlope:
            return tanhSlope(a);
        default:
            return std::nan("");
    }
}

}  // namespace

double applyOp(const Node& node, const std::array<double, 4>& in) {
    const auto& [a, b, c, d] = in;
    switch (node.op) {
        case Op::Number:
            return node.value;
        case Op::Add:
            return a + b;
        case Op::Subtract:
            return a - b;
        case Op::Multiply:
            return a * b;
        case Op::Divide:
            return a / b;
        case Op::Power:
            return std::pow(a, b);
        case Op::Minimum:
            return b < a || std::isnan(b) ? b : a;
        case Op::Maximum:
            return b > a || std::isnan(b) ? b : a;
        case Op::WhereLess:
            return a < b ? c : d;
        case Op::WhereLessEqual:
            return a <= b ? c : d;
        case Op::Clip:
            return a < b ? b : a > c ? c : a;
        default:
            return applyToOne(node.op, a);
    }
}

}  // namespace squash::formula
