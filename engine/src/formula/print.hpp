// A node as text in the formula's own language, with no more parentheses than needed.
#pragma once
#include <span>
#include <string>

#include "formula/expression.hpp"

namespace squash::formula {

// Ends with "..." where it would be longer than a person reads.
std::string toText(const Graph& graph, NodeId root, std::span<const std::string> parameters);

}  // namespace squash::formula
