#include "formula/expression.hpp"

#include <bit>
#include <functional>

#include "squash/core/error.hpp"

namespace squash::formula {
namespace {

constexpr std::size_t kMaxNodes = 20000;

}  // namespace

std::size_t operandCount(Op op) {
    if (op <= Op::Parameter) return 0;
    if (op == Op::Negate || op >= Op::Absolute) return 1;
    if (op == Op::Clip) return 3;
    return op == Op::WhereLess || op == Op::WhereLessEqual ? 4 : 2;
}

std::size_t Graph::Hash::operator()(const Node& node) const {
    std::size_t hash = static_cast<std::size_t>(node.op) + 31 * node.index;
    const auto mix = [&](std::size_t more) {
        hash = (hash ^ more) * 0x9E3779B97F4A7C15ull;
        hash ^= hash >> 29;
    };
    for (const NodeId in : node.in) mix(in);
    mix(std::hash<std::uint64_t>{}(std::bit_cast<std::uint64_t>(node.value)));
    return hash;
}

NodeId Graph::number(double value) {
    return add({Op::Number, {}, value == 0 ? 0.0 : value, 0});  // one zero only
}

NodeId Graph::add(Op op, NodeId a, NodeId b, NodeId c, NodeId d) {
    return add({op, {a, b, c, d}, 0, 0});
}

NodeId Graph::add(const Node& node) {
    const auto known = known_.find(node);
    if (known != known_.end()) return known->second;
    if (nodes_.size() >= kMaxNodes)
        throw Error("cannot use the formula", "its derivative", "a simpler formula");
    const auto id = static_cast<NodeId>(nodes_.size());
    nodes_.push_back(node);
    known_.emplace(node, id);
    return id;
}

}  // namespace squash::formula
