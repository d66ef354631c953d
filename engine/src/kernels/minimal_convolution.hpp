// The forward direction of minimal filtering: inputs are transformed a strip of tiles at a time, at
// each frequency multiplied by the transformed kernel, and transformed back with the bias added.
#pragma once
#include "kernels/activations.hpp"
#include "kernels/minimal_layout.hpp"
#include "kernels/prefetch.hpp"
#include "kernels/product.hpp"

namespace squash::kernels {
namespace {

// G w Gt of the kernels from one input channel to kDoubles output channels, of which `room` exist.
template <class Isa>
SQUASH_HOT void transformKernels(const ConvGeometry& g, const float* kernel, std::size_t room,
                                 float* packed, std::size_t stride) {
    using Filter = KernelFilter<Isa>;
    typename Filter::V half[kTileIn][kFilter], w[kFilter], u[kTileIn];
    for (std::size_t c = 0; c < kFilter; ++c) {
        for (std::size_t r = 0; r < kFilter; ++r)
            w[r] = widen<Isa>(kernel + (r * kFilter + c) * g.inChannels * g.outChannels, room);
        Filter::transform(w, u);
        for (std::size_t r = 0; r < kTileIn; ++r) half[r][c] = u[r];
    }
    for (std::size_t r = 0; r < kTileIn; ++r) {
        Filter::transform(half[r], u);
        for (std::size_t c = 0; c < kTileIn; ++c)
            narrow<Isa>(u[c], packed + (r * kTileIn + c) * stride, kDoubles<Isa>, 1);
    }
}

inline constexpr std::size_t kPackedIns = 4;  // input channels of a part of packing

SQUASH_INLINE Split minimalPackParts(const ConvGeometry& g) { return {g.inChannels, kPackedIns}; }

// kernel [ky][kx][in][out] -> [frequency][in][paddedOuts], some input channels
template <class Isa>
void minimalPack(const ConvGeometry& g, ChannelRange ins, const float* kernel, float* packed) {
    const MinimalLayout layout(g);
    for (std::size_t in = ins.first; in < ins.end; ++in)
        for (std::size_t out = 0; out < layout.paddedOuts; out += kDoubles<Isa>)
            transformKernels<Isa>(g, kernel + in * g.outChannels + out,
                                  out < g.outChannels ? g.outChannels - out : 0,
                                  packed + in * layout.paddedOuts + out, layout.packedStride);
}

// x -> v: [frequency][in][tile][16]
template <class Isa>
void transformStrip(const ConvGeometry& g, const MinimalLayout& layout, TileStrip strip,
                    const float* x, float* v) {
    for (std::size_t in = 0; in < g.inChannels; ++in)
        for (std::size_t t = 0; t < strip.count; ++t)
            for (std::size_t lane = 0; lane < kLanes; lane += kWidth<Isa>)
                transformInput<Isa>(lanesFrom(inputPlane(g, x, in), lane),
                                    layout.input(strip.first + t, g.pad),
                                    v + in * layout.row + t * kLanes + lane, layout.inputStride);
}

// Asks for where the group's results go, an equal part at each frequency: in Flatten's order they are short
// runs far apart, and all of them together do not stay in a cache from one chunk to the next. Where y lies
// elsewhere (an activation that keeps its slopes), asking for it as well gained nothing.
SQUASH_INLINE void prefetchResults(const ConvGeometry& g, ChannelRange outs, std::size_t f,
                                   float* z) {
    const OutputPlanes planes(g);
    const std::size_t positions = g.outHeight * g.outWidth;
    const std::size_t end = (f + 1) * positions / kFrequencies;
    for (std::size_t i = f * positions / kFrequencies; i < end; ++i)
        for (std::size_t out = outs.first; out < outs.end; ++out)
            prefetchToWrite(z + i * planes.position + out * planes.channel);
}

// v, packed -> m: [frequency][out of the group][tile][16]
template <class Isa>
void forwardGroup(const ConvGeometry& g, const MinimalLayout& layout, TileStrip strip,
                  ChannelRange outs, const ConvForward& call, const float* v, float* m) {
    for (std::size_t f = 0; f < kFrequencies; ++f) {
        if (g.flat && strip.first == 0) prefetchResults(g, outs, f, call.z);
        product<Isa, false>({.a = call.packed + outs.first + f * layout.packedStride,
                             .b = v + f * layout.inputStride,
                             .c = m + f * layout.outputStride,
                             .aRow = 1,
                             .aStep = layout.paddedOuts,
                             .bRow = layout.row,
                             .cRow = layout.row,
                             .rows = outs.end - outs.first,
                             .columns = strip.count * kLanes,
                             .depth = g.inChannels});
    }
}

template <class Isa>
void finishGroup(const ConvGeometry& g, const MinimalLayout& layout, TileStrip strip,
                 ChannelRange outs, const float* m, const float* bias, float* z) {
    const OutputPlanes planes(g);
    for (std::size_t out = outs.first; out < outs.end; ++out, m += layout.row)
        for (std::size_t t = 0; t < strip.count; ++t)
            for (std::size_t lane = 0; lane < kLanes; lane += kWidth<Isa>)
                transformOutput<Isa>(m + t * kLanes + lane, layout.outputStride,
                                     layout.output(strip.first + t), bias[out],
                                     lanesFrom(planes.plane(g, z, out), lane));
}

// Flat results only: a group's channels stand side by side at each position.
template <class Isa>
void activateGroup(const ConvGeometry& g, const MinimalLayout& layout, TileStrip strip,
                   ChannelRange outs, const ConvForward& call) {
    const OutputPlanes planes(g);
    for (std::size_t t = 0; t < strip.count; ++t) {
        const TileOrigin origin = layout.output(strip.first + t);
        const auto row = static_cast<std::size_t>(origin.row);
        const auto column = static_cast<std::size_t>(origin.column);
        for (std::size_t r = row; r < smaller(row + kTileOut, g.outHeight); ++r)
            for (std::size_t c = column; c < smaller(column + kTileOut, g.outWidth); ++c)
                activateResults<Isa>(
                    call, r * planes.row + c * planes.position + outs.first * planes.channel,
                    (outs.end - outs.first) * kLanes);
    }
}

template <class Isa>
void minimalForward(const ConvGeometry& g, const ConvForward& call) {
    const MinimalLayout layout(g);
    const Split groups(g.outChannels, kGroup);
    float* v = call.scratch;
    float* m = v + kFrequencies * layout.inputStride;
    for (std::size_t first = 0; first < layout.tiles; first += layout.strip) {
        const TileStrip strip{first, smaller(layout.strip, layout.tiles - first)};
        transformStrip<Isa>(g, layout, strip, call.x, v);
        for (std::size_t group = 0; group < groups.parts; ++group) {
            const std::size_t out = groups.first(group);
            const ChannelRange outs{out, out + groups.size(group)};
            forwardGroup<Isa>(g, layout, strip, outs, call, v, m);
            finishGroup<Isa>(g, layout, strip, outs, m, call.bias, call.z);
            if (call.activation && g.flat) activateGroup<Isa>(g, layout, strip, outs, call);
        }
    }
}

}  // namespace
}  // namespace squash::kernels
