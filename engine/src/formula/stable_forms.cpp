// What is recognised because its plain form overflows: quotients and logarithms of exponentials.
#include <cmath>
#include <numbers>

#include "formula/collect.hpp"
#include "formula/simplify.hpp"

namespace squash::formula {

std::optional<NodeId> exponentOf(Graph& graph, NodeId id) {
    if (graph.is(id, Op::Exponential)) return graph[id].in[0];
    if (graph.isNumber(id, 1)) return graph.number(0);
    return std::nullopt;
}

namespace {

constexpr double kMostSigmoids = 8;  // of a power of 1 + exp(v) that is taken apart

// exp(first) + sign * exp(second); both sides of an Add or Subtract node.
struct ExponentialPair {
    NodeId first, second;
    double sign;
};

std::optional<ExponentialPair> pairOf(Graph& graph, NodeId id) {
    const Node node = graph[id];
    if (node.op == Op::ExponentialMinusOne) return ExponentialPair{node.in[0], graph.number(0), -1};
    if (node.op == Op::Negate && graph.is(node.in[0], Op::ExponentialMinusOne))
        return ExponentialPair{graph.number(0), graph[node.in[0]].in[0], -1};
    if (node.op != Op::Add && node.op != Op::Subtract) return std::nullopt;
    const auto first = exponentOf(graph, node.in[0]), second = exponentOf(graph, node.in[1]);
    if (!first || !second) return std::nullopt;
    return ExponentialPair{*first, *second, node.op == Op::Add ? 1.0 : -1.0};
}

}  // namespace

std::optional<NodeId> Builder::knownQuotient(NodeId a, NodeId b) {
    const Node above = at(a), below = at(b);
    if (above.op == Op::HyperbolicSine && below.op == Op::HyperbolicCosine &&
        above.in[0] == below.in[0])
        return function(Op::HyperbolicTangent, above.in[0]);
    if (below.op == Op::Multiply && graph_.isNumber(below.in[0])) {
        const auto known = knownQuotient(a, below.in[1]);
        return known ? std::optional(divide(*known, below.in[0])) : std::nullopt;
    }
    // a / (1 + exp(v))^n, one after the other
    if (below.op == Op::Power && graph_.isNumber(below.in[1])) {
        const double n = at(below.in[1]).value;
        if (n > 1 && n <= kMostSigmoids && onePlusExponential(below.in[0]))
            return divide(divide(a, below.in[0]), power(below.in[0], number(n - 1)));
    }
    const auto sum = pairOf(graph_, b);
    if (!sum || sum->sign < 0) return std::nullopt;
    if (const auto difference = pairOf(graph_, a);
        difference && difference->sign < 0 &&
        ((difference->first == sum->first && difference->second == sum->second) ||
         (difference->first == sum->second && difference->second == sum->first)))
        return function(Op::HyperbolicTangent,
                        divide(subtract(difference->first, difference->second), number(2)));
    // exp(u) / (exp(u) + exp(v)) = sigmoid(u - v), for 1 as exp(0) too
    if (const auto exponent = exponentOf(graph_, a)) {
        if (*exponent == sum->first)
            return function(Op::Sigmoid, subtract(sum->first, sum->second));
        if (*exponent == sum->second)
            return function(Op::Sigmoid, subtract(sum->second, sum->first));
    }
    if (const auto v = onePlusExponential(b)) return timesSigmoid(a, *v);
    return std::nullopt;
}

// v of 1 + exp(v)
std::optional<NodeId> Builder::onePlusExponential(NodeId id) {
    const auto sum = pairOf(graph_, id);
    if (!sum || sum->sign < 0) return std::nullopt;
    if (graph_.isNumber(sum->first, 0)) return sum->second;
    if (graph_.isNumber(sum->second, 0)) return sum->first;
    return std::nullopt;
}

// a / (1 + exp(v)) = a * sigmoid(-v), or where exp(v) is a factor of a, a / exp(v) * sigmoid(v): the
// other one would be infinite times 0.
NodeId Builder::timesSigmoid(NodeId a, NodeId v) {
    const NodeId exponential = function(Op::Exponential, v);
    if (!hasFactor(graph_, a, exponential)) return multiply(a, function(Op::Sigmoid, negate(v)));
    return multiply(divide(a, exponential), function(Op::Sigmoid, v));
}

NodeId Builder::logarithm(NodeId a) {
    const Node node = at(a);
    if (node.op == Op::Exponential) return node.in[0];
    if (graph_.isNumber(a, std::numbers::e)) return number(1);
    if (node.op == Op::Sigmoid) return negate(function(Op::Softplus, negate(node.in[0])));
    if (node.op == Op::HyperbolicCosine) {
        const NodeId size = function(Op::Absolute, node.in[0]);
        const NodeId rest = function(Op::Softplus, multiply(number(-2), size));
        return subtract(add(size, rest), function(Op::Logarithm, number(2)));
    }
    // log(exp(u) + exp(v)) = u + softplus(v - u)
    if (const auto sum = pairOf(graph_, a); sum && sum->sign > 0) {
        const bool firstIsOne = graph_.isNumber(sum->first, 0);
        const NodeId u = firstIsOne ? sum->first : sum->second;
        const NodeId v = firstIsOne ? sum->second : sum->first;
        return add(u, function(Op::Softplus, subtract(v, u)));
    }
    return graph_.add(Op::Logarithm, a);
}

}  // namespace squash::formula
