// A formula's program as the kernels see it: plain pointers and arrays, since a kernel must share no
// function of the standard library with code for other processors (see vector.hpp).
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "formula/instruction.hpp"

namespace squash::formula {
struct Program;
}

namespace squash::kernels {

struct ProgramView {
    const formula::Instruction* code;
    std::size_t instructions;
    const std::uint8_t* results;  // registers, in the order of the roots
    std::size_t resultCount;
    std::size_t constants;
    float values[formula::kMaxKernelRegisters];  // of the constants, and where each belongs
    std::uint8_t places[formula::kMaxKernelRegisters];
};

// Borrows the program, which was compiled for kMaxKernelRegisters. Allocates nothing.
ProgramView viewProgram(const formula::Program& program, std::span<const double> parameters);

}  // namespace squash::kernels
