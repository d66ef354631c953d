#include "machine_options.hpp"

#include "errors.hpp"

namespace squash::cli {
namespace {

constexpr std::size_t kMostThreads = 1024;

std::size_t checkedThreads(std::size_t threads) {
    if (threads > kMostThreads)
        throw UsageError("cannot use " + std::to_string(threads) + " threads", "--threads",
                         "at most " + std::to_string(kMostThreads));
    return threads;
}

}  // namespace

void addMachineOptions(CLI::App& command, MachineOptions& options) {
    addCount(command, "--threads", options.threads, "0: all cores (default)");
    command.add_option("--isa", options.isa, "One of squash list kernels (default auto)")
        ->type_name("NAME");
}

Machine::Machine(const MachineOptions& options)
    : kernels(readOption("--isa", [&] { return chooseKernelSet(options.isa); })),
      pool(checkedThreads(options.threads)) {}

}  // namespace squash::cli
