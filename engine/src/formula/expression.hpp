// Expressions as nodes of a graph: equal parts of a formula, of its derivative and of the derivative
// for a parameter are one node, which is computed once. A node's operands come before it, so the order
// of the nodes is an order of computation.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formula/instruction.hpp"

namespace squash::formula {

using NodeId = std::uint32_t;

std::size_t operandCount(Op op);

struct Node {
    Op op = Op::Number;
    std::array<NodeId, 4> in{};
    double value = 0;       // Number
    std::size_t index = 0;  // Parameter

    bool operator==(const Node&) const = default;
};

class Graph {
public:
    NodeId number(double value);
    NodeId variable() { return add({Op::Variable, {}, 0, 0}); }
    NodeId parameter(std::size_t index) { return add({Op::Parameter, {}, 0, index}); }
    // As it stands; simplify.hpp has what simplifies. Throws Error when the formula has grown beyond
    // all use (its derivatives may be far larger than itself).
    NodeId add(const Node& node);
    NodeId add(Op op, NodeId a, NodeId b = 0, NodeId c = 0, NodeId d = 0);

    const Node& operator[](NodeId id) const { return nodes_[id]; }
    std::size_t size() const { return nodes_.size(); }

    bool isNumber(NodeId id) const { return nodes_[id].op == Op::Number; }
    bool isNumber(NodeId id, double value) const {
        return isNumber(id) && nodes_[id].value == value;
    }
    bool is(NodeId id, Op op) const { return nodes_[id].op == op; }

private:
    struct Hash {
        std::size_t operator()(const Node& node) const;
    };
    std::vector<Node> nodes_;
    std::unordered_map<Node, NodeId, Hash> known_;
};

// The value of a node of this operation whose operands have these values; not for Variable and
// Parameter. Kinks and ties: the sign of 0 is 0.
double applyOp(const Node& node, const std::array<double, 4>& in);

}  // namespace squash::formula
