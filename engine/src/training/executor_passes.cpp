// Forward and backward of one chunk. Before the first dense layer blocks go one by one through all
// operations (their tensors stay in the cache); from there on an operation takes all blocks.
#include <algorithm>
#include <utility>

#include "training/executor_chunk.hpp"
#include "training/sum_squares.hpp"

namespace squash {

using kernels::kLanes;

float* Executor::address(const Chunk& chunk, const Place& place, std::size_t block) const {
    Workspace& space = chunk.space;
    switch (place.home) {
        case Home::Scratch:
            return space.scratch.data() + place.offset;
        case Home::Block:
            return space.blocks.data() + block * plan_.blockFloats + place.offset;
        case Home::Batch:
            break;
    }
    if (!chunk.training)
        return space.dense.data() + place.offset * kChunkBlocks + block * place.stride;
    float* all = const_cast<float*>(denseInputs_.data());
    return all + place.offset * batchBlocks_ + (chunk.firstBlock() + block) * place.stride;
}

LossBlock Executor::lossBlock(const Chunk& chunk, std::size_t block) const {
    const std::size_t image = chunk.firstImage + block * kLanes;
    const std::uint8_t* labels =
        chunk.batch.labels.empty() ? nullptr : chunk.batch.labels.data() + image;
    return {plan_.classes, chunk.imagesOf(block), address(chunk, plan_.ops.back().out, block),
            labels};
}

void Executor::loadBlock(const Chunk& chunk, std::size_t block) {
    const std::uint8_t* const* images =
        chunk.batch.images.data() + chunk.firstImage + block * kLanes;
    table_.loadImages(images, chunk.imagesOf(block), plan_.input.size / kLanes, chunk.batch.scale,
                      address(chunk, plan_.input, block));
}

void Executor::forward(const Chunk& chunk) {
    for (std::size_t block = 0; block < chunk.blocks; ++block) {
        loadBlock(chunk, block);
        for (std::size_t i = 0; i < plan_.head; ++i) {
            forwardOp(chunk, plan_.ops[i], block);
            show(chunk, plan_.ops[i], block);
        }
    }
    for (std::size_t i = plan_.head; i < plan_.ops.size(); ++i) {
        const Op& op = plan_.ops[i];
        if (op.kind == OpKind::Dense) forwardDense(chunk, op);
        for (std::size_t block = 0; block < chunk.blocks; ++block) {
            if (op.kind != OpKind::Dense) forwardOp(chunk, op, block);
            show(chunk, op, block);
        }
    }
}

// An activation done by its convolution leaves z as it was: this is no training.
void Executor::show(const Chunk& chunk, const Op& op, std::size_t block) const {
    if (!chunk.watch || (op.kind != OpKind::Conv && op.kind != OpKind::Dense)) return;
    (*chunk.watch)({op, chunk.worker, chunk.imagesOf(block), address(chunk, op.out, block)});
}

void Executor::forwardConv(const Chunk& chunk, const Op& op, std::size_t block) {
    kernels::ConvForward call{address(chunk, op.in, block), packed_.data() + op.packed,
                              parameter(chunk, op.bias), address(chunk, op.out, block),
                              chunk.space.conv.data()};
    kernels::ActivationCall activation;
    if (op.activated >= 0) {
        const Op& activate = plan_.ops[static_cast<std::size_t>(op.activated)];
        activation = activate.activation.call();
        call.activation = &activation;
        call.slopes = chunk.training && !activate.slopesFromValues;
        call.y = address(chunk, activate.out, block);
        if (!call.slopes && !chunk.watch) call.z = nullptr;
    }
    table_.convForward(op.conv, call);
}

void Executor::forwardOp(const Chunk& chunk, const Op& op, std::size_t block) {
    if (op.forwardDone) return;
    float* in = address(chunk, op.in, block);
    float* out = address(chunk, op.out, block);
    timed(chunk, op, true, [&] {
        switch (op.kind) {
            case OpKind::Conv:
                forwardConv(chunk, op, block);
                break;
            case OpKind::Pool:
                if (op.extrema)
                    table_.extremaPoolForward(op.pool, in, extrema(chunk, op, block));
                else
                    table_.maxPoolForward(op.pool, in, out, argmax(chunk, op, block));
                break;
            case OpKind::Flatten:
                table_.flatten(op.inputs, op.outputs, in, out);
                break;
            case OpKind::Activate:
                activate(chunk, op, block);
                break;
            case OpKind::Prelu:
                table_.preluForward(op.channels, in, parameter(chunk, op.learned), out);
                break;
            case OpKind::Maxout:
                table_.maxoutForward(op.channels, op.pieces, in, out, places(chunk, op, block));
                break;
            case OpKind::Dense:
                break;  // forwardDense
        }
    });
}

kernels::DenseGeometry Executor::denseGeometry(const Chunk& chunk, const Op& op) const {
    const std::size_t outputStride = op.out.home == Home::Batch ? op.out.stride : plan_.blockFloats;
    return {op.inputs, op.outputs, chunk.blocks, op.in.stride, outputStride};
}

void Executor::forwardDense(const Chunk& chunk, const Op& op) {
    timed(chunk, op, true, [&] {
        table_.denseForward(denseGeometry(chunk, op), address(chunk, op.in, 0),
                            parameter(chunk, op.kernel), parameter(chunk, op.bias),
                            address(chunk, op.out, 0));
    });
}

// Gradients go back and forth between two buffers; block b has its place in both.
void Executor::backward(const Chunk& chunk, float batchScale) {
    float* gradient = chunk.space.gradientA.data();
    float* other = chunk.space.gradientB.data();
    timed(chunk.worker, &OpTimes::lossMs, [&] {
        for (std::size_t block = 0; block < chunk.blocks; ++block)
            lossGradient(lossBlock(chunk, block), batchScale,
                         gradient + block * plan_.gradientFloats);
    });
    for (std::size_t i = plan_.ops.size(); i-- > plan_.head;) {
        const Op& op = plan_.ops[i];
        if (op.backwardDone) continue;
        if (op.kind == OpKind::Dense) {
            backwardDense(chunk, op, gradient, other);
        } else {
            for (std::size_t block = 0; block < chunk.blocks; ++block)
                backwardOp(chunk, op, block, gradient + block * plan_.gradientFloats,
                           other + block * plan_.gradientFloats);
        }
        if (!op.inputGradient) return;
        std::swap(gradient, other);
    }
    for (std::size_t block = 0; block < chunk.blocks; ++block)
        backwardBody(chunk, block, gradient + block * plan_.gradientFloats,
                     other + block * plan_.gradientFloats);
}

void Executor::backwardBody(const Chunk& chunk, std::size_t block, float* gradient, float* other) {
    for (std::size_t i = plan_.head; i-- > 0;) {
        const Op& op = plan_.ops[i];
        if (op.backwardDone) continue;
        backwardOp(chunk, op, block, gradient, other);
        if (!op.inputGradient) return;
        if (!op.sparse) std::swap(gradient, other);
    }
}

void Executor::backwardConv(const Chunk& chunk, const Op& op, std::size_t block, const float* dz,
                            float* dx) {
    const float* x = address(chunk, op.in, block);
    float* gradient = chunk.shard + op.shardKernel;
    float* dBias = chunk.shard + op.shardBias;
    float* scratch = chunk.space.conv.data();
    const bool add = !(chunk.firstOfShard && block == 0);
    sumSquares(chunk, op, dz);
    if (op.pooling < 0)
        return table_.convBackward(op.conv, {x, dz, packed_.data() + op.packed, gradient, dBias,
                                             add, op.inputGradient ? dx : nullptr, scratch});
    const Op& pool = plan_.ops[static_cast<std::size_t>(op.pooling)];
    table_.convBackwardPooled(op.conv, pool.pool,
                              {x, dz, argmax(chunk, pool, block), gradient, dBias, add, scratch});
}

void Executor::backwardOp(const Chunk& chunk, const Op& op, std::size_t block, const float* dy,
                          float* dx) {
    timed(chunk, op, false, [&] {
        switch (op.kind) {
            case OpKind::Conv:
                backwardConv(chunk, op, block, dy, dx);
                break;
            case OpKind::Pool:
                if (op.sparse) break;
                table_.maxPoolBackward(op.pool, dy, argmax(chunk, op, block), dx);
                break;
            case OpKind::Flatten:
                table_.unflatten(op.inputs, op.outputs, dy, dx);
                break;
            case OpKind::Activate:
                backwardActivate(chunk, op, block, dy, dx);
                break;
            case OpKind::Prelu:
                backwardPrelu(chunk, op, block, dy, dx);
                break;
            case OpKind::Maxout:
                table_.maxoutBackward(op.channels, op.pieces, dy, places(chunk, op, block), dx);
                break;
            case OpKind::Dense:
                break;  // backwardDense
        }
    });
}

void Executor::backwardDense(const Chunk& chunk, const Op& op, const float* dy, float* dx) {
    timed(chunk, op, false, [&] {
        float* panels = transposed_.data() + op.transposed * batchBlocks_ * kLanes;
        for (std::size_t block = 0; block < chunk.blocks; ++block) {
            float* own = panels + (chunk.firstBlock() + block) * kLanes * kLanes;
            const float* dz = dy + block * plan_.gradientFloats;
            table_.denseTranspose(op.outputs, dz, batchBlocks_ * kLanes * kLanes, own);
            sumSquares(chunk, op, dz);
        }
        if (!op.inputGradient) return;
        const kernels::DenseGeometry geometry{op.inputs, op.outputs, chunk.blocks,
                                              plan_.gradientFloats, plan_.gradientFloats};
        kernels::DenseBackwardInput call{dy, parameter(chunk, op.kernel), dx};
        if (op.slopes >= 0) {
            const Op& activate = plan_.ops[static_cast<std::size_t>(op.slopes)];
            call.valuesOfRelu = activate.slopesFromValues;
            call.slopes = address(chunk, activate.slopesFromValues ? op.in : activate.in, 0);
            call.slopeStride = activate.slopesFromValues ? op.in.stride : plan_.blockFloats;
        }
        table_.denseBackwardInput(geometry, call);
    });
}

// dz of one block; where its pooling leaves the gradient as it is, without the zeros.
void Executor::sumSquares(const Chunk& chunk, const Op& op, const float* dz) const {
    if (gradientSquares_ == nullptr) return;
    const std::size_t size =
        op.pooling < 0 ? op.out.size : plan_.ops[static_cast<std::size_t>(op.pooling)].out.size;
    const auto index = static_cast<std::size_t>(&op - plan_.ops.data());
    (*gradientSquares_)[chunk.firstImage / kChunkImages * plan_.ops.size() + index] +=
        sumOfSquares(table_, dz, size);
}

const float* Executor::parameter(const Chunk& chunk, int index) const {
    return chunk.parameters + parameters_[static_cast<std::size_t>(index)].offset;
}

std::uint8_t* Executor::argmax(const Chunk& chunk, const Op& op, std::size_t block) const {
    return chunk.space.argmax.data() + block * plan_.blockBytes + op.argmax;
}

kernels::Extrema Executor::extrema(const Chunk& chunk, const Op& pool, std::size_t block) const {
    std::uint8_t* places = chunk.space.argmax.data() + block * plan_.blockBytes;
    return {address(chunk, pool.out, block), chunk.space.scratch.data() + pool.low,
            places + pool.argmax, places + pool.argmin};
}

}  // namespace squash
