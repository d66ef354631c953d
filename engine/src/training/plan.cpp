#include "training/plan.hpp"

#include <algorithm>
#include <cassert>

#include "activations/course.hpp"
#include "core/round.hpp"

namespace squash {
namespace {

using kernels::kLanes;

Op makeOp(OpKind kind, std::size_t index, const Layer& layer) {
    Op op{};
    op.kind = kind;
    op.layer = index;
    op.kernel = layer.kernel;
    op.bias = layer.bias;
    return op;
}

Op convOp(std::size_t index, const Layer& layer, const Conv2D& spec) {
    Op op = makeOp(OpKind::Conv, index, layer);
    const Shape &in = layer.input, &out = layer.output;
    const std::size_t pad = spec.padding == Padding::Same ? spec.kernel / 2 : 0;
    op.conv = {in.channels, out.channels, in.height,   in.width,
               out.height,  out.width,    spec.kernel, pad};
    return op;
}

Op poolOp(std::size_t index, const Layer& layer, const MaxPool2D& spec) {
    Op op = makeOp(OpKind::Pool, index, layer);
    const Shape &in = layer.input, &out = layer.output;
    op.pool = {in.channels, in.height, in.width, out.height, out.width, spec.pool};
    return op;
}

Op flattenOp(std::size_t index, const Layer& layer) {
    Op op = makeOp(OpKind::Flatten, index, layer);
    op.inputs = layer.input.channels;
    op.outputs = layer.input.height * layer.input.width;
    return op;
}

Op denseOp(std::size_t index, const Layer& layer) {
    Op op = makeOp(OpKind::Dense, index, layer);
    op.inputs = layer.input.channels;
    op.outputs = layer.output.channels;
    op.paddedOutputs = roundUp(op.outputs, kLanes);
    return op;
}

void appendOps(std::size_t index, const Layer& layer, std::vector<Op>& ops) {
    if (const auto* conv = std::get_if<Conv2D>(&layer.spec))
        ops.push_back(convOp(index, layer, *conv));
    if (const auto* pool = std::get_if<MaxPool2D>(&layer.spec))
        ops.push_back(poolOp(index, layer, *pool));
    if (std::holds_alternative<Flatten>(layer.spec)) ops.push_back(flattenOp(index, layer));
    if (std::holds_alternative<Dense>(layer.spec)) ops.push_back(denseOp(index, layer));
    if (const auto activation = layer.activation()) {
        ops.push_back(makeOp(OpKind::Activate, index, layer));
        ops.back().activation = BoundActivation(*activation);
    }
}

// A non-decreasing function may be applied after the maximum is taken: to a quarter of the values,
// and its derivative is needed of those only. A quasi-convex one to maximum and minimum; a second
// pooling behind the first finds the activation done.
void poolFirst(std::vector<Op>& ops) {
    for (std::size_t i = 1; i < ops.size(); ++i) {
        Op &first = ops[i - 1], &second = ops[i];
        if (first.kind != OpKind::Activate || second.kind != OpKind::Pool) continue;
        const Course course = courseOf(first.activation.activation());
        if (course == Course::Other || first.extremaPool >= 0) continue;
        std::swap(first, second);
        if (course == Course::NonDecreasing) continue;
        first.extrema = true;
        second.extremaPool = static_cast<int>(i - 1);
    }
}

// A convolution that can writes its results where Flatten would move them.
void foldFlatten(std::vector<Op>& ops, const kernels::KernelTable& table) {
    const auto flatten = std::find_if(ops.begin(), ops.end(),
                                      [](const Op& op) { return op.kind == OpKind::Flatten; });
    if (flatten == ops.end()) return;
    auto before = flatten;
    while (before != ops.begin() && (--before)->kind == OpKind::Activate) {}
    if (before->kind != OpKind::Conv || !table.convCanBeFlat(before->conv)) return;
    before->conv.flat = true;
    ops.erase(flatten);
}

// Tensor t is the input of operation t; the last one is the logits.
struct Tensors {
    Plan& plan;
    std::vector<std::size_t> sizes;  // values of one image

    Tensors(Plan& thePlan, const Network& network) : plan(thePlan) {
        sizes.push_back(network.input().size());
        for (const Op& op : plan.ops) sizes.push_back(outputSize(network, op, sizes.back()));
    }

    static std::size_t outputSize(const Network& network, const Op& op, std::size_t inputSize) {
        // It may stand behind the pooling that its layer comes before.
        if (op.kind == OpKind::Activate) return inputSize;
        return network.layers()[op.layer].output.size();
    }

    Home home(std::size_t tensor) const {
        if (tensor == plan.ops.size()) return Home::Block;
        switch (plan.ops[tensor].kind) {
            case OpKind::Dense:
                return Home::Batch;
            case OpKind::Conv:
            case OpKind::Activate:
                return Home::Block;
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
        learnsBefore = learnsBefore || op.kernel >= 0;
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

void linkActivations(Plan& plan) {
    for (std::size_t i = 0; i < plan.ops.size(); ++i) {
        Op& op = plan.ops[i];
        if (op.kind != OpKind::Activate) continue;
        if (i > 0 && plan.ops[i - 1].kind == OpKind::Conv) {
            plan.ops[i - 1].activated = static_cast<int>(i);
            op.forwardDone = true;
        }
        if (i + 1 < plan.ops.size() && plan.ops[i + 1].kind == OpKind::Dense) {
            plan.ops[i + 1].slopes = static_cast<int>(i);
            op.backwardDone = true;
        }
    }
}

}  // namespace

Plan makePlan(const Network& network, const kernels::KernelTable& table, Fusing fusing) {
    Plan plan;
    for (std::size_t i = 0; i < network.layers().size(); ++i)
        appendOps(i, network.layers()[i], plan.ops);
    poolFirst(plan.ops);
    foldFlatten(plan.ops, table);
    const auto dense = std::find_if(plan.ops.begin(), plan.ops.end(),
                                    [](const Op& op) { return op.kind == OpKind::Dense; });
    plan.head = static_cast<std::size_t>(dense - plan.ops.begin());
    plan.classes = network.classes();
    placeTensors(plan, network);
    placeExtras(plan, table);
    linkSparseGradients(plan, table);
    if (fusing == Fusing::Together) linkActivations(plan);
    return plan;
}

}  // namespace squash
