#include "formula/simplify.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "formula/collect.hpp"
#include "formula/parser.hpp"
#include "squash/activations/catalogue.hpp"

namespace squash::formula {
namespace {

// 0.25 is kept as a number, 1/3 as a quotient.
bool isShort(double value) {
    return std::fabs(value) < 1e9 && value * 1e6 == std::round(value * 1e6);
}

// -2 or -2*u: what negate() takes the minus of.
bool hasMinus(const Graph& graph, NodeId id) {
    const Node& node = graph[id];
    const bool product = node.op == Op::Multiply || node.op == Op::Divide;
    const Node& first = product ? graph[node.in[0]] : node;
    return first.op == Op::Number && first.value < 0;
}

// 1 + tanh(u)
NodeId doubleSigmoid(Builder& build, NodeId u) {
    const NodeId two = build.number(2);
    return build.multiply(two, build.function(Op::Sigmoid, build.multiply(two, u)));
}

bool isEven(double value) { return std::fmod(value, 2) == 0; }
bool isWhole(double value) { return value == std::round(value) && std::fabs(value) < 1e6; }

bool isOdd(Op op) {
    return op == Op::Sign || op == Op::Sine || op == Op::Tangent || op == Op::Arcsine ||
           op == Op::Arctangent || op == Op::HyperbolicSine || op == Op::HyperbolicTangent ||
           op == Op::InverseHyperbolicSine || op == Op::ErrorFunction;
}

bool isEvenFunction(Op op) {
    return op == Op::Absolute || op == Op::Cosine || op == Op::HyperbolicCosine ||
           op == Op::TanhSlope;
}

}  // namespace

NodeId Builder::negate(NodeId a) {
    const Node node = at(a);
    switch (node.op) {
        case Op::Number:
            return number(-node.value);
        case Op::Negate:
            return node.in[0];
        case Op::Subtract:
            return subtract(node.in[1], node.in[0]);
        case Op::Multiply:
        case Op::Divide:
            if (graph_.isNumber(node.in[0]))
                return graph_.add(node.op, number(-at(node.in[0]).value), node.in[1]);
            break;
        default:
            break;
    }
    return graph_.add(Op::Negate, a);
}

NodeId Builder::add(NodeId a, NodeId b) {
    if (graph_.isNumber(a, 0)) return b;
    if (graph_.isNumber(b, 0)) return a;
    if (graph_.is(b, Op::Negate)) return subtract(a, at(b).in[0]);
    if (graph_.is(a, Op::Negate)) return subtract(b, at(a).in[0]);
    if (hasMinus(graph_, b)) return subtract(a, negate(b));
    if (hasMinus(graph_, a)) return subtract(b, negate(a));
    // 1 + erf(u) = 1 - erf(-u)
    if (graph_.isNumber(a, 1) && graph_.is(b, Op::ErrorFunction))
        return function(Op::ComplementaryErrorFunction, negate(at(b).in[0]));
    if (graph_.isNumber(a, 1) && graph_.is(b, Op::HyperbolicTangent))
        return doubleSigmoid(*this, at(b).in[0]);
    const bool joinsOne = graph_.is(a, Op::ErrorFunction) || graph_.is(a, Op::HyperbolicTangent);
    if (graph_.isNumber(b, 1) && joinsOne) return add(b, a);
    if (const auto joined = joinedSum(*this, a, b, 1)) return *joined;
    return graph_.add(Op::Add, a, b);
}

NodeId Builder::subtract(NodeId a, NodeId b) {
    if (graph_.isNumber(b, 0)) return a;
    if (graph_.isNumber(a, 0)) return negate(b);
    if (graph_.is(b, Op::Negate)) return add(a, at(b).in[0]);
    if (hasMinus(graph_, b)) return add(a, negate(b));
    const Node right = at(b);
    if (graph_.isNumber(a, 1)) {
        if (right.op == Op::Sigmoid) return function(Op::Sigmoid, negate(right.in[0]));
        if (right.op == Op::HyperbolicTangent) return doubleSigmoid(*this, negate(right.in[0]));
        if (right.op == Op::Exponential)
            return negate(function(Op::ExponentialMinusOne, right.in[0]));
        if (right.op == Op::ErrorFunction)
            return function(Op::ComplementaryErrorFunction, right.in[0]);
        if (right.op == Op::Power && graph_.isNumber(right.in[1], 2) &&
            graph_.is(right.in[0], Op::HyperbolicTangent))
            return function(Op::TanhSlope, at(right.in[0]).in[0]);
    }
    if (graph_.isNumber(b, 1) && graph_.is(a, Op::Exponential))
        return function(Op::ExponentialMinusOne, at(a).in[0]);
    if (const auto joined = joinedSum(*this, a, b, -1)) return *joined;
    return graph_.add(Op::Subtract, a, b);
}

NodeId Builder::multiply(NodeId a, NodeId b) {
    if (graph_.isNumber(a, 0) || graph_.isNumber(b, 0)) return number(0);
    if (graph_.isNumber(a, 1)) return b;
    if (graph_.isNumber(b, 1)) return a;
    if (graph_.isNumber(a, -1)) return negate(b);
    if (graph_.isNumber(b, -1)) return negate(a);
    if (const auto joined = joinedProduct(*this, a, b, 1)) return *joined;
    return graph_.add(Op::Multiply, a, b);
}

NodeId Builder::divide(NodeId a, NodeId b) {
    if (graph_.isNumber(b, 0)) return graph_.add(Op::Divide, a, b);
    if (graph_.isNumber(b, 1)) return a;
    if (graph_.isNumber(b, -1)) return negate(a);
    if (graph_.isNumber(a, 0)) return a;
    if (graph_.isNumber(a) && graph_.isNumber(b)) {
        const double quotient = at(a).value / at(b).value;
        if (isShort(quotient)) return number(quotient);
    }
    if (const auto known = knownQuotient(a, b)) return *known;
    if (const auto joined = joinedProduct(*this, a, b, -1)) return *joined;
    return graph_.add(Op::Divide, a, b);
}

NodeId Builder::power(NodeId a, NodeId b) {
    const Node base = at(a), exponent = at(b);
    if (graph_.isNumber(a, std::numbers::e)) return function(Op::Exponential, b);
    if (graph_.isNumber(a, 1)) return a;
    if (exponent.op != Op::Number) return graph_.add(Op::Power, a, b);
    const double n = exponent.value;
    if (n == 0) return number(1);
    if (n == 1) return a;
    if (n == 0.5) return function(Op::SquareRoot, a);
    if (base.op == Op::Number && isShort(std::pow(base.value, n)))
        return number(std::pow(base.value, n));
    if (base.op == Op::Exponential) return function(Op::Exponential, multiply(b, base.in[0]));
    if (n < 0)
        if (const auto v = onePlusExponential(a))
            return power(function(Op::Sigmoid, negate(*v)), number(-n));
    if (isWhole(n) && isEven(n) && (base.op == Op::Negate || base.op == Op::Absolute))
        return power(base.in[0], b);
    if (isWhole(n) && base.op == Op::Negate) return negate(power(base.in[0], b));
    if (isWhole(n) && base.op == Op::Power && graph_.isNumber(base.in[1]) &&
        isWhole(at(base.in[1]).value))
        return power(base.in[0], number(n * at(base.in[1]).value));
    return graph_.add(Op::Power, a, b);
}

NodeId Builder::minimum(NodeId a, NodeId b) {
    if (a == b) return a;
    if (graph_.isNumber(a) && graph_.isNumber(b)) return at(a).value < at(b).value ? a : b;
    return graph_.add(Op::Minimum, a, b);
}

NodeId Builder::maximum(NodeId a, NodeId b) {
    if (a == b) return a;
    if (graph_.isNumber(a) && graph_.isNumber(b)) return at(a).value > at(b).value ? a : b;
    if (graph_.isNumber(a, 0)) return function(Op::Relu, b);
    if (graph_.isNumber(b, 0)) return function(Op::Relu, a);
    return graph_.add(Op::Maximum, a, b);
}

NodeId Builder::where(Op comparison, NodeId a, NodeId b, NodeId then, NodeId otherwise) {
    if (then == otherwise) return then;
    if (graph_.isNumber(a) && graph_.isNumber(b)) {
        const bool holds =
            comparison == Op::WhereLess ? at(a).value < at(b).value : at(a).value <= at(b).value;
        return holds ? then : otherwise;
    }
    return graph_.add(comparison, a, b, then, otherwise);
}

NodeId Builder::function(Op op, NodeId a) {
    const Node node = at(a);
    if (node.op == Op::Number) {
        const double value = applyOp({op, {}, 0, 0}, {node.value, 0, 0, 0});
        if (isShort(value)) return number(value);
    }
    if (node.op == Op::Negate && isOdd(op)) return negate(function(op, node.in[0]));
    if (node.op == Op::Negate && isEvenFunction(op)) return function(op, node.in[0]);
    if (op == Op::Negate) return negate(a);
    if (op == Op::Logarithm) return logarithm(a);
    if (op == Op::SquareRoot && node.op == Op::Power && graph_.isNumber(node.in[1], 2))
        return function(Op::Absolute, node.in[0]);
    if (op == Op::Absolute && (node.op == Op::Absolute || node.op == Op::Exponential)) return a;
    return graph_.add(op, a);
}

NodeId Builder::make(const Node& node) {
    const auto& [a, b, c, d] = node.in;
    switch (node.op) {
        case Op::Number:
        case Op::Variable:
        case Op::Parameter:
            return graph_.add(node);
        case Op::Add:
            return add(a, b);
        case Op::Subtract:
            return subtract(a, b);
        case Op::Multiply:
            return multiply(a, b);
        case Op::Divide:
            return divide(a, b);
        case Op::Power:
            return power(a, b);
        case Op::Minimum:
            return minimum(a, b);
        case Op::Maximum:
            return maximum(a, b);
        case Op::Clip:
            return graph_.add(node.op, a, b, c);
        case Op::WhereLess:
        case Op::WhereLessEqual:
            return where(node.op, a, b, c, d);
        default:
            return function(node.op, a);
    }
}

NodeId Builder::call(const Function& function, std::span<const NodeId> arguments) {
    if (function.call == Call::Activation) return activation(function.activation, arguments);
    if (function.call == Call::Clip)
        return graph_.add(Op::Clip, arguments[0], arguments[1], arguments[2]);
    if (function.call == Call::Simple) return this->function(function.op, arguments[0]);
    NodeId folded = arguments[0];
    for (const NodeId argument : arguments.subspan(1))
        folded = make({function.op, {folded, argument, 0, 0}, 0, 0});
    return folded;
}

// The catalogue's own formula, with the argument in place of x and the defaults of what is not given.
NodeId Builder::activation(std::size_t index, std::span<const NodeId> arguments) {
    const ActivationInfo& about = activationTable()[index];
    Graph own;
    const Parsed parsed = parse(about.formula, own);
    std::vector<NodeId> parameters;
    for (const std::string& name : parsed.parameters)
        for (std::size_t i = 0; i < about.parameters.size(); ++i)
            if (about.parameters[i].name == name)
                parameters.push_back(i + 1 < arguments.size()
                                         ? arguments[i + 1]
                                         : number(about.parameters[i].defaultValue));
    return substitute(*this, own, parsed.root, arguments[0], parameters);
}

NodeId substitute(Builder& build, const Graph& from, NodeId root, NodeId x,
                  std::span<const NodeId> parameters) {
    std::vector<NodeId> made;
    for (NodeId id = 0; id <= root; ++id) {
        Node node = from[id];
        for (std::size_t i = 0; i < operandCount(node.op); ++i) node.in[i] = made[node.in[i]];
        const bool isX = node.op == Op::Variable, isParameter = node.op == Op::Parameter;
        made.push_back(isX ? x : isParameter ? parameters[node.index] : build.make(node));
    }
    return made[root];
}

}  // namespace squash::formula
