#include "training/plan_operations.hpp"

#include <algorithm>

#include "activations/course.hpp"
#include "core/round.hpp"

namespace squash {

bool isActivation(const Op& op) {
    return op.kind == OpKind::Activate || op.kind == OpKind::Prelu || op.kind == OpKind::Maxout;
}

std::size_t outputsOf(const Layer& layer) {
    const auto activation = layer.activation();
    return layer.output.channels * (activation ? piecesOf(*activation) : 1);
}

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
    op.conv = {in.channels, outputsOf(layer), in.height,   in.width,
               out.height,  out.width,        spec.kernel, pad};
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
    op.outputs = outputsOf(layer);
    op.paddedOutputs = roundUp(op.outputs, kLanes);
    return op;
}

Op activateOp(std::size_t index, const Layer& layer, const Activation& activation) {
    const ActivationKind kind = activation.entry->kind;
    Op op = makeOp(kind == ActivationKind::ChannelSlopes ? OpKind::Prelu
                   : kind == ActivationKind::Pieces      ? OpKind::Maxout
                                                         : OpKind::Activate,
                   index, layer);
    op.kernel = op.bias = -1;
    op.activation = BoundActivation(activation);
    op.pieces = piecesOf(activation);
    op.learned = layer.learned;
    op.learnedSize = kind == ActivationKind::ChannelSlopes ? layer.output.channels
                                                           : op.activation.learnedCount();
    return op;
}

void appendOps(std::size_t index, const Layer& layer, std::vector<Op>& ops) {
    if (const auto* conv = std::get_if<Conv2D>(&layer.spec))
        ops.push_back(convOp(index, layer, *conv));
    if (const auto* pool = std::get_if<MaxPool2D>(&layer.spec))
        ops.push_back(poolOp(index, layer, *pool));
    if (std::holds_alternative<Flatten>(layer.spec)) ops.push_back(flattenOp(index, layer));
    if (std::holds_alternative<Dense>(layer.spec)) ops.push_back(denseOp(index, layer));
    if (const auto activation = layer.activation())
        ops.push_back(activateOp(index, layer, *activation));
}

// A non-decreasing function may be applied after the maximum is taken: to a quarter of the values,
// and its derivative is needed of those only. A quasi-convex one to maximum and minimum; a second
// pooling behind the first finds the activation done.
Course courseBeforePooling(const Op& op) {
    const Activation& activation = op.activation.activation();
    // A largest piece is a maximum like the pooling's, and the order of two maxima is free.
    if (op.kind == OpKind::Maxout) return Course::NonDecreasing;
    // What is learned may come to run otherwise; a random slope belongs to its value.
    const bool fixed = op.kind == OpKind::Activate && op.learned < 0 &&
                       activation.entry->kind == ActivationKind::Pointwise;
    return fixed ? courseOf(activation) : Course::Other;
}

void poolFirst(std::vector<Op>& ops) {
    for (std::size_t i = 1; i < ops.size(); ++i) {
        Op &first = ops[i - 1], &second = ops[i];
        if (!isActivation(first) || second.kind != OpKind::Pool) continue;
        const Course course = courseBeforePooling(first);
        if (course == Course::Other || first.extremaPool >= 0) continue;
        std::swap(first, second);
        first.pool.channels *= second.pieces;
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
    while (before != ops.begin() && isActivation(*--before)) {}
    if (before->kind != OpKind::Conv || !table.convCanBeFlat(before->conv)) return;
    before->conv.flat = true;
    ops.erase(flatten);
}

}  // namespace

std::vector<Op> operationsOf(const Network& network, const kernels::KernelTable& table) {
    std::vector<Op> ops;
    for (std::size_t i = 0; i < network.layers().size(); ++i)
        appendOps(i, network.layers()[i], ops);
    poolFirst(ops);
    foldFlatten(ops, table);
    return ops;
}

}  // namespace squash
