// Dense layers with 16 images in the lanes, several blocks of images at once. Keras's kernel
// [in][out] is used as it is, in all three directions:
//     forward   y[out][16]  = bias + sum over in  of W[in][out] * x[in][16]   (in rows of 64, so that
//               the weights in use, 64 x 84 floats, and y stay in the first-level cache)
//     dX        dx[in][16]  =        sum over out of W[in][out] * dy[out][16], times f' where x came
//               from an activation
//     dW        dW[in][out] =        sum over images of x[in][image] * dy[image][out]; here the
//               outputs are the lanes, so dy comes transposed and nothing is summed over lanes
//               (dense_gradient.hpp)
#pragma once
#include "kernels/prefetch.hpp"
#include "kernels/sums.hpp"

namespace squash::kernels {
namespace {

// Where a vector holds a whole block of images, two blocks go side by side through a tile, so that each weight
// broadcast serves two sums. Alone, 12 multiply-adds need 12 broadcasts and a load, where the processor does two
// loads and two multiply-adds a cycle; with two blocks 24 need 14.
template <class Isa>
inline constexpr std::size_t kTileBlocks = kWidth<Isa> == kLanes ? 2 : 1;

// sums += (a run of `count` inputs) for one tile of outputs; strides in floats.
struct DenseTile {
    const float* values;   // [count][16]
    const float* weights;  // of the tile's first output and the first value
    float* out;            // [outputs of the tile][16]
    std::size_t count;
    std::size_t weightStep;          // from one value to the next
    std::size_t weightStride;        // from one output to the next
    bool fromZero;                   // else go on from what `out` holds
    const float* factors = nullptr;  // laid out as out: multiply the sums by them,
    bool steps = false;              // or by 1 where they are above 0 and 0 elsewhere
    // From one vector to the next, of a block or of two: values, out, factors.
    std::size_t valuesApart = 0, outApart = 0, factorsApart = 0;
};

// NextTo: the weights of a tile's outputs stand side by side (forward).
template <class Isa, std::size_t Outs, std::size_t Vectors, bool NextTo>
SQUASH_HOT void denseTile(const DenseTile& tile) {
    Sums<Isa, Outs, Vectors> sums;
    if (tile.fromZero)
        sums.clear();
    else
        sums.read(tile.out, kLanes, tile.outApart);
    const float* weights = tile.weights;
    const float* values = tile.values;
    const std::size_t step = tile.weightStep, stride = NextTo ? 1 : tile.weightStride;
    for (std::size_t i = 0; i < tile.count; ++i, weights += step, values += kLanes)
        sums.add(values, weights, stride, tile.valuesApart);
    if (tile.steps)
        sums.multiplyByStep(tile.factors, kLanes, tile.factorsApart);
    else if (tile.factors)
        sums.multiply(tile.factors, kLanes, tile.factorsApart);
    sums.write(tile.out, kLanes, tile.outApart);
}

// All lanes of one block, or of two that stand as far apart as the tile says.
template <class Isa, bool NextTo>
SQUASH_INLINE void denseTileOf(std::size_t outs, std::size_t blocks, DenseTile tile) {
    if constexpr (kTileBlocks<Isa> == 2) {
        if (blocks == 2)
            return withConstant<Isa::outs>(
                outs, [&](auto n) { denseTile<Isa, n.value, 2, NextTo>(tile); });
    }
    tile.valuesApart = tile.outApart = tile.factorsApart = kWidth<Isa>;
    constexpr std::size_t step = Isa::vectors * kWidth<Isa>;
    for (std::size_t lane = 0; lane < kLanes; lane += step, tile.values += step, tile.out += step) {
        withConstant<Isa::outs>(
            outs, [&](auto n) { denseTile<Isa, n.value, Isa::vectors, NextTo>(tile); });
        if (tile.factors) tile.factors += step;
    }
}

template <class Isa>
void startWithBias(std::size_t outputs, const float* bias, float* y) {
    for (std::size_t out = 0; out < outputs; ++out)
        for (std::size_t v = 0; v < kLanes; v += kWidth<Isa>)
            store<Isa>(y + out * kLanes + v, broadcast<Isa>(bias[out]));
}

inline constexpr std::size_t kDenseRows = 64;  // inputs at a time in the forward direction

// The inputs from `in` on, for all blocks of images; the rows behind them are asked for.
template <class Isa>
void denseForwardRows(const DenseGeometry& g, std::size_t in, const float* x, const float* kernel,
                      float* y) {
    const Split outs(g.outputs, Isa::outs);
    const std::size_t next = smaller(in + kDenseRows, g.inputs);
    const std::size_t nextRows = smaller(kDenseRows, g.inputs - next);
    for (std::size_t block = 0; block < g.blocks; block += kTileBlocks<Isa>)
        for (std::size_t part = 0; part < outs.parts; ++part) {
            const std::size_t blocks = smaller(kTileBlocks<Isa>, g.blocks - block);
            touchPart(kernel + next * g.outputs, nextRows * g.outputs,
                      block / kTileBlocks<Isa> * outs.parts + part,
                      (g.blocks + kTileBlocks<Isa> - 1) / kTileBlocks<Isa> * outs.parts);
            for (std::size_t b = block; b < block + blocks; ++b)
                touchPart(x + b * g.inputStride + next * kLanes, nextRows * kLanes, part,
                          outs.parts);
            denseTileOf<Isa, true>(outs.size(part), blocks,
                                   {.values = x + block * g.inputStride + in * kLanes,
                                    .weights = kernel + in * g.outputs + outs.first(part),
                                    .out = y + block * g.outputStride + outs.first(part) * kLanes,
                                    .count = smaller(kDenseRows, g.inputs - in),
                                    .weightStep = g.outputs,
                                    .weightStride = 1,
                                    .fromZero = false,
                                    .valuesApart = g.inputStride,
                                    .outApart = g.outputStride});
        }
}

template <class Isa>
void denseForward(const DenseGeometry& g, const float* x, const float* kernel, const float* bias,
                  float* y) {
    for (std::size_t block = 0; block < g.blocks; ++block)
        startWithBias<Isa>(g.outputs, bias, y + block * g.outputStride);
    for (std::size_t in = 0; in < g.inputs; in += kDenseRows)
        denseForwardRows<Isa>(g, in, x, kernel, y);
}

template <class Isa>
void denseBackwardInput(const DenseGeometry& g, const DenseBackwardInput& call) {
    const Split ins(g.inputs, Isa::outs);
    for (std::size_t part = 0; part < ins.parts; ++part)
        for (std::size_t block = 0; block < g.blocks; block += kTileBlocks<Isa>) {
            const std::size_t at = ins.first(part) * kLanes;
            const float* slopes =
                call.slopes ? call.slopes + block * call.slopeStride + at : nullptr;
            denseTileOf<Isa, false>(ins.size(part), smaller(kTileBlocks<Isa>, g.blocks - block),
                                    {.values = call.dy + block * g.outputStride,
                                     .weights = call.kernel + ins.first(part) * g.outputs,
                                     .out = call.dx + block * g.inputStride + at,
                                     .count = g.outputs,
                                     .weightStep = 1,
                                     .weightStride = g.outputs,
                                     .fromZero = true,
                                     .factors = slopes,
                                     .steps = call.valuesOfRelu,
                                     .valuesApart = g.outputStride,
                                     .outApart = g.inputStride,
                                     .factorsApart = call.slopeStride});
        }
}

template <class Isa>
void denseTranspose(std::size_t outputs, const float* dy, std::size_t panel, float* dyT) {
    for (std::size_t first = 0; first < outputs; first += kLanes, dyT += panel)
        for (std::size_t image = 0; image < kLanes; ++image)
            for (std::size_t i = 0; i < kLanes; ++i)
                dyT[image * kLanes + i] =
                    first + i < outputs ? dy[(first + i) * kLanes + image] : 0;
}

}  // namespace
}  // namespace squash::kernels
