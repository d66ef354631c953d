// Lists the kernel tables that were compiled in and asks the processor which of them it can run.
#include "squash/kernels/kernel_sets.hpp"

#include "kernels/isa_tables.hpp"
#include "squash/core/error.hpp"

namespace squash {
namespace {

#ifdef SQUASH_KERNELS_AVX2
bool hasAvx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#endif

#ifdef SQUASH_KERNELS_AVX512
bool hasAvx512() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
}
#endif

std::string availableNames() {
    std::string names = "auto";
    for (const KernelSet& set : kernelSets())
        if (set.available) names += ", " + std::string(set.name);
    return names;
}

}  // namespace

// Slowest first. A baseline set runs wherever the program itself does.
std::vector<KernelSet> kernelSets() {
    std::vector<KernelSet> sets;
#ifdef SQUASH_KERNELS_SSE2
    sets.push_back({"sse2", "SSE2", true, &kernels::kSse2Table});
#endif
#ifdef SQUASH_KERNELS_AVX2
    sets.push_back({"avx2", "AVX2 + FMA", hasAvx2(), &kernels::kAvx2Table});
#endif
#ifdef SQUASH_KERNELS_AVX512
    sets.push_back({"avx512", "AVX-512", hasAvx512(), &kernels::kAvx512Table});
#endif
#ifdef SQUASH_KERNELS_NEON64
    sets.push_back({"neon64", "NEON", true, &kernels::kNeon64Table});
#endif
#ifdef SQUASH_KERNELS_WASM
    sets.push_back({"wasm", "WebAssembly SIMD", true, &kernels::kWasmTable});
#endif
#ifdef SQUASH_KERNELS_WASM_RELAXED
    sets.push_back({"wasm_relaxed", "WebAssembly relaxed SIMD", true, &kernels::kWasmRelaxedTable});
#endif
    return sets;
}

KernelSet chooseKernelSet(std::string_view name) {
    const std::vector<KernelSet> sets = kernelSets();
    for (auto set = sets.rbegin(); set != sets.rend(); ++set) {
        if (name != "auto" && name != set->name) continue;
        if (set->available) return *set;
        if (name == set->name)
            throw Error("this processor cannot run the kernels", std::string(name),
                        "one of " + availableNames());
    }
    throw Error("unknown kernels", "\"" + std::string(name) + "\"", "one of " + availableNames());
}

}  // namespace squash
