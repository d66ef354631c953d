#include "squash/core/worker_pool.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "squash/core/error.hpp"

namespace squash {

struct WorkerPool::Crew {
    std::size_t size = 1;
    std::vector<std::thread> threads;

    std::mutex mutex;
    std::condition_variable started, finished;
    std::size_t round = 0, busy = 0;
    bool closing = false;

    // The round's work; written under the mutex before the round starts.
    const Task* task = nullptr;
    const Stop* stop = nullptr;
    std::size_t first = 0, end = 0;
    std::atomic<std::size_t> next{0};

    // Takes tasks until none is left or `stop` says so. The first task is always run.
    void work(std::size_t worker) {
        for (;;) {
            std::size_t index = next.load(std::memory_order_relaxed);
            do {
                if (index >= end || (index > first && *stop && (*stop)())) return;
            } while (!next.compare_exchange_weak(index, index + 1, std::memory_order_relaxed));
            (*task)(index, worker);
        }
    }

    void serve(std::size_t worker) {
        std::size_t seen = 0;
        for (;;) {
            {
                std::unique_lock lock(mutex);
                started.wait(lock, [&] { return closing || round != seen; });
                if (closing) return;
                seen = round;
            }
            work(worker);
            std::lock_guard lock(mutex);
            if (--busy == 0) finished.notify_one();
        }
    }

    void close() {
        {
            std::lock_guard lock(mutex);
            closing = true;
        }
        started.notify_all();
        for (auto& thread : threads) thread.join();
    }
};

WorkerPool::WorkerPool(std::size_t workers) : crew_(std::make_unique<Crew>()) {
    if (workers == 0) workers = std::max(1u, std::thread::hardware_concurrency());
    crew_->size = workers;
    try {
        for (std::size_t worker = 1; worker < workers; ++worker)
            crew_->threads.emplace_back([crew = crew_.get(), worker] { crew->serve(worker); });
    } catch (const std::system_error&) {
        const auto started = crew_->threads.size() + 1;
        crew_->close();
        throw Error("cannot start " + std::to_string(workers) + " threads", "this machine",
                    "at most " + std::to_string(started) + " at present");
    }
}

WorkerPool::~WorkerPool() { crew_->close(); }

std::size_t WorkerPool::workers() const { return crew_->size; }

std::size_t WorkerPool::run(std::size_t first, std::size_t end, const Task& task,
                            const Stop& stop) {
    if (first >= end) return end;
    Crew& crew = *crew_;
    // One task is not worth waking anybody.
    const bool alone = crew.threads.empty() || end - first == 1;
    {
        std::lock_guard lock(crew.mutex);
        crew.task = &task;
        crew.stop = &stop;
        crew.first = first;
        crew.end = end;
        crew.next.store(first, std::memory_order_relaxed);
        if (!alone) {
            crew.busy = crew.threads.size();
            ++crew.round;
        }
    }
    if (!alone) crew.started.notify_all();
    crew.work(0);
    if (!alone) {
        std::unique_lock lock(crew.mutex);
        crew.finished.wait(lock, [&] { return crew.busy == 0; });
    }
    return std::min(crew.next.load(), end);
}

}  // namespace squash
