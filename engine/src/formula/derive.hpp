// Symbolic derivatives. What they are at kinks is said in squash/formula/formula.hpp.
#pragma once
#include "formula/simplify.hpp"

namespace squash::formula {

// d root / d variable; `variable` is the node of x or of a parameter.
NodeId derivative(Builder& build, NodeId root, NodeId variable);

}  // namespace squash::formula
