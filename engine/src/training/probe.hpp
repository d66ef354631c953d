// Looks at what the layers' activations are given, over some images and with the weights of a moment: in short
// rounds, so that training and the page need not wait for all of it. A histogram of one layer's values, the
// counts of all layers' units and the spread of all layers' values come from the same pass.
#pragma once
#include <optional>
#include <vector>

#include "squash/core/worker_pool.hpp"
#include "squash/data/dataset.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/training/layer_values.hpp"
#include "training/executor.hpp"
#include "training/layer_look.hpp"

namespace squash {

// Places of up to `count` images, drawn by the seed, each once; of the first `limit` ones (0: all).
std::vector<std::uint32_t> probeImages(std::size_t setSize, std::size_t limit, std::uint64_t seed,
                                       std::size_t count = kProbeImages);
std::vector<const std::uint8_t*> pixelsOf(const ImageSet& set,
                                          const std::vector<std::uint32_t>& images);

struct ProbeWish {
    std::optional<ValuesWanted> values;
    bool units = false;
    bool spread = false;  // of the values of every layer with a kernel
    bool operator==(const ProbeWish&) const = default;
};

// Standard deviations over all of a layer's values: every channel, position and image, before any pooling.
struct ValueSpread {
    std::size_t layer = 0;  // index in Network::layers()
    double preactivations = 0,
           activations = 0;  // of z and f(z); the latter NaN without an activation
};

class Probe {
public:
    // images are borrowed, and the pool, which must outlive the probe; the network may go.
    Probe(const Network& network, const KernelSet& kernels, WorkerPool& pool,
          std::vector<const std::uint8_t*> images, float scale);

    // Begins a look, in place of the one under way. parameters: network.flatSize() floats, copied.
    void begin(const float* parameters, const ProbeWish& wish);
    // A chunk of images a worker. False when the look is over.
    bool work();
    // Of the look that is over; its `step` is left to the caller. Empty where it was not wished for.
    LayerValues values() const;
    std::vector<LayerUnits> units() const;
    std::vector<ValueSpread> spread() const;  // the same bits whatever the workers

private:
    std::vector<LayerLook> looks() const;
    LayerLook lookAt(std::size_t layer) const;
    LookCounts blankCounts() const;

    Network network_;
    Executor executor_;
    const kernels::KernelTable& table_;
    WorkerPool& pool_;
    std::vector<const std::uint8_t*> images_;
    float scale_;
    FloatArray parameters_;
    ProbeWish wish_;
    std::vector<LayerLook> looks_;
    std::vector<LookCounts> counts_;              // a worker
    std::vector<std::vector<SpreadSum>> spread_;  // a chunk: a look
    std::size_t next_ = 0;                        // chunk
};

}  // namespace squash
