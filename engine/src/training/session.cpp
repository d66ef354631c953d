#include "squash/training/session.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>

#include "squash/core/error.hpp"
#include "training/session_impl.hpp"

namespace squash {
namespace {

constexpr double kTurnMs = 8;  // how long the thread works before it looks at the controls again
// A wake-up that slips in between looking and sleeping is made good this soon: post() takes no
// lock, because the page's main thread must never wait.
constexpr auto kNap = std::chrono::milliseconds(20);

}  // namespace

struct Session::Impl {
    explicit Impl(const SessionOptions& wanted) : options(wanted) {
        const KernelSet kernels = chooseKernelSet(options.kernels);
        kernelTitle = kernels.title;
        kernelName = kernels.name;
        if (options.ownThread)
            thread = std::thread([this, kernels] { serve(kernels); });
        else
            startLoop(1, kernels);
    }

    ~Impl() {
        closing = true;
        wake.notify_one();
        if (thread.joinable()) thread.join();
    }

    void startLoop(std::size_t workers, const KernelSet& kernels) {
        owned = std::make_unique<TrainingLoop>(workers, kernels);
        loop = owned.get();
    }

    // The loop, its pool and all its big arrays are made on its own thread: starting threads may
    // wait for the browser, and the page's main thread must not.
    void serve(const KernelSet& kernels) {
        try {
            startLoop(options.workers, kernels);
        } catch (const Error&) {
            startLoop(1, kernels);  // where threads are refused, one worker still learns
        }
        while (!closing) {
            deliver();
            if (loop.load()->turn(kTurnMs)) continue;
            std::unique_lock lock(mutex);
            wake.wait_for(lock, kNap);
        }
        owned.reset();
    }

    // Controls posted reach the loop through a mailbox of their own, since the loop comes later.
    // Where there is no memory for a copy they wait here for the next turn.
    void deliver() {
        if (inbox.fetch()) delivered = false;
        if (delivered) return;
        TrainingLoop& target = *loop.load();
        try {
            target.controls.draft() = inbox.newest();
        } catch (const std::bad_alloc&) {
            return;
        }
        target.controls.publish();
        delivered = true;
    }

    SessionOptions options;
    std::string kernelTitle, kernelName;
    Mailbox<Controls> inbox;
    bool delivered = true;  // what inbox holds
    Controls posted;
    Snapshot empty;
    std::unique_ptr<TrainingLoop> owned;
    std::atomic<TrainingLoop*> loop{nullptr};
    std::atomic<bool> closing{false};
    std::mutex mutex;
    std::condition_variable wake;
    std::thread thread;
};

Session::Session(const SessionOptions& options) : impl_(std::make_unique<Impl>(options)) {}

Session::~Session() = default;

void Session::post(Controls controls) {
    controls.revision = impl_->posted.revision + 1;
    impl_->posted = std::move(controls);
    impl_->inbox.draft() = impl_->posted;
    impl_->inbox.publish();
    impl_->wake.notify_one();
}

const Controls& Session::posted() const { return impl_->posted; }

const Snapshot& Session::latest() {
    TrainingLoop* loop = impl_->loop;
    if (!loop) return impl_->empty;
    loop->snapshots.fetch();
    return loop->snapshots.newest();
}

bool Session::hasNews() const {
    const TrainingLoop* loop = impl_->loop;
    return loop && loop->snapshots.waiting();
}

void Session::pump(double budgetMs) {
    if (impl_->options.ownThread) return;
    impl_->deliver();
    impl_->loop.load()->turn(budgetMs);
}

std::size_t Session::workers() const {
    TrainingLoop* loop = impl_->loop;
    return loop ? loop->workers() : impl_->options.workers;
}

const std::string& Session::kernelTitle() const { return impl_->kernelTitle; }

const std::string& Session::kernelName() const { return impl_->kernelName; }

}  // namespace squash
