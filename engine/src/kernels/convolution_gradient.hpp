// The gradient of a convolution's kernel and bias.
//
// For one tap (ky, kx) it is a product of two lists of planes, x moved by the tap against dz, over
// the positions where the tap meets the image, and over the images. So a tile keeps
// Isa::gradientIns x Isa::gradientOuts sums of whole vectors in registers, walks over the positions
// of a strip of rows, and adds its lanes together only at the strip's end. No tap on the padding is
// touched, no case of the kernel's size is special, and the planes of a tile (some 28 kB for 8x8)
// are used for all taps while they are in the first-level cache: that is what the strips are for.
#pragma once
#include "kernels/convolution.hpp"

namespace squash::kernels {
namespace {

struct GradientTile {
    const float* x;   // of the first input channel, at the first position, moved by the tap
    const float* dz;  // of the first output channel, at the first position
    float* dKernel;   // [ky][kx][in][out] at this tap and these channels; added to
    std::size_t rows, columns;  // positions
    std::size_t xPlane, xRow, dzPlane, dzRow, outChannels;
};

template <class Isa, std::size_t Ins, std::size_t Outs>
struct GradientSums {
    Vec<Isa> at[Ins][Outs];

    SQUASH_INLINE void clear() {
        for (std::size_t i = 0; i < Ins; ++i)
            for (std::size_t o = 0; o < Outs; ++o) at[i][o] = broadcast<Isa>(0);
    }
    SQUASH_INLINE void add(const float* x, std::size_t xPlane, const float* dz,
                           std::size_t dzPlane) {
        Vec<Isa> gradient[Outs];
        for (std::size_t o = 0; o < Outs; ++o) gradient[o] = load<Isa>(dz + o * dzPlane);
        for (std::size_t i = 0; i < Ins; ++i) {
            const Vec<Isa> value = load<Isa>(x + i * xPlane);
            for (std::size_t o = 0; o < Outs; ++o)
                at[i][o] = Isa::madd(value, gradient[o], at[i][o]);
        }
    }
};

template <class Isa, std::size_t Ins, std::size_t Outs>
SQUASH_HOT void gradientTile(const GradientTile& tile) {
    GradientSums<Isa, Ins, Outs> sums;
    sums.clear();
    const std::size_t length = tile.columns * kLanes;
    for (std::size_t row = 0; row < tile.rows; ++row) {
        const float* x = tile.x + row * tile.xRow;
        const float* dz = tile.dz + row * tile.dzRow;
        for (std::size_t i = 0; i < length; i += kWidth<Isa>)
            sums.add(x + i, tile.xPlane, dz + i, tile.dzPlane);
    }
    for (std::size_t i = 0; i < Ins; ++i)
        for (std::size_t o = 0; o < Outs; ++o)
            tile.dKernel[i * tile.outChannels + o] += xsimd::reduce_add(sums.at[i][o]);
}

// Rows or columns of outputs whose tap meets the image.
struct PositionRange {
    std::size_t first, end;
    PositionRange(std::size_t tap, std::size_t pad, std::size_t inSize, std::size_t outSize)
        : first(tap < pad ? pad - tap : 0),
          end(inSize + pad > tap ? smaller(outSize, inSize + pad - tap) : 0) {
        if (end < first) end = first;
    }
    std::size_t size() const { return end - first; }
};

struct GradientArrays {
    const float* x;
    const float* dz;
    float* dKernel;
};
struct Strip {
    std::size_t first, end;  // rows of outputs
};
struct ChannelBlock {
    std::size_t firstIn, firstOut;
};

// Every tap for one block of input and output channels and one strip of rows.
template <class Isa, std::size_t Ins, std::size_t Outs>
void gradientBlock(const ConvGeometry& g, const GradientArrays& arrays, Strip strip,
                   ChannelBlock block) {
    const std::size_t xRow = g.inWidth * kLanes, xPlane = g.inHeight * xRow;
    const std::size_t dzRow = g.outWidth * kLanes, dzPlane = g.outHeight * dzRow;
    for (std::size_t ky = 0; ky < g.kernel; ++ky) {
        const PositionRange rows(ky, g.pad, g.inHeight, g.outHeight);
        const std::size_t first = rows.first < strip.first ? strip.first : rows.first;
        const std::size_t end = smaller(rows.end, strip.end);
        if (first >= end) continue;
        for (std::size_t kx = 0; kx < g.kernel; ++kx) {
            const PositionRange columns(kx, g.pad, g.inWidth, g.outWidth);
            if (columns.size() == 0) continue;
            const std::size_t tap = (ky * g.kernel + kx) * g.inChannels + block.firstIn;
            gradientTile<Isa, Ins, Outs>(
                {.x = arrays.x + block.firstIn * xPlane + (first + ky - g.pad) * xRow +
                      (columns.first + kx - g.pad) * kLanes,
                 .dz =
                     arrays.dz + block.firstOut * dzPlane + first * dzRow + columns.first * kLanes,
                 .dKernel = arrays.dKernel + tap * g.outChannels + block.firstOut,
                 .rows = end - first,
                 .columns = columns.size(),
                 .xPlane = xPlane,
                 .xRow = xRow,
                 .dzPlane = dzPlane,
                 .dzRow = dzRow,
                 .outChannels = g.outChannels});
        }
    }
}

template <class Isa>
void biasGradient(const ConvGeometry& g, const float* dz, float* dBias) {
    const std::size_t plane = g.outHeight * g.outWidth * kLanes;
    for (std::size_t out = 0; out < g.outChannels; ++out, dz += plane) {
        Vec<Isa> sums[kVectors<Isa>];
        for (auto& sum : sums) sum = broadcast<Isa>(0);
        for (std::size_t i = 0; i < plane; i += kLanes)
            for (std::size_t v = 0; v < kVectors<Isa>; ++v)
                sums[v] = sums[v] + load<Isa>(dz + i + v * kWidth<Isa>);
        for (std::size_t v = 1; v < kVectors<Isa>; ++v) sums[0] = sums[0] + sums[v];
        dBias[out] += xsimd::reduce_add(sums[0]);
    }
}

inline constexpr std::size_t kStripPositions = 128;

template <class Isa>
void directKernelGradient(const ConvGeometry& g, const float* x, const float* dz, float* dKernel,
                          float* dBias) {
    const GradientArrays arrays{x, dz, dKernel};
    const Split ins(g.inChannels, Isa::gradientIns), outs(g.outChannels, Isa::gradientOuts);
    const std::size_t stripRows = (kStripPositions + g.outWidth - 1) / g.outWidth;
    for (std::size_t row = 0; row < g.outHeight; row += stripRows) {
        const Strip strip{row, smaller(row + stripRows, g.outHeight)};
        for (std::size_t o = 0; o < outs.parts; ++o)
            for (std::size_t i = 0; i < ins.parts; ++i)
                withConstant<Isa::gradientIns>(ins.size(i), [&](auto nIn) {
                    withConstant<Isa::gradientOuts>(outs.size(o), [&](auto nOut) {
                        gradientBlock<Isa, nIn.value, nOut.value>(g, arrays, strip,
                                                                  {ins.first(i), outs.first(o)});
                    });
                });
    }
    biasGradient<Isa>(g, dz, dBias);
}

}  // namespace
}  // namespace squash::kernels
