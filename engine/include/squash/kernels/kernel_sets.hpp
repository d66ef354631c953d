// The instruction sets the kernels were compiled for, and the choice among them at run time.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace squash {

namespace kernels {
struct KernelTable;  // private to the engine: src/kernels/kernel_table.hpp
}

struct KernelSet {
    std::string_view name;   // "sse2", "avx2", "avx512", "neon64", "wasm", "wasm_relaxed"
    std::string_view title;  // "AVX2 + FMA", for people
    bool available;          // this processor can run it
    const kernels::KernelTable* table;
};

std::vector<KernelSet> kernelSets();  // all compiled in, slowest first

// "auto" (the fastest available) or a name. Throws Error when unknown or not available here.
KernelSet chooseKernelSet(std::string_view name);

}  // namespace squash
