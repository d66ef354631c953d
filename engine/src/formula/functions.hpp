// The names that a formula may call.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formula/expression.hpp"

namespace squash::formula {

enum class Call {
    Simple,      // one operand, the operation `op`
    Fold,        // two or more, folded by `op`: min, max
    Clip,        // clip(v, lo, hi)
    Where,       // where(condition, a, b)
    Activation,  // an entry of the catalogue: silu(v), elu(v, alpha)
};

struct Function {
    std::string_view name;
    Call call = Call::Simple;
    Op op = Op::Negate;          // Simple and Fold
    std::size_t activation = 0;  // Activation: its place in activationTable()
};

// Null where there is none. A name that is both is the operation: "tanh" needs no catalogue.
const Function* findFunction(std::string_view name);
std::vector<std::string_view> functionNames();
// Is it a parameter of an entry of the catalogue? "threshold" is that and a function, told apart by the "(".
bool isParameterName(std::string_view name);
std::string_view functionName(Op op);  // of an operation that a name stands for

struct Arity {
    std::size_t least, most;
    std::string text;  // "one argument"
};
inline constexpr std::size_t kMostFolded = 100;
Arity arityOf(const Function& function);

// How it is called: "clip(v, lo, hi)".
std::string callForm(const Function& function);

}  // namespace squash::formula
