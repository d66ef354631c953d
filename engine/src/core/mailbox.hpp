// A three-slot exchange between one writer and one reader: the writer always has a slot to fill,
// the reader always has the newest complete one, and neither ever waits. Values that nobody
// fetched are overwritten: only the newest matters.
#pragma once
#include <array>
#include <atomic>

namespace squash {

template <class T>
class Mailbox {
public:
    // Writer: fill this, then publish(). It holds an older value, never one the reader sees.
    T& draft() { return slots_[back_]; }
    void publish() { back_ = middle_.exchange(back_ | kFresh, std::memory_order_acq_rel) & kIndex; }

    // Reader: true when there is something newer than newest() was.
    bool fetch() {
        if (!waiting()) return false;
        front_ = middle_.exchange(front_, std::memory_order_acq_rel) & kIndex;
        return true;
    }
    bool waiting() const { return middle_.load(std::memory_order_relaxed) & kFresh; }
    const T& newest() const { return slots_[front_]; }

private:
    static constexpr unsigned kFresh = 4, kIndex = 3;
    std::array<T, 3> slots_{};
    unsigned back_ = 0, front_ = 1;
    std::atomic<unsigned> middle_{2};
};

}  // namespace squash
