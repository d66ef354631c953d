// Sums and products as lists, in which equal terms and equal factors are found and joined.
#pragma once
#include <optional>
#include <vector>

#include "formula/expression.hpp"

namespace squash::formula {

class Builder;

// a + b (sign 1) or a - b (sign -1) with like terms joined; nothing where there are none.
std::optional<NodeId> joinedSum(Builder& build, NodeId a, NodeId b, double sign);

// a * b (exponent 1) or a / b (exponent -1) with like factors joined; nothing where there are none.
std::optional<NodeId> joinedProduct(Builder& build, NodeId a, NodeId b, double exponent);

// Is it one of the factors of the product `id`, above the line?
bool hasFactor(const Graph& graph, NodeId id, NodeId factor);

}  // namespace squash::formula
