// The network as a list of operations with a place for every tensor: made once, then only read.
// A batch is cut into blocks of kLanes images and chunks of kChunkBlocks blocks; one chunk goes
// through all operations on one worker, so its tensors stay in that worker's cache.
#pragma once
#include <cstddef>
#include <vector>

#include "activations/bound_activation.hpp"
#include "kernels/kernel_table.hpp"
#include "squash/network/network.hpp"

namespace squash {

// A chunk's blocks share each weight that a dense layer fetches from memory.
inline constexpr std::size_t kChunkBlocks = 2;
inline constexpr std::size_t kChunkImages = kChunkBlocks * kernels::kLanes;
static_assert(kChunkBlocks <= kernels::kMaxDenseBlocks);

// Where a tensor lives, by what backward needs of it.
enum class Home {
    Scratch,  // needed by the next operation only; one block at a time
    Block,    // kept for backward, in the worker's chunk
    Batch     // a dense layer's input: kept for the whole batch, for the weight gradient
};

struct Place {
    Home home = Home::Block;
    std::size_t offset = 0;  // floats: within the scratch or a block's store. Batch: of one block's
        // dense inputs; tensors come one after another, each with all its blocks
    std::size_t size = 0;    // floats of one block: values of one image * kLanes
    std::size_t stride = 0;  // Batch: floats from one block to the next
};

// Between blocks of a Batch tensor. Dense inputs are often a multiple of 4 kB or more, and blocks that
// far apart would lie in the same few sets of the caches, where the weight gradient reads them all
// side by side: 8 kB and some lines spread them over both levels.
inline constexpr std::size_t kBlockGap = 2048 + 5 * kernels::kLanes;

// Activate: a function of z alone, or with random slopes.
enum class OpKind { Conv, Pool, Flatten, Dense, Activate, Prelu, Maxout };

struct Op {
    OpKind kind;
    std::size_t layer;  // index in Network::layers()
    Place in, out;      // Activate: `in` holds z, after a training forward f'(z), or with
                        // slopesFromValues nothing; Prelu: z
    kernels::ConvGeometry conv{};
    kernels::PoolGeometry pool{};
    std::size_t inputs = 0, outputs = 0;  // Dense: units; Flatten: channels and positions
    std::size_t paddedOutputs = 0,
                transposed =
                    0;  // Dense: columns of dyT and where its panels begin (floats of an image)
    std::size_t argmax = 0;  // Pool: offset in a block's bytes
    bool extrema = false;    // Pool: of the smallest values too, for a quasi-convex activation
    std::size_t argmin = 0;  // with extrema: offset in a block's bytes
    std::size_t low = 0;     // with extrema: offset of the smallest values in a worker's scratch
    int extremaPool = -1;    // Activate: the Pool with extrema before it
    BoundActivation activation{};
    kernels::ChannelGeometry channels{};  // Prelu, Maxout: of the output
    std::size_t pieces = 1;               // Maxout: k
    std::size_t places = 0;               // Maxout: which piece was the largest, in a block's bytes
    // Activate, Prelu: what the activation learns: the first parameter's index (-1: nothing), how many numbers,
    // and where their gradients lie in a shard.
    int learned = -1;
    std::size_t learnedSize = 0, shardLearned = 0;
    std::size_t tangents = 0;    // Activate: df/dp of each in a block's store, one behind the other
    int kernel = -1, bias = -1;  // parameter indices
    std::size_t packed = 0;      // Conv: offset in the packed weights
    std::size_t shardKernel = 0, shardBias = 0;  // Conv: offsets in a shard's gradients
    bool inputGradient = true;                   // false: nothing before this operation learns
    bool sparse = false;  // Pool: backward leaves the gradient as it is for the Conv before it
    int pooling = -1;     // Conv: the operation that does so
    // An activation's work is done beside it, on values that are in the cache or in registers:
    int activated = -1;             // Conv: the Activate that its forward does as well
    int slopes = -1;                // Dense: the Activate that its backward does as well
    bool forwardDone = false;       // Activate: by the Conv before it
    bool backwardDone = false;      // Activate: by the Dense behind it
    bool slopesFromValues = false;  // Activate: the Dense needs no f'(z), so that z is not kept
};

bool isActivation(const Op& op);  // whether one of the last three kinds

struct Plan {
    std::vector<Op> ops;
    Place input;           // where the images go
    std::size_t head = 0;  // first operation that takes all blocks of a chunk: the first Dense
    std::size_t classes = 0;
    std::size_t scratchFloats = 0;     // of one worker
    std::size_t blockFloats = 0;       // of one block
    std::size_t blockBytes = 0;        // argmax codes of one block
    std::size_t batchFloats = 0;       // of one block: all dense inputs
    std::size_t gradientFloats = 0;    // of one block: the largest tensor
    std::size_t transposedFloats = 0;  // of one image: all dyT rows
    std::size_t packedFloats = 0;
    std::size_t shardFloats = 0;
    std::size_t convScratchFloats = 0;  // of one worker: the largest convolution's
};

// Apart: every operation by itself, so that its time can be told; the results are the same.
enum class Fusing { Together, Apart };

Plan makePlan(const Network& network, const kernels::KernelTable& table,
              Fusing fusing = Fusing::Together);

}  // namespace squash
