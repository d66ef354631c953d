// The activations' part of forward and backward, with the gradients of what they learn.
#include "squash/core/random.hpp"
#include "training/executor_chunk.hpp"

namespace squash {

using kernels::kLanes;

void Executor::activate(const Chunk& chunk, const Op& op, std::size_t block) {
    float* in = address(chunk, op.in, block);
    float* out = address(chunk, op.out, block);
    if (op.extremaPool >= 0) {
        const Op& pool = plan_.ops[static_cast<std::size_t>(op.extremaPool)];
        table_.activateExtrema(op.activation.call(), op.in.size, extrema(chunk, pool, block),
                               chunk.training, out);
    } else if (!chunk.training) {
        table_.activateOnly(op.activation.call(), op.in.size, in, out);
    } else if (op.activation.activation().entry->kind == ActivationKind::RandomSlopes) {
        table_.activateRandomly(randomSlopes(chunk, op, block), op.in.size, in, out);
    } else if (op.learned >= 0) {
        activateLearning(chunk, op, block);
    } else {
        table_.activate(op.activation.call(), op.in.size, in, out);
    }
}

void Executor::activateLearning(const Chunk& chunk, const Op& op, std::size_t block) {
    float* in = address(chunk, op.in, block);
    float* results[2 + kMaxFormulaParameters] = {address(chunk, op.out, block), in};
    for (std::size_t i = 0; i < op.learnedSize; ++i)
        results[2 + i] = tangents(chunk, op, block) + i * op.in.size;
    table_.runProgram(op.activation.tangents(), op.in.size, in, results);
}

// From the step, the layer and the block of images: the same whoever computes it.
kernels::RandomSlopes Executor::randomSlopes(const Chunk& chunk, const Op& op,
                                             std::size_t block) const {
    const auto& parameters = op.activation.activation().parameters;
    const std::uint64_t place = (std::uint64_t{op.layer} << 32) + chunk.firstBlock() + block;
    return {static_cast<float>(parameters[0]), static_cast<float>(parameters[1]),
            streamSeed(Stream::RandomSlopes, chunk.batch.draw, place)};
}

void Executor::backwardActivate(const Chunk& chunk, const Op& op, std::size_t block,
                                const float* dy, float* dx) {
    const bool add = !(chunk.firstOfShard && block == 0);
    for (std::size_t i = 0; i < op.learnedSize; ++i) {
        float& sum = chunk.shard[op.shardLearned + i];
        const float here = table_.dot(op.in.size, dy, tangents(chunk, op, block) + i * op.in.size);
        sum = add ? sum + here : here;
    }
    table_.multiply(op.in.size, dy, address(chunk, op.in, block), dx);
}

void Executor::backwardPrelu(const Chunk& chunk, const Op& op, std::size_t block, const float* dy,
                             float* dx) {
    const bool add = !(chunk.firstOfShard && block == 0);
    table_.preluBackward(op.channels,
                         {dy, address(chunk, op.in, block), parameter(chunk, op.learned), dx,
                          chunk.shard + op.shardLearned, add});
}

std::uint8_t* Executor::places(const Chunk& chunk, const Op& op, std::size_t block) const {
    return chunk.space.argmax.data() + block * plan_.blockBytes + op.places;
}

float* Executor::tangents(const Chunk& chunk, const Op& op, std::size_t block) const {
    return chunk.space.blocks.data() + block * plan_.blockFloats + op.tangents;
}

}  // namespace squash
