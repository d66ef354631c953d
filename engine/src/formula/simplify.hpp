// Makes nodes as a person would write them: numbers are added up, x*x becomes x^2, 0 and 1 vanish. What
// would overflow or cancel for large |x| is recognised and replaced by an operation that does not:
// log(1+exp(u)) by softplus(u), 1/(1+exp(-u)) by sigmoid(u), (exp(u)-exp(-u))/(exp(u)+exp(-u)) by
// tanh(u), 1-sigmoid(u) by sigmoid(-u), 1-tanh(u)^2 by TanhSlope(u), 1-erf(u) by
// erfc(u), exp(u)-1, 1+tanh(u), log(cosh(u)).
//
// As in any computer algebra, x/x counts as 1 and 0*log(x) as 0, though they have no value everywhere.
#pragma once
#include <optional>
#include <span>
#include <utility>

#include "formula/expression.hpp"
#include "formula/functions.hpp"

namespace squash::formula {

class Builder {
public:
    explicit Builder(Graph& graph) : graph_(graph) {}

    NodeId number(double value) { return graph_.number(value); }
    NodeId negate(NodeId a);
    NodeId add(NodeId a, NodeId b);
    NodeId subtract(NodeId a, NodeId b);
    NodeId multiply(NodeId a, NodeId b);
    NodeId divide(NodeId a, NodeId b);
    NodeId power(NodeId a, NodeId b);
    NodeId minimum(NodeId a, NodeId b);
    NodeId maximum(NodeId a, NodeId b);
    NodeId where(Op comparison, NodeId a, NodeId b, NodeId then, NodeId otherwise);
    NodeId function(Op op, NodeId a);  // an operation with one operand
    // Any operation: its operands are nodes of this graph.
    NodeId make(const Node& node);
    NodeId call(const Function& function, std::span<const NodeId> arguments);

    Graph& graph() { return graph_; }

    // a / b where it is a sigmoid or a hyperbolic tangent.
    std::optional<NodeId> knownQuotient(NodeId a, NodeId b);

private:
    const Node& at(NodeId id) const { return graph_[id]; }
    std::optional<NodeId> onePlusExponential(NodeId id);
    NodeId timesSigmoid(NodeId a, NodeId v);
    NodeId logarithm(NodeId a);
    NodeId activation(std::size_t index, std::span<const NodeId> arguments);

    Graph& graph_;
};

// exp(u) as u, and 1 as 0: the logarithm of what stands in sums of exponentials.
std::optional<NodeId> exponentOf(Graph& graph, NodeId id);

// A copy of `root` of another graph, with x and the parameters replaced by nodes of the builder's.
NodeId substitute(Builder& build, const Graph& from, NodeId root, NodeId x,
                  std::span<const NodeId> parameters);

}  // namespace squash::formula
