// Looks at what a layer's activation is given, over some images and with the weights of a moment: in short rounds,
// so that training and the page need not wait for all of it.
#pragma once
#include <optional>
#include <vector>

#include "squash/core/worker_pool.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/training/layer_values.hpp"
#include "training/executor.hpp"

namespace squash {

class Probe {
public:
    // images are borrowed, and the pool, which must outlive the probe; the network may go.
    Probe(const Network& network, const KernelSet& kernels, WorkerPool& pool,
          std::vector<const std::uint8_t*> images, float scale);
    ~Probe();

    // Begins a look, in place of the one under way. parameters: network.flatSize() floats, copied.
    void begin(const float* parameters, const ValuesWanted& wanted);
    // A chunk of images a worker. False when the look is over.
    bool work();
    // Of the look that is over; its `step` is left to the caller.
    LayerValues found() const;

private:
    struct Look;    // what is looked at
    struct Counts;  // what a worker has seen
    std::optional<Look> lookAt(std::size_t wanted) const;

    Network network_;
    Executor executor_;
    const kernels::KernelTable& table_;
    WorkerPool& pool_;
    std::vector<const std::uint8_t*> images_;
    float scale_;
    FloatArray parameters_;
    ValuesWanted wanted_;
    std::vector<Counts> counts_;
    std::size_t next_ = 0;  // chunk
};

}  // namespace squash
