// Runs a plan: forward and backward of one chunk of images, the dense layers' weight gradients,
// and the update. Everything is cut into tasks that write to places of their own, so that any
// number of workers gives the same bits. Allocates in its constructor only.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "squash/core/aligned.hpp"
#include "squash/network/network.hpp"
#include "squash/training/optimizer.hpp"
#include "training/loss.hpp"
#include "training/plan.hpp"

namespace squash {

// At most this many gradient arrays of the convolutions are kept and summed; so also the most
// chunks under way at once while training.
inline constexpr std::size_t kShards = 16;

struct Batch {                                    // borrowed
    std::span<const std::uint8_t* const> images;  // each [channel][row][column] bytes
    std::span<const std::uint8_t> labels;         // as many, or none for prediction
    float scale = 1;                              // pixel = byte * scale
    std::uint32_t draw = 0;                       // of this step: seeds the random slopes
    std::size_t chunks() const { return (images.size() + kChunkImages - 1) / kChunkImages; }
};

// A block of what a layer gives its activation, before any pooling.
struct Preactivations {
    const Op& op;                // the Conv or Dense that made it
    std::size_t worker, images;  // images: lanes in use
    const float* z;              // values of one image * kLanes
};
using WatchPreactivations = std::function<void(const Preactivations&)>;

struct ChunkOutput {  // of the whole batch, indexed by image; each may be null
    ImageResult* results = nullptr;
    float* probabilities = nullptr;              // [image][classes]
    const WatchPreactivations* watch = nullptr;  // called by every worker, for all layers
};

// What training took, an operation and direction; summed by one worker.
struct OpTimes {
    explicit OpTimes(std::size_t operations = 0) : forwardMs(operations), backwardMs(operations) {}
    std::vector<double> forwardMs, backwardMs;
    double lossMs = 0, updateMs = 0;
    void clear() {
        std::ranges::fill(forwardMs, 0);
        std::ranges::fill(backwardMs, 0);
        lossMs = updateMs = 0;
    }
};

class Executor {
public:
    // trainingImages: the largest batch trained on; 0: forward only.
    Executor(const Network& network, const kernels::KernelTable& table, std::size_t workers,
             std::size_t trainingImages, Fusing fusing = Fusing::Together);

    const Plan& plan() const { return plan_; }

    // Convolution weights in the kernels' own order, and what activations have learned; after every change
    // of the parameters. Some tasks a convolution, and one for each activation that learns.
    std::size_t packTasks() const { return packs_.size(); }
    void pack(std::size_t task, const float* parameters);

    // Forward only. Chunks are independent.
    void predict(const Batch& batch, std::size_t chunk, std::size_t worker, const float* parameters,
                 const ChunkOutput& output);

    // Forward, loss and backward of one chunk. Chunks are done in rounds of shards() with chunk c
    // adding into shard c % shards(); a shard's chunks must come in order, so: one round at a time.
    std::size_t shards(const Batch& batch) const;
    void train(const Batch& batch, std::size_t chunk, std::size_t worker, const float* parameters,
               ImageResult* results);

    // After all chunks: weight gradients of the dense layers, in slices of input rows, and the sums
    // of the convolutions' shards, in slices of output channels, and of the activations'.
    std::size_t gradientTasks() const { return slices_.size(); }
    void gradient(std::size_t task, std::size_t worker, const Batch& batch, float* gradients);

    // Then the optimizer's step, for a slice of the parameters.
    std::size_t updateTasks() const { return updates_.size(); }
    struct Update {
        kernels::OptimizerStep step;  // see optimizerStep
        OptimizerState& state;        // `step` already counts this update
        float* parameters;
        float* gradients;
    };
    void update(std::size_t task, std::size_t worker, const Update& update);

    // While set, train() leaves the sum of the squares of dL/dz of chunk c and of the operation i that made z (Conv,
    // Dense) at [c * operations + i].
    void setGradientSquares(std::vector<double>* sums) { gradientSquares_ = sums; }

