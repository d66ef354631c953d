// A fixed crew of threads that runs numbered, independent tasks. Happy with no extra thread at
// all (the page without threads): then run() does the work where it is called.
// What a task computes must depend on its number only, never on the worker: that is what makes
// results the same for every size of the pool.
#pragma once
#include <cstddef>
#include <memory>

#include "squash/core/function_ref.hpp"

namespace squash {

class WorkerPool {
public:
    // workers >= 1: the caller of run() is one of them, so workers - 1 threads are started.
    // 0: one a core. More workers than cores are fine.
    // Throws Error where the system refuses so many threads.
    explicit WorkerPool(std::size_t workers);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    std::size_t workers() const;

    using Task = FunctionRef<void(std::size_t task, std::size_t worker)>;
    // Asked before every task but the first, by several workers at once; true: take no more.
    using Stop = FunctionRef<bool()>;

    // Runs tasks first, first + 1, ... and returns the number of the first task not run (`end` when
    // all were). Tasks are taken in order and every one taken is finished before the return, and
    // at least one is run. Must not be called from two threads at once.
    std::size_t run(std::size_t first, std::size_t end, Task task, Stop stop);
    std::size_t run(std::size_t first, std::size_t end, Task task) {
        return run(first, end, task, [] { return false; });
    }

private:
    struct Crew;
    std::unique_ptr<Crew> crew_;
};

}  // namespace squash
