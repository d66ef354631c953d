#include "kernels/program_view.hpp"

#include <cassert>

#include "formula/program.hpp"

namespace squash::kernels {

ProgramView viewProgram(const formula::Program& program, std::span<const double> parameters) {
    assert(program.registers <= formula::kMaxKernelRegisters);
    ProgramView view;
    view.code = program.code.data();
    view.instructions = program.code.size();
    view.results = program.results.data();
    view.resultCount = program.results.size();
    view.constants = program.constants.size();
    for (std::size_t i = 0; i < view.constants; ++i) {
        const formula::Constant& constant = program.constants[i];
        view.places[i] = constant.out;
        view.values[i] =
            static_cast<float>(constant.isParameter ? parameters[constant.index] : constant.value);
    }
    return view;
}

}  // namespace squash::kernels
