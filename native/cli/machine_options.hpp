// --threads and --isa: how this machine is used. They never change the numbers of a run on one
// instruction set, so they are no part of an Experiment.
#pragma once
#include <CLI/CLI.hpp>

#include <cstddef>
#include <string>

#include "squash/core/worker_pool.hpp"
#include "squash/kernels/kernel_sets.hpp"

namespace squash::cli {

struct MachineOptions {
    std::size_t threads = 0;  // 0: all cores
    std::string isa = "auto";
};

void addMachineOptions(CLI::App& command, MachineOptions& options);

struct Machine {
    KernelSet kernels;
    WorkerPool pool;
    explicit Machine(const MachineOptions& options);  // throws UsageError
};

}  // namespace squash::cli
