// Times one activation's kernels on values as a layer has them: in the cache, just written.
#pragma once
#include <vector>

#include "activations/bound_activation.hpp"
#include "kernels/kernel_table.hpp"
#include "squash/core/aligned.hpp"

namespace squash {

class ActivationBench {
public:
    explicit ActivationBench(const kernels::KernelTable& table);

    void start(const Activation& activation);  // forgets the samples of the one before
    void sample();                             // some tenths of a millisecond

    double forwardNs() const;  // an element, f and f' together
    double backwardNs() const;

private:
    void forward();
    void backward();

    const kernels::KernelTable& table_;
    BoundActivation activation_;
    FloatArray source_, z_, y_, gradient_, slopes_, slopeGradients_;
    ByteArray places_;
    std::vector<double> forwardMs_, backwardMs_;
};

}  // namespace squash