    // While set (one entry a worker), training is timed with nowMs; prediction never is.
    void setProfile(std::vector<OpTimes>* times, std::function<double()> nowMs);

private:
    struct Workspace {
        FloatArray scratch, blocks, dense, conv, gradientA, gradientB;
        ByteArray argmax;
    };
    struct PackSlice {
        std::size_t op, part;  // part: of a convolution's packing
    };
    struct Slice {
        std::size_t op, first,
            last;  // rows of a dense kernel, output channels of a convolution; all
    };
    struct UpdateSlice {
        std::size_t offset, count;  // in the flat array
    };
    struct Chunk;  // what one call works on

    Chunk makeChunk(const Batch& batch, std::size_t index, std::size_t worker,
                    const float* parameters);
    float* address(const Chunk& chunk, const Place& place, std::size_t block) const;
    const float* parameter(const Chunk& chunk, int index) const;
    std::uint8_t* argmax(const Chunk& chunk, const Op& op, std::size_t block) const;
    kernels::Extrema extrema(const Chunk& chunk, const Op& pool, std::size_t block) const;
    LossBlock lossBlock(const Chunk& chunk, std::size_t block) const;
    kernels::DenseGeometry denseGeometry(const Chunk& chunk, const Op& op) const;

    void loadBlock(const Chunk& chunk, std::size_t block);
    void forward(const Chunk& chunk);
    void show(const Chunk& chunk, const Op& op, std::size_t block) const;
    void forwardOp(const Chunk& chunk, const Op& op, std::size_t block);
    void forwardConv(const Chunk& chunk, const Op& op, std::size_t block);
    void activate(const Chunk& chunk, const Op& op, std::size_t block);
    void activateLearning(const Chunk& chunk, const Op& op, std::size_t block);
    kernels::RandomSlopes randomSlopes(const Chunk& chunk, const Op& op, std::size_t block) const;
    void backwardActivate(const Chunk& chunk, const Op& op, std::size_t block, const float* dy,
                          float* dx);
    void backwardPrelu(const Chunk& chunk, const Op& op, std::size_t block, const float* dy,
                       float* dx);
    std::uint8_t* places(const Chunk& chunk, const Op& op, std::size_t block) const;
    float* tangents(const Chunk& chunk, const Op& op, std::size_t block) const;
    void forwardDense(const Chunk& chunk, const Op& op);
    void backward(const Chunk& chunk, float batchScale);
    void backwardBody(const Chunk& chunk, std::size_t block, float* gradient, float* other);
    void backwardOp(const Chunk& chunk, const Op& op, std::size_t block, const float* dy,
                    float* dx);
    void backwardConv(const Chunk& chunk, const Op& op, std::size_t block, const float* dz,
                      float* dx);
    void backwardDense(const Chunk& chunk, const Op& op, const float* dy, float* dx);
    void sumSquares(const Chunk& chunk, const Op& op, const float* dz) const;
    void makeSlices(const Network& network);
    void denseGradient(const Slice& slice, const Batch& batch, float* gradients);
    void sumShards(const Slice& slice, const Batch& batch, float* gradients);
    void sumLearned(const Op& op, const Batch& batch, float* gradients);
    template <class Work>
    void timed(const Chunk& chunk, const Op& op, bool isForward, const Work& work);
    template <class Work>
    void timed(std::size_t worker, double OpTimes::* sum, const Work& work);

    Plan plan_;
    const kernels::KernelTable& table_;
    std::vector<ParameterInfo> parameters_;
    std::vector<PackSlice> packs_;
    std::vector<Slice> slices_;
    std::vector<UpdateSlice> updates_;
    std::vector<Workspace> workspaces_;
    FloatArray packed_, denseInputs_, transposed_;
    std::vector<FloatArray> shardGradients_;
    std::size_t batchBlocks_ = 0;  // capacity of denseInputs_ and transposed_
    std::vector<OpTimes>* times_ = nullptr;
    std::vector<double>* gradientSquares_ = nullptr;
    std::function<double()> nowMs_;
};

// What the kernels need to know of the `step`th update, counted from 1.
kernels::OptimizerStep optimizerStep(const OptimizerSettings& settings, std::uint64_t step);

}  // namespace squash
