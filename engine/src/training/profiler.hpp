// Adds up what an executor's workers time, and tells it by layer.
#pragma once
#include <vector>

#include "squash/training/measurements.hpp"
#include "training/executor.hpp"

namespace squash {

OpTimes& operator+=(OpTimes& sum, const OpTimes& times);

// A batch's times of `images` images' ones.
struct ProfileUnit {
    double images, batch;
};
Profile profileByLayer(const Network& network, const Plan& plan, const OpTimes& times,
                       const ProfileUnit& unit);

// The last second or so of a training.
class Profiler {
public:
    // Both borrowed.
    Profiler(const Network& network, const Plan& plan, std::size_t workers);

    std::vector<OpTimes>& times() { return times_; }  // for Executor::setProfile
    void beginWithin() { whole_ = false; }            // a step is under way: it will not count
    void stepDone(std::size_t images);
    Profile profile(std::size_t batch) const;

private:
    const Network& network_;
    const Plan& plan_;
    std::vector<OpTimes> times_;  // of the running step, one a worker
    OpTimes sums_;
    double images_ = 0;
    bool whole_ = true;
};

}  // namespace squash
