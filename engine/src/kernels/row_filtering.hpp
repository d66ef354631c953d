// Minimal filtering in one dimension, F(4, 5), for convolutions of few input channels: along a row 4 outputs of 5 taps
// come from 8 products instead of 20, while the taps above each other are added as they are. A whole tile's transforms
// (minimal_convolution.hpp) are shared by too few channels to pay here; a row's are shared by the output channels and by
// the five rows of outputs that read it. Forwards only: backwards such a layer takes its gradient from the pooling.
//
// At each of the 8 points a row of outputs is one product over [tap down][input channel]: transformed rows lie
// [point][input row][in][tile][16], so that those which one row of outputs reads follow each other. The channels stand
// last to first: the products are added in this order, and of those tried it is the one with which every near tie that
// the reference's norms show falls as it does in float64 (docs/numbers.md).
#pragma once
#include "kernels/convolution.hpp"
#include "kernels/minimal_layout.hpp"
#include "kernels/product.hpp"

namespace squash::kernels {
namespace {

// Tiles of a strip: the rows that one row of outputs reads stay in the second-level cache, the products of a point in
// the first.
inline constexpr std::size_t kRowTiles = 8;

struct RowLayout {
    std::size_t tiles;         // of a row of outputs
    std::size_t strip;         // tiles of a strip
    std::size_t row;           // floats of a channel's strip: [tile][16]
    std::size_t paddedOuts;    // a multiple of kLanes
    std::size_t packedStride;  // between the packed kernel's points: [ky][in][paddedOuts]
    std::size_t inputStride;   // between the transformed inputs': [input row][in][tile][16]
    std::size_t outputStride;  // between the outputs' of a group: [out][tile][16]

