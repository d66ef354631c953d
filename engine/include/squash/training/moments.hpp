// What was measured now and then in a run, thinned so that a run of any length keeps about as much: at most kMost
// moments, evenly over the steps, and the newest one. Copying one is what an immutable snapshot costs.
#pragma once
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace squash {

// Moment: with a member `step`, an unsigned number.
template <class Moment>
class Moments {
public:
    static constexpr std::size_t kMost = 256;

    // Steps ascend. One of the newest one's own step takes its place, and so does the next one when the newest
    // lies too near to the one before it. A full history keeps every second moment.
    void append(Moment moment) {
        if (!moments_.empty() && (moments_.back().step == moment.step || crowded()))
            moments_.pop_back();
        moments_.push_back(std::move(moment));
        if (moments_.size() > kMost) halve();
    }
    const std::vector<Moment>& moments() const { return moments_; }  // ascending steps
    bool empty() const { return moments_.empty(); }
    const Moment& newest() const { return moments_.back(); }  // only where there is one

private:
    bool crowded() const {
        const std::size_t count = moments_.size();
        return count > 1 && moments_[count - 1].step < moments_[count - 2].step + spacing_;
    }
    void halve() {
        std::vector<Moment> kept;
        kept.reserve(kMost);
        for (std::size_t i = 0; i < moments_.size(); i += 2) kept.push_back(std::move(moments_[i]));
        moments_ = std::move(kept);
        const std::uint64_t span = moments_.back().step - moments_.front().step;
        spacing_ = span / (kMost / 2) > 0 ? span / (kMost / 2) : 1;
    }

    std::vector<Moment> moments_;
    std::uint64_t spacing_ = 1;  // steps from one that is kept to the next, at least
};

}  // namespace squash
