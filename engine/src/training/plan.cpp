#include "training/plan.hpp"

#include <algorithm>
#include <cassert>

#include "core/round.hpp"
#include "training/plan_operations.hpp"

namespace squash {
namespace {

using kernels::kLanes;

// Tensor t is the input of operation t; the last one is the logits.
struct Tensors {
    Plan& plan;
    std::vector<std::size_t> sizes;  // values of one image

    Tensors(Plan& thePlan, const Network& network) : plan(thePlan) {
        sizes.push_back(network.input().size());
        for (const Op& op : plan.ops) sizes.push_back(outputSize(network, op, sizes.back()));
    }

    static std::size_t outputSize(const Network& network, const Op& op, std::size_t inputSize) {
        // It may stand behind the pooling that its layer comes before, or that one before it.
        if (isActivation(op)) return inputSize / op.pieces;
        if (op.kind == OpKind::Pool) return op.pool.channels * op.pool.outHeight * op.pool.outWidth;
        const Layer& layer = network.layers()[op.layer];
        const bool hasUnits = op.kind == OpKind::Conv || op.kind == OpKind::Dense;
        return layer.output.size() / layer.output.channels *
               (hasUnits ? outputsOf(layer) : layer.output.channels);
    }

    Home home(std::size_t tensor) const {
        if (tensor == plan.ops.size()) return Home::Block;
        switch (plan.ops[tensor].kind) {
            case OpKind::Dense:
                return Home::Batch;
            case OpKind::Conv:
            case OpKind::Activate:
            case OpKind::Prelu:
                return Home::Block;
            case OpKind::Maxout:
            case OpKind::Pool:
            case OpKind::Flatten:
                break;
        }
        return tensor > plan.head ? Home::Block : Home::Scratch;
    }

