#include "training/executor.hpp"

#include <algorithm>

#include "core/round.hpp"
#include "training/executor_chunk.hpp"

namespace squash {
namespace {

using kernels::kLanes;

constexpr std::size_t kSliceRows = 256;         // of a dense kernel, one task of its gradient
constexpr std::size_t kSliceChannels = kLanes;  // of a convolution, one task of its sum
constexpr std::size_t kUpdateFloats = 32768;    // parameters, one task of the optimizer

}  // namespace

Executor::Executor(const Network& network, const kernels::KernelTable& table, std::size_t workers,
                   std::size_t trainingImages, Fusing fusing)
    : plan_(makePlan(network, table, fusing)), table_(table), parameters_(network.parameters()) {
    const bool training = trainingImages > 0;
    batchBlocks_ = roundUp(trainingImages, kChunkImages) / kLanes;
    workspaces_.resize(workers);
    for (Workspace& space : workspaces_) {
        space.scratch.assign(plan_.scratchFloats, 0);
        space.blocks.assign(plan_.blockFloats * kChunkBlocks, 0);
        space.dense.assign(plan_.batchFloats * kChunkBlocks, 0);
        space.conv.assign(plan_.convScratchFloats, 0);
        space.argmax.assign(plan_.blockBytes * kChunkBlocks, 0);
        if (!training) continue;
        space.gradientA.assign(plan_.gradientFloats * kChunkBlocks, 0);
        space.gradientB.assign(plan_.gradientFloats * kChunkBlocks, 0);
    }
    packed_.assign(plan_.packedFloats, 0);
    denseInputs_.assign(plan_.batchFloats * batchBlocks_, 0);
    transposed_.assign(plan_.transposedFloats * batchBlocks_ * kLanes, 0);
    if (training)
        shardGradients_.assign(std::min(kShards, batchBlocks_ / kChunkBlocks),
                               FloatArray(plan_.shardFloats, 0.0f));
    makeSlices(network);
}

void Executor::makeSlices(const Network& network) {
    for (std::size_t i = 0; i < plan_.ops.size(); ++i) {
        const Op& op = plan_.ops[i];
        const bool learning = op.kind == OpKind::Activate && op.learned >= 0;
        const std::size_t parts =
            op.kind == OpKind::Conv ? table_.convPackParts(op.conv) : std::size_t{learning};
        for (std::size_t part = 0; part < parts; ++part) packs_.push_back({i, part});
        if (op.learned >= 0) slices_.push_back({i, 0, op.learnedSize});
        const std::size_t size = op.kind == OpKind::Conv    ? op.conv.outChannels
                                 : op.kind == OpKind::Dense ? op.inputs
                                                            : 0;
        const std::size_t step = op.kind == OpKind::Conv ? kSliceChannels : kSliceRows;
        for (std::size_t at = 0; at < size; at += step)
            slices_.push_back({i, at, std::min(at + step, size)});
    }
    for (const ParameterInfo& info : network.parameters()) {
        const std::size_t size = roundUp(info.size, kLanes);
        for (std::size_t at = 0; at < size; at += kUpdateFloats)
            updates_.push_back({info.offset + at, std::min(kUpdateFloats, size - at)});
    }
}

void Executor::setProfile(std::vector<OpTimes>* times, std::function<double()> nowMs) {
    times_ = times;
    nowMs_ = std::move(nowMs);
}

std::size_t Executor::shards(const Batch& batch) const { return std::min(kShards, batch.chunks()); }

void Executor::pack(std::size_t task, const float* parameters) {
    const PackSlice& slice = packs_[task];
    Op& op = plan_.ops[slice.op];
    if (op.kind == OpKind::Activate) {
        float learned[kMaxFormulaParameters];
        for (std::size_t i = 0; i < op.learnedSize; ++i)
            learned[i] = parameters[parameters_[static_cast<std::size_t>(op.learned) + i].offset];
        return op.activation.setLearned({learned, op.learnedSize});
    }
    const float* kernel = parameters + parameters_[static_cast<std::size_t>(op.kernel)].offset;
    table_.convPack(op.conv, slice.part, kernel, packed_.data() + op.packed);
}

Executor::Chunk Executor::makeChunk(const Batch& batch, std::size_t index, std::size_t worker,
                                    const float* parameters) {
    Chunk chunk{batch, workspaces_[worker]};
    chunk.firstImage = index * kChunkImages;
    chunk.images = std::min(kChunkImages, batch.images.size() - chunk.firstImage);
    chunk.blocks = (chunk.images + kLanes - 1) / kLanes;
    chunk.worker = worker;
    chunk.parameters = parameters;
    return chunk;
}

void Executor::predict(const Batch& batch, std::size_t index, std::size_t worker,
                       const float* parameters, const ChunkOutput& output) {
    Chunk chunk = makeChunk(batch, index, worker, parameters);
    chunk.watch = output.watch;
    forward(chunk);
    for (std::size_t b = 0; b < chunk.blocks; ++b) {
        const LossBlock loss = lossBlock(chunk, b);
        const std::size_t image = chunk.firstImage + b * kLanes;
        if (output.results) lossResults(loss, output.results + image);
        if (output.probabilities) softmax(loss, output.probabilities + image * plan_.classes);
    }
}

void Executor::train(const Batch& batch, std::size_t index, std::size_t worker,
                     const float* parameters, ImageResult* results) {
    Chunk chunk = makeChunk(batch, index, worker, parameters);
    chunk.training = true;
    const std::size_t shards = this->shards(batch);
    FloatArray& shard = shardGradients_[index % shards];
    chunk.shard = shard.data();
    chunk.firstOfShard = index < shards;
    forward(chunk);
    timed(worker, &OpTimes::lossMs, [&] {
        for (std::size_t b = 0; b < chunk.blocks; ++b)
            lossResults(lossBlock(chunk, b), results + chunk.firstImage + b * kLanes);
    });
    backward(chunk, 1.0f / static_cast<float>(batch.images.size()));
}

void Executor::gradient(std::size_t task, std::size_t worker, const Batch& batch,
                        float* gradients) {
    const Slice& slice = slices_[task];
    const double start = times_ ? nowMs_() : 0;
    switch (plan_.ops[slice.op].kind) {
        case OpKind::Dense:
            denseGradient(slice, batch, gradients);
            break;
        case OpKind::Conv:
            sumShards(slice, batch, gradients);
            break;
        default:
            sumLearned(plan_.ops[slice.op], batch, gradients);
    }
    if (times_) (*times_)[worker].backwardMs[slice.op] += nowMs_() - start;
}

void Executor::denseGradient(const Slice& slice, const Batch& batch, float* gradients) {
    const Op& op = plan_.ops[slice.op];
    const std::size_t blocks = (batch.images.size() + kLanes - 1) / kLanes;
    const float* x = denseInputs_.data() + op.in.offset * batchBlocks_;
    const float* dyT = transposed_.data() + op.transposed * batchBlocks_ * kLanes;
    const kernels::DenseGeometry geometry{op.inputs, op.outputs, blocks, op.in.stride, 0};
    const std::size_t panel = batchBlocks_ * kLanes * kLanes;
    table_.denseBackwardKernel(geometry, slice.first, slice.last, x, dyT, panel,
                               gradients + parameters_[static_cast<std::size_t>(op.kernel)].offset);
    if (slice.first == 0) {
        float* bias = gradients + parameters_[static_cast<std::size_t>(op.bias)].offset;
        std::fill_n(bias, op.outputs, 0.0f);
        for (std::size_t image = 0; image < blocks * kLanes; ++image)
            for (std::size_t o = 0; o < op.outputs; ++o)
                bias[o] += dyT[o / kLanes * panel + image * kLanes + o % kLanes];
    }
}

void Executor::sumShards(const Slice& slice, const Batch& batch, float* gradients) {
    const Op& op = plan_.ops[slice.op];
    const std::size_t count = shards(batch);
    const float* parts[kShards];
    for (std::size_t s = 0; s < count; ++s) parts[s] = shardGradients_[s].data() + op.shardKernel;
    table_.convSumGradients(op.conv, {slice.first, slice.last}, count, parts,
                            gradients + parameters_[static_cast<std::size_t>(op.kernel)].offset);
    float* bias = gradients + parameters_[static_cast<std::size_t>(op.bias)].offset;
    for (std::size_t out = slice.first; out < slice.last; ++out) {
        bias[out] = 0;
        for (std::size_t s = 0; s < count; ++s) bias[out] += shardGradients_[s][op.shardBias + out];
    }
}

// Of prelu one array, else an array of one number for each parameter.
void Executor::sumLearned(const Op& op, const Batch& batch, float* gradients) {
    const std::size_t count = shards(batch);
    for (std::size_t i = 0; i < op.learnedSize; ++i) {
        const auto first = static_cast<std::size_t>(op.learned);
        float& sum = op.kind == OpKind::Prelu ? gradients[parameters_[first].offset + i]
                                              : gradients[parameters_[first + i].offset];
        sum = 0;
        for (std::size_t s = 0; s < count; ++s) sum += shardGradients_[s][op.shardLearned + i];
    }
}

void Executor::update(std::size_t task, std::size_t worker, const Update& update) {
    const UpdateSlice& slice = updates_[task];
    timed(worker, &OpTimes::updateMs, [&] {
        applyOptimizer(table_, update.step, update.state, slice.offset, slice.count,
                       update.gradients + slice.offset, update.parameters + slice.offset);
    });
}

}  // namespace squash
