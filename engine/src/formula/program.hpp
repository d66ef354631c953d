// A formula ready to be computed: a list of operations over registers, each of which holds one number
// (float64, evaluate below) or a run of them (the kernels). What f and its derivatives have in common is
// computed once. Register 0 is x, the next are numbers and parameters.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "formula/expression.hpp"

namespace squash::formula {

struct Constant {
    std::uint8_t out;
    bool isParameter;
    std::size_t index;  // of the parameter
    double value;       // of the number
};

struct Program {
    std::vector<Constant> constants;
    std::vector<Instruction> code;
    std::vector<std::uint8_t> results;  // registers, in the order of the roots
    std::size_t registers = 1;
};

// Whole powers become products, and what holds only numbers is computed now. Throws Error where it takes
// more than `most` registers.
Program compile(const Graph& graph, std::span<const NodeId> roots,
                std::size_t most = kMaxRegisters);

// results[i]: of the i-th root.
void evaluate(const Program& program, double x, std::span<const double> parameters,
              std::span<double> results);

}  // namespace squash::formula
