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
namespace {

// The next round mostly follows within microseconds, while waking a sleeper takes tens of them: so
// who waits looks again this often first, some 20 to 100 microseconds in all.
constexpr int kLooks = 2000;

void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

template <class Condition>
bool lookFor(const Condition& condition) {
    for (int i = 0; i < kLooks; ++i) {
        if (condition()) return true;
        pause();
    }
    return false;
}

}  // namespace

struct WorkerPool::Crew {
    std::size_t size = 1;
    std::vector<std::thread> threads;

    // For those who sleep. `round` and `closing` change under the mutex only.
    std::mutex mutex;
    std::condition_variable started, finished;
    std::atomic<std::size_t> round{0}, busy{0};
    std::atomic<bool> closing{false};

    // The round's work; written before the round starts, read after.
    const Task* task = nullptr;
    const Stop* stop = nullptr;
    std::size_t first = 0, end = 0;
    std::atomic<std::size_t> next{0};

    // Takes tasks until none is left or `stop` says so. The first task is always run.
    void work(std::size_t worker) {
        for (;;) {
            std::size_t index = next.load(std::memory_order_relaxed);
            do {
                if (index >= end || (index > first && (*stop)())) return;
            } while (!next.compare_exchange_weak(index, index + 1, std::memory_order_relaxed));
            (*task)(index, worker);
        }
    }

    void awaitRound(std::size_t seen) {
        const auto called = [&] { return closing || round != seen; };
        if (lookFor(called)) return;
        std::unique_lock lock(mutex);
        started.wait(lock, called);
    }

    void serve(std::size_t worker) {
        for (std::size_t seen = 0;; ++seen) {
            awaitRound(seen);
            if (closing) return;
            work(worker);
            if (--busy > 0) continue;
            std::lock_guard lock(mutex);  // else it could be missed by one about to sleep
            finished.notify_one();
        }
    }

    void startRound() {
        busy = threads.size();
        {
            std::lock_guard lock(mutex);
            ++round;
        }
        started.notify_all();
    }

    void awaitOthers() {
        const auto done = [&] { return busy == 0; };
        if (lookFor(done)) return;
        std::unique_lock lock(mutex);
        finished.wait(lock, done);
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

std::size_t WorkerPool::run(std::size_t first, std::size_t end, Task task, Stop stop) {
    if (first >= end) return end;
    Crew& crew = *crew_;
    // One task is not worth waking anybody.
    const bool alone = crew.threads.empty() || end - first == 1;
    crew.task = &task;
    crew.stop = &stop;
    crew.first = first;
    crew.end = end;
    crew.next.store(first, std::memory_order_relaxed);
    if (!alone) crew.startRound();
    crew.work(0);
    if (!alone) crew.awaitOthers();
    return std::min(crew.next.load(), end);
}

}  // namespace squash
