// The tables that isa_*.cpp define; which of them exist depends on the target (see CMake's
// SQUASH_KERNELS_<NAME>). They are constants filled at compile time: nothing of an instruction set's
// own code runs before it was chosen.
#pragma once
#include "kernels/kernel_table.hpp"

namespace squash::kernels {

extern const KernelTable kSse2Table, kAvx2Table, kAvx512Table, kNeon64Table, kWasmTable,
    kWasmRelaxedTable;

}  // namespace squash::kernels
