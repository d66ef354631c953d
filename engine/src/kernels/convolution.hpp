// Stride-1 convolutions with 16 images in the lanes: every load is a whole vector, a weight is a
// broadcast, and taps on the zero padding are skipped instead of multiplied (28 % of the work of a
// 5x5 kernel on 8x8 positions).
//
// The input gradient is the same correlation with the kernel turned by 180 degrees, the channels
// exchanged and the padding kernel - 1 - pad, so both directions share correlate().
//
// Blocking: a tile is one output position of Isa::outs channels and Isa::vectors vectors of
// images, all its sums in registers. Weights are packed [channel block][in][ky][kx][channels of the
// block], so a tile reads them in order. Input channels are taken kInTile at a time, so that the
// rows in use and the weights stay in the first-level cache; in between the sums rest in the result.
// Column loops have a compile-time length where the kernel's size is a common one and the window
// lies inside the image.
#pragma once
#include "kernels/sums.hpp"

namespace squash::kernels {
namespace {

// What one tile reads and writes. Strides in floats.
struct CorrelationTile {
    const float* x;        // first image value under the first tap that meets the image
    const float* weights;  // of that tap
    float* out;            // of the first output channel; the next is outPlane further
    const float* bias;     // of the first output channel; null: go on from the sums in `out`
    std::size_t channels, rows, columns;  // input channels, taps down, taps across
    std::size_t xPlane, xRow, kernel, outPlane;
};

// Columns: taps across when the compiler may know them, 0 when they are tile.columns.
template <class Isa, std::size_t Outs, std::size_t Columns>
SQUASH_HOT void correlateTile(const CorrelationTile& tile) {
    Sums<Isa, Outs, Isa::vectors> sums;
    if (tile.bias)
        sums.start(tile.bias);
    else
        sums.read(tile.out, tile.outPlane);
    const std::size_t columns = Columns ? Columns : tile.columns;
    const std::size_t weightRow = tile.kernel * Outs;
    for (std::size_t c = 0; c < tile.channels; ++c) {
        const float* x = tile.x + c * tile.xPlane;
        const float* weights = tile.weights + c * tile.kernel * weightRow;
        for (std::size_t ky = 0; ky < tile.rows; ++ky, x += tile.xRow, weights += weightRow)
            for (std::size_t kx = 0; kx < columns; ++kx)
                sums.add(x + kx * kLanes, weights + kx * Outs);
    }
    sums.write(tile.out, tile.outPlane);
}

template <class Isa, std::size_t Outs>
SQUASH_INLINE void correlateLanes(const CorrelationTile& tile) {
    if constexpr (Isa::unrollTaps) {
        if (tile.columns == 5) return correlateTile<Isa, Outs, 5>(tile);
        if (tile.columns == 3) return correlateTile<Isa, Outs, 3>(tile);
    }
    correlateTile<Isa, Outs, 0>(tile);
}

// The images of a block are done Isa::vectors at a time.
template <class Isa, std::size_t Outs>
SQUASH_INLINE void correlatePosition(CorrelationTile tile) {
    constexpr std::size_t step = Isa::vectors * kWidth<Isa>;
    for (std::size_t lane = 0; lane < kLanes; lane += step, tile.x += step, tile.out += step)
        correlateLanes<Isa, Outs>(tile);
}

// The taps of one output row or column that meet the image: first .. end - 1.
struct TapRange {
    std::size_t first, end;
    TapRange(std::size_t position, std::size_t pad, std::size_t kernel, std::size_t size)
        : first(position < pad ? pad - position : 0), end(smaller(kernel, size + pad - position)) {}
};

struct CorrelationBlock {
    std::size_t firstIn, channels;  // `channels` input channels from firstIn on
    const float* x;
    const float* weights;  // of firstIn and this block of outputs
    const float* bias;     // of the first output; null: go on
    float* out;            // of the first output
};

// All positions of one block of Outs output channels, for some of the input channels.
template <class Isa, std::size_t Outs>
void correlateBlock(const ConvGeometry& g, const CorrelationBlock& block) {
    const std::size_t xPlane = g.inHeight * g.inWidth * kLanes;
    const std::size_t xRow = g.inWidth * kLanes;
    for (std::size_t row = 0; row < g.outHeight; ++row) {
        const TapRange ky(row, g.pad, g.kernel, g.inHeight);
        for (std::size_t column = 0; column < g.outWidth; ++column) {
            const TapRange kx(column, g.pad, g.kernel, g.inWidth);
            const std::size_t corner =
                (row + ky.first - g.pad) * xRow + (column + kx.first - g.pad) * kLanes;
            correlatePosition<Isa, Outs>(
                {.x = block.x + block.firstIn * xPlane + corner,
                 .weights = block.weights + (ky.first * g.kernel + kx.first) * Outs,
                 .out = block.out + (row * g.outWidth + column) * kLanes,
                 .bias = block.bias,
                 .channels = block.channels,
                 .rows = ky.end - ky.first,
                 .columns = kx.end - kx.first,
                 .xPlane = xPlane,
                 .xRow = xRow,
                 .kernel = g.kernel,
                 .outPlane = g.outHeight * g.outWidth * kLanes});
        }
    }
}

inline constexpr std::size_t kInTile = 4;         // input channels at a time
inline constexpr float kNoBias[kLanes * 2] = {};  // for as many outputs as a tile may have

// out = bias + x correlated with the packed kernel; bias null: zeros.
template <class Isa>
void correlate(const ConvGeometry& g, const float* x, const float* packed, const float* bias,
               float* out) {
    static_assert(Isa::outs <= sizeof(kNoBias) / sizeof(float));
    const Split outs(g.outChannels, Isa::outs);
    const std::size_t taps = g.kernel * g.kernel;
    for (std::size_t part = 0; part < outs.parts; ++part) {
        const std::size_t first = outs.first(part), size = outs.size(part);
        for (std::size_t in = 0; in < g.inChannels; in += kInTile) {
            const float* start = bias ? bias + first : kNoBias;
            const CorrelationBlock block{
                .firstIn = in,
                .channels = smaller(kInTile, g.inChannels - in),
                .x = x,
                .weights = packed + (first * g.inChannels + in * size) * taps,
                .bias = in == 0 ? start : nullptr,
                .out = out + first * g.outHeight * g.outWidth * kLanes};
            withConstant<Isa::outs>(size, [&](auto n) { correlateBlock<Isa, n.value>(g, block); });
        }
    }
}

// The geometry of the input gradient: what goes in is dz, what comes out is dx.
SQUASH_INLINE ConvGeometry mirrored(const ConvGeometry& g) {
    return {.inChannels = g.outChannels,
            .outChannels = g.inChannels,
            .inHeight = g.outHeight,
            .inWidth = g.outWidth,
            .outHeight = g.inHeight,
            .outWidth = g.inWidth,
            .kernel = g.kernel,
            .pad = g.kernel - 1 - g.pad};
}

template <class Isa>
void directForward(const ConvGeometry& g, const float* x, const float* packed, const float* bias,
                   float* z) {
    correlate<Isa>(g, x, packed, bias, z);
}

template <class Isa>
void directInputGradient(const ConvGeometry& g, const float* dz, const float* packed, float* dx) {
    correlate<Isa>(mirrored(g), dz, packed, nullptr, dx);
}

}  // namespace
}  // namespace squash::kernels
