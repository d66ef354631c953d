// Measures one step's gradient flow while it is trained: the step and its results are the same.
#pragma once
#include <cstdint>
#include <vector>

#include "squash/training/gradient_flow.hpp"
#include "training/executor.hpp"

namespace squash {

class FlowMeter {
public:
    FlowMeter(const Network& network, const Plan& plan, const kernels::KernelTable& table)
        : network_(network), plan_(plan), table_(table), before_(network.flatSize(), 0.0f) {}

    // Where the executor leaves its sums for a batch of that many chunks (see setGradientSquares).
    std::vector<double>& squares(std::size_t chunks);
    // All but the update, when the gradients are there. step: the one that they are for.
    void measure(std::uint64_t step, std::size_t images, const FloatArray& parameters,
                 const FloatArray& gradients);
    // Then, with what the update has made of the parameters.
    void measureUpdate(const FloatArray& parameters);

    const GradientFlow& flow() const { return flow_; }

private:
    double rms(const FloatArray& values, const ParameterInfo& info) const;
    double preactivationGradientRms(std::size_t op, std::size_t images) const;

    const Network& network_;
    const Plan& plan_;
    const kernels::KernelTable& table_;
    std::vector<double> squares_;  // [chunk][operation]
    FloatArray before_;            // parameters; then what the update changed in them
    GradientFlow flow_;
};

}  // namespace squash