    Place place(std::size_t tensor, std::size_t scratchHalf) const {
        Place place{home(tensor), 0, sizes[tensor] * kLanes, 0};
        if (place.home == Home::Scratch) {
            place.offset = (tensor % 2) * scratchHalf;
        } else {
            std::size_t& end = place.home == Home::Block ? plan.blockFloats : plan.batchFloats;
            place.offset = end;
            place.stride = place.size + (place.home == Home::Batch ? kBlockGap : 0);
            end += place.stride;
        }
        return place;
    }
};

void placeTensors(Plan& plan, const Network& network) {
    const Tensors tensors{plan, network};
    for (std::size_t t = 0; t <= plan.ops.size(); ++t)
        plan.gradientFloats = std::max(plan.gradientFloats, tensors.sizes[t] * kLanes);
    plan.scratchFloats = 2 * plan.gradientFloats;
    Place place = tensors.place(0, plan.gradientFloats);
    plan.input = place;
    for (std::size_t t = 0; t < plan.ops.size(); ++t) {
        plan.ops[t].in = place;
        place = tensors.place(t + 1, plan.gradientFloats);
        plan.ops[t].out = place;
    }
}

// Whose channel is where, now that Flatten may be folded away.
void layOutChannels(Plan& plan, const Network& network) {
    bool flat = false;
    for (Op& op : plan.ops) {
        if (op.kind == OpKind::Conv) flat = op.conv.flat;
        const std::size_t channels = network.layers()[op.layer].output.channels;
        const std::size_t positions = op.out.size / kLanes / channels;
        if (op.kind == OpKind::Prelu || op.kind == OpKind::Maxout)
            op.channels = flat ? kernels::ChannelGeometry{positions, channels, 1}
                               : kernels::ChannelGeometry{1, channels, positions};
    }
}

void placeLearned(Plan& plan, Op& op) {
    if (op.kind == OpKind::Maxout) {
        op.places = plan.blockBytes;
        plan.blockBytes += op.out.size;
    }
    if (op.learned < 0 || !isActivation(op)) return;
    op.shardLearned = plan.shardFloats;
    plan.shardFloats += roundUp(op.learnedSize, kLanes);
    if (op.kind != OpKind::Activate) return;
    op.tangents = plan.blockFloats;
    plan.blockFloats += op.learnedSize * op.in.size;
}

void placeExtras(Plan& plan, const kernels::KernelTable& table) {
    bool learnsBefore = false;
    for (Op& op : plan.ops) {
        op.inputGradient = learnsBefore;
        if (op.kind == OpKind::Conv) {
            op.packed = plan.packedFloats;
            plan.packedFloats += roundUp(table.convPackedSize(op.conv), kLanes);
            op.shardKernel = plan.shardFloats;
            op.shardBias = op.shardKernel + roundUp(table.convGradientSize(op.conv), kLanes);
            plan.shardFloats = op.shardBias + roundUp(op.conv.outChannels, kLanes);
            plan.convScratchFloats =
                std::max(plan.convScratchFloats, table.convScratchSize(op.conv));
        }
        if (op.kind == OpKind::Dense) {
            op.transposed = plan.transposedFloats;
            plan.transposedFloats += op.paddedOutputs;
        }
        if (op.kind == OpKind::Pool) {
            op.argmax = plan.blockBytes;
            plan.blockBytes += op.out.size;
        }
        if (op.extrema) {
            op.argmin = plan.blockBytes;
            plan.blockBytes += op.out.size;
            assert(op.in.home == Home::Scratch && op.out.home == Home::Block);
            // Its input is the half of the scratch that is in use; the other one is free until the
            // activation is done.
            op.low = op.in.offset == 0 ? plan.gradientFloats : 0;
        }
        placeLearned(plan, op);
        learnsBefore = learnsBefore || op.kernel >= 0 || op.learned >= 0;
    }
}

// The gradient behind a max pooling is mostly zeros. A first convolution uses that.
void linkSparseGradients(Plan& plan, const kernels::KernelTable& table) {
    for (std::size_t i = 1; i < plan.ops.size(); ++i) {
        Op &conv = plan.ops[i - 1], &pool = plan.ops[i];
        pool.sparse = conv.kind == OpKind::Conv && pool.kind == OpKind::Pool &&
                      !conv.inputGradient && table.convTakesPooled(conv.conv, pool.pool);
        if (pool.sparse) conv.pooling = static_cast<int>(i);
    }
}

// A convolution's forward knows only functions of z, a dense layer's backward wants f'(z).
void linkActivations(Plan& plan) {
    for (std::size_t i = 0; i < plan.ops.size(); ++i) {
        Op& op = plan.ops[i];
        if (op.kind != OpKind::Activate || op.learned >= 0) continue;
        const ActivationKind kind = op.activation.activation().entry->kind;
        if (i > 0 && plan.ops[i - 1].kind == OpKind::Conv && kind == ActivationKind::Pointwise) {
            plan.ops[i - 1].activated = static_cast<int>(i);
            op.forwardDone = true;
        }
        if (i + 1 < plan.ops.size() && plan.ops[i + 1].kind == OpKind::Dense) {
            plan.ops[i + 1].slopes = static_cast<int>(i);
            op.backwardDone = true;
        }
        op.slopesFromValues =
            op.forwardDone && op.backwardDone && op.activation.call().code == ActivationCode::Relu;
    }
}

}  // namespace

Plan makePlan(const Network& network, const kernels::KernelTable& table, Fusing fusing) {
    Plan plan;
    plan.ops = operationsOf(network, table);
    const auto dense = std::find_if(plan.ops.begin(), plan.ops.end(),
                                    [](const Op& op) { return op.kind == OpKind::Dense; });
    plan.head = static_cast<std::size_t>(dense - plan.ops.begin());
    plan.classes = network.classes();
    placeTensors(plan, network);
    layOutChannels(plan, network);
    placeExtras(plan, table);
    linkSparseGradients(plan, table);
    if (fusing == Fusing::Together) linkActivations(plan);
    return plan;
}

}  // namespace squash