    SQUASH_INLINE explicit RowLayout(const ConvGeometry& g)
        : tiles((g.outWidth + kTileOut - 1) / kTileOut),
          strip(smaller(tiles, kRowTiles)),
          row(strip * kLanes),
          paddedOuts((g.outChannels + kLanes - 1) / kLanes * kLanes),
          packedStride(g.kernel * g.inChannels * paddedOuts + kPlaneGap),
          inputStride(g.inHeight * g.inChannels * row + kPlaneGap),
          outputStride(smaller(kGroup, g.outChannels) * row + kPlaneGap) {}
};

// Where an input channel stands among the others.
SQUASH_INLINE std::size_t channelPlace(const ConvGeometry& g, std::size_t in) {
    return g.inChannels - 1 - in;
}

SQUASH_INLINE bool rowFilteringWins(const ConvGeometry& g) {
    return g.kernel == kFilter && g.outHeight >= kTileOut && g.outWidth >= kTileOut &&
           g.outChannels >= 2 && !minimalFilteringWins(g);
}

SQUASH_INLINE std::size_t rowPackedSize(const ConvGeometry& g) {
    return kTileIn * RowLayout(g).packedStride;
}

SQUASH_INLINE std::size_t rowScratchSize(const ConvGeometry& g) {
    const RowLayout layout(g);
    return kTileIn * (layout.inputStride + layout.outputStride);
}

// kernel [ky][kx][in][out] -> [point][ky][in][paddedOuts]
template <class Isa>
void rowPack(const ConvGeometry& g, const float* kernel, float* packed) {
    using Filter = KernelFilter<Isa>;
    const RowLayout layout(g);
    typename Filter::V w[kFilter], u[kTileIn];
    for (std::size_t ky = 0; ky < kFilter; ++ky)
        for (std::size_t in = 0; in < g.inChannels; ++in)
            for (std::size_t out = 0; out < layout.paddedOuts; out += kDoubles<Isa>) {
                const std::size_t room = out < g.outChannels ? g.outChannels - out : 0;
                for (std::size_t kx = 0; kx < kFilter; ++kx)
                    w[kx] = widen<Isa>(
                        kernel + ((ky * kFilter + kx) * g.inChannels + in) * g.outChannels + out,
                        room);
                Filter::transform(w, u);
                float* to =
                    packed + (ky * g.inChannels + channelPlace(g, in)) * layout.paddedOuts + out;
                for (std::size_t point = 0; point < kTileIn; ++point)
                    narrow<Isa>(u[point], to + point * layout.packedStride, kDoubles<Isa>, 1);
            }
}

// One row of one input channel -> a strip's tiles at each point.
template <class Isa>
SQUASH_HOT void transformRow(const Plane<const float>& x, std::size_t row, std::size_t pad,
                             TileStrip strip, float* v, std::size_t stride) {
    for (std::size_t t = 0; t < strip.count; ++t) {
        const auto column = static_cast<std::ptrdiff_t>((strip.first + t) * kTileOut) -
                            static_cast<std::ptrdiff_t>(pad);
        const float* from = x.position(static_cast<std::ptrdiff_t>(row), column);
        withColumns(Inside(column, kTileIn, x.width), [&](const auto& columns) {
            for (std::size_t lane = 0; lane < kLanes; lane += kWidth<Isa>) {
                Vec<Isa> d[kTileIn], u[kTileIn];
                for (std::size_t c = 0; c < kTileIn; ++c)
                    d[c] = columns.has(c) ? load<Isa>(from + c * kLanes + lane) : broadcast<Isa>(0);
                MinimalFilter<Isa>::input(d, u);
                for (std::size_t point = 0; point < kTileIn; ++point)
                    store<Isa>(v + point * stride + t * kLanes + lane, u[point]);
            }
        });
    }
}

// A strip's products at each point -> one row of one output channel.
template <class Isa>
SQUASH_HOT void finishRow(const float* m, std::size_t stride, TileStrip strip, float bias,
                          std::size_t width, float* z) {
    const Vec<Isa> offset = broadcast<Isa>(bias);
    for (std::size_t t = 0; t < strip.count; ++t) {
        const std::size_t column = (strip.first + t) * kTileOut;
        const std::size_t count = smaller(kTileOut, width - column);
        float* to = z + column * kLanes;
        for (std::size_t lane = 0; lane < kLanes; lane += kWidth<Isa>) {
            Vec<Isa> d[kTileIn], y[kTileOut];
            for (std::size_t point = 0; point < kTileIn; ++point)
                d[point] = load<Isa>(m + point * stride + t * kLanes + lane);
            MinimalFilter<Isa>::output(d, y);
            for (std::size_t c = 0; c < kTileOut; ++c)
                if (c < count) store<Isa>(to + c * kLanes + lane, y[c] + offset);
        }
    }
}

struct RowCall {
    const float* packed;  // of a group's first output
    const float* v;
    float* m;
};

// At each point the group's outputs of one row, over the taps down that meet the image.
template <class Isa>
void multiplyRow(const ConvGeometry& g, const RowLayout& layout, std::size_t row, std::size_t outs,
                 std::size_t columns, const RowCall& call) {
    const TapRange ky(row, g.pad, g.kernel, g.inHeight);
    const float* a = call.packed + ky.first * g.inChannels * layout.paddedOuts;
    const float* b = call.v + (row + ky.first - g.pad) * g.inChannels * layout.row;
    for (std::size_t point = 0; point < kTileIn; ++point)
        product<Isa, false>({.a = a + point * layout.packedStride,
                             .b = b + point * layout.inputStride,
                             .c = call.m + point * layout.outputStride,
                             .aRow = 1,
                             .aStep = layout.paddedOuts,
                             .bRow = layout.row,
                             .cRow = layout.row,
                             .rows = outs,
                             .columns = columns,
                             .depth = (ky.end - ky.first) * g.inChannels});
}

template <class Isa>
void rowStrip(const ConvGeometry& g, const RowLayout& layout, TileStrip strip,
              const ConvForward& call) {
    const Split groups(g.outChannels, kGroup);
    float* v = call.scratch;
    float* m = v + kTileIn * layout.inputStride;
    const std::size_t plane = g.outHeight * g.outWidth * kLanes;
    std::size_t transformed = 0;  // rows of inputs
    for (std::size_t row = 0; row < g.outHeight; ++row) {
        // Just before its first use, so that it is still near.
        const std::size_t needed = smaller(row + g.kernel - g.pad, g.inHeight);
        for (; transformed < needed; ++transformed)
            for (std::size_t in = 0; in < g.inChannels; ++in)
                transformRow<Isa>(
                    inputPlane(g, call.x, in), transformed, g.pad, strip,
                    v + (transformed * g.inChannels + channelPlace(g, in)) * layout.row,
                    layout.inputStride);
        for (std::size_t group = 0; group < groups.parts; ++group) {
            const std::size_t first = groups.first(group), outs = groups.size(group);
            multiplyRow<Isa>(g, layout, row, outs, strip.count * kLanes,
                             {call.packed + first, v, m});
            for (std::size_t out = 0; out < outs; ++out)
                finishRow<Isa>(m + out * layout.row, layout.outputStride, strip,
                               call.bias[first + out], g.outWidth,
                               call.z + (first + out) * plane + row * g.outWidth * kLanes);
        }
    }
}

template <class Isa>
void rowForward(const ConvGeometry& g, const ConvForward& call) {
    const RowLayout layout(g);
    for (std::size_t first = 0; first < layout.tiles; first += layout.strip)
        rowStrip<Isa>(g, layout, {first, smaller(layout.strip, layout.tiles - first)}, call);
}

}  // namespace
}  // namespace squash::kernels
