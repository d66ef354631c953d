#include "squash/training/gradient_flow.hpp"

#include <utility>

namespace squash {

// The newest one gives way to the next when it lies too near to the one before it. A full history keeps every
// second moment.
void FlowHistory::append(GradientFlow flow) {
    const std::size_t count = moments_.size();
    const bool near = count > 1 && moments_[count - 1].step < moments_[count - 2].step + spacing_;
    if (near) moments_.pop_back();
    moments_.push_back(std::move(flow));
    if (moments_.size() <= kMost) return;
    std::vector<GradientFlow> kept;
    kept.reserve(kMost);
    for (std::size_t i = 0; i < moments_.size(); i += 2) kept.push_back(std::move(moments_[i]));
    moments_ = std::move(kept);
    const std::uint64_t span = moments_.back().step - moments_.front().step;
    spacing_ = span / (kMost / 2) > 0 ? span / (kMost / 2) : 1;
}

}  // namespace squash
