// The backward direction of minimal filtering. dz of a strip of tiles and a group of channels is
// transformed once; at each frequency it is multiplied by the transformed inputs, which adds to the
// kernel's gradient, and by the transformed kernel, which adds to the input gradient. The kernel's
// gradient stays in the frequencies until sumMinimalGradients() has added up all parts of a batch.
//
// The kernel's gradient is a sum over images, which are the lanes. Two ways round adding lanes up:
//  - 16 input channels, or a multiple: x is transposed first, so that channels are the lanes of its
//    transform and images are the steps of the product. gradient: [frequency][in / 16][out][16]
//  - else: sums of whole vectors, each added up at the end. gradient: [frequency][in][paddedOuts]
#pragma once
#include "kernels/convolution_gradient.hpp"
#include "kernels/minimal_convolution.hpp"
#include "kernels/prefetch.hpp"

namespace squash::kernels {
namespace {

// 16 channels of one position, [channel][16 images] -> [image][16 channels]
template <class Isa>
SQUASH_INLINE void transposePosition(const float* x, std::size_t plane, float* to) {
    constexpr std::size_t width = kWidth<Isa>;
    for (std::size_t channel = 0; channel < kLanes; channel += width)
        for (std::size_t image = 0; image < kLanes; image += width) {
            Vec<Isa> rows[width];
            for (std::size_t r = 0; r < width; ++r)
                rows[r] = load<Isa>(x + (channel + r) * plane + image);
            xsimd::transpose(rows, rows + width);
            for (std::size_t r = 0; r < width; ++r)
                store<Isa>(to + (image + r) * kLanes + channel, rows[r]);
        }
}

// x -> [in / 16][row][column][image][16 channels]
template <class Isa>
SQUASH_HOT void transposeChannels(const ConvGeometry& g, const float* x, float* to) {
    const std::size_t positions = g.inHeight * g.inWidth;
    for (std::size_t in = 0; in < g.inChannels; in += kLanes)
        for (std::size_t i = 0; i < positions; ++i, to += kLanes * kLanes)
            transposePosition<Isa>(x + (in * positions + i) * kLanes, positions * kLanes, to);
}

// One call: its memory, and what its steps share.
struct MinimalBackward {
    const ConvGeometry& g;
    const ConvBackward& call;
    MinimalLayout layout;
    float* outputs;         // dz of a strip and a group: [frequency][out of the group][tile][16]
    float* inputs;          // x of a strip: [frequency], then as MinimalLayout::inputStride says
    float* inputGradients;  // dx of a strip: [frequency][in][tile][16]
    float* transposed;      // x of the whole block, where channels are the lanes

    SQUASH_INLINE MinimalBackward(const ConvGeometry& geometry, const ConvBackward& backward)
        : g(geometry),
          call(backward),
          layout(geometry),
          outputs(backward.scratch),
          inputs(outputs + kFrequencies * layout.outputStride),
          inputGradients(inputs + kFrequencies * layout.inputStride),
          transposed(inputGradients + kFrequencies * layout.inputStride) {}
};

template <class Isa>
void transformChannelStrip(const MinimalBackward& b, TileStrip strip) {
    const ConvGeometry& g = b.g;
    constexpr std::size_t position = kLanes * kLanes;
    const std::size_t plane = g.inHeight * g.inWidth * position;
    for (std::size_t in = 0; in < g.inChannels / kLanes; ++in)
        for (std::size_t t = 0; t < strip.count; ++t)
            for (std::size_t i = 0; i < position; i += kWidth<Isa>)
                transformInput<Isa>({b.transposed + in * plane + i, position, g.inWidth * position,
                                     g.inHeight, g.inWidth},
                                    b.layout.input(strip.first + t, g.pad),
                                    b.inputs + (in * b.layout.strip + t) * position + i,
                                    b.layout.inputStride);
}

template <class Isa>
void transformOutputGradients(const MinimalBackward& b, TileStrip strip, ChannelRange outs) {
    const OutputPlanes planes(b.g);
    float* to = b.outputs;
    for (std::size_t out = outs.first; out < outs.end; ++out, to += b.layout.row)
        for (std::size_t t = 0; t < strip.count; ++t)
            for (std::size_t lane = 0; lane < kLanes; lane += kWidth<Isa>)
                transformOutputGradient<Isa>(lanesFrom(planes.plane(b.g, b.call.dz, out), lane),
                                             b.layout.output(strip.first + t),
                                             to + t * kLanes + lane, b.layout.outputStride);
}

// Row 1, column 1 of the frequencies belongs to the point 1, where a tile's values are just added.
inline constexpr std::size_t kSumFrequency = kTileIn + 1;

template <class Isa>
void addBiasGradient(const MinimalBackward& b, TileStrip strip, ChannelRange outs, bool add) {
    const float* sums = b.outputs + kSumFrequency * b.layout.outputStride;
    for (std::size_t out = outs.first; out < outs.end; ++out, sums += b.layout.row) {
        Vec<Isa> sum = broadcast<Isa>(0);
        for (std::size_t i = 0; i < strip.count * kLanes; i += kWidth<Isa>)
            sum = sum + load<Isa>(sums + i);
        b.call.dBias[out] = (add ? b.call.dBias[out] : 0) + xsimd::reduce_add(sum);
    }
}

// What the products of frequency f + 1 take is asked for during those of f; the last asks for its own.
SQUASH_INLINE std::size_t nextFrequency(std::size_t f) { return smaller(f + 1, kFrequencies - 1); }

template <class Isa, bool Add>
void kernelGradientByChannels(const MinimalBackward& b, TileStrip strip, ChannelRange outs) {
    const std::size_t ins = b.g.inChannels / kLanes, rows = outs.end - outs.first;
    float* gradient = b.call.gradient + outs.first * kLanes;
    const std::size_t matrix = b.g.outChannels * kLanes;
    for (std::size_t f = 0; f < kFrequencies; ++f)
        for (std::size_t in = 0; in < ins; ++in) {
            prefetchRows(gradient + (nextFrequency(f) * ins + in) * matrix, rows, kLanes, kLanes);
            product<Isa, Add>(
                {.a = b.outputs + f * b.layout.outputStride,
                 .b = b.inputs + f * b.layout.inputStride + in * b.layout.row * kLanes,
                 .c = gradient + (f * ins + in) * matrix,
                 .aRow = b.layout.row,
                 .aStep = 1,
                 .bRow = kLanes,
                 .cRow = kLanes,
                 .rows = rows,
                 .columns = kLanes,
                 .depth = strip.count * kLanes});
        }
}

// d[in][out] = or += sum over i < length of v[in][i] * s[out][i]; rows of v and s are `row` apart.
struct ReducedProduct {
    const float* v;
    const float* s;
    float* d;
    std::size_t row, dRow, length;
    bool add;
};

template <class Isa, std::size_t Ins, std::size_t Outs>
SQUASH_INLINE void reducedTile(const ReducedProduct& p, std::size_t in, std::size_t out) {
    GradientSums<Isa, Ins, Outs> sums;
    sums.clear();
    for (std::size_t i = 0; i < p.length; i += kWidth<Isa>)
        sums.add(p.v + in * p.row + i, p.row, p.s + out * p.row + i, p.row);
    for (std::size_t i = 0; i < Ins; ++i)
        for (std::size_t o = 0; o < Outs; ++o) {
            float* d = p.d + (in + i) * p.dRow + out + o;
            *d = (p.add ? *d : 0) + xsimd::reduce_add(sums.at[i][o]);
        }
}

template <class Isa>
SQUASH_HOT void reducedProduct(const ReducedProduct& p, std::size_t ins, std::size_t outs) {
    const Split inParts(ins, Isa::gradientIns), outParts(outs, Isa::gradientOuts);
    for (std::size_t o = 0; o < outParts.parts; ++o)
        for (std::size_t i = 0; i < inParts.parts; ++i)
            withConstant<Isa::gradientIns>(inParts.size(i), [&](auto nIn) {
                withConstant<Isa::gradientOuts>(outParts.size(o), [&](auto nOut) {
                    reducedTile<Isa, nIn.value, nOut.value>(p, inParts.first(i), outParts.first(o));
                });
            });
}

template <class Isa>
void kernelGradientByImages(const MinimalBackward& b, TileStrip strip, ChannelRange outs,
                            bool add) {
    const MinimalLayout& layout = b.layout;
    for (std::size_t f = 0; f < kFrequencies; ++f)
        reducedProduct<Isa>(
            {.v = b.inputs + f * layout.inputStride,
             .s = b.outputs + f * layout.outputStride,
             .d = b.call.gradient + f * b.g.inChannels * layout.paddedOuts + outs.first,
             .row = layout.row,
             .dRow = layout.paddedOuts,
             .length = strip.count * kLanes,
             .add = add},
            b.g.inChannels, outs.end - outs.first);
}

template <class Isa, bool Add>
void inputGradients(const MinimalBackward& b, TileStrip strip, ChannelRange outs) {
    const MinimalLayout& layout = b.layout;
    const float* packed = b.call.packed + outs.first;
    for (std::size_t f = 0; f < kFrequencies; ++f) {
        prefetchRows(packed + nextFrequency(f) * layout.packedStride, b.g.inChannels,
                     layout.paddedOuts, outs.end - outs.first);
        product<Isa, Add>({.a = packed + f * layout.packedStride,
                           .b = b.outputs + f * layout.outputStride,
                           .c = b.inputGradients + f * layout.inputStride,
                           .aRow = layout.paddedOuts,
                           .aStep = 1,
                           .bRow = layout.row,
                           .cRow = layout.row,
                           .rows = b.g.inChannels,
                           .columns = strip.count * kLanes,
                           .depth = outs.end - outs.first});
    }
}

// One group of output channels. add: to what the gradients hold already.
template <class Isa>
void backwardGroup(const MinimalBackward& b, TileStrip strip, ChannelRange outs) {
    const bool add = b.call.add || strip.first > 0;
    transformOutputGradients<Isa>(b, strip, outs);
    addBiasGradient<Isa>(b, strip, outs, add);
    if (!channelsAreLanes(b.g))
        kernelGradientByImages<Isa>(b, strip, outs, add);
    else if (add)
        kernelGradientByChannels<Isa, true>(b, strip, outs);
    else
        kernelGradientByChannels<Isa, false>(b, strip, outs);
    if (!b.call.dx) return;
    if (outs.first > 0)
        inputGradients<Isa, true>(b, strip, outs);
    else
        inputGradients<Isa, false>(b, strip, outs);
}

template <class Isa>
void addInputGradients(const MinimalBackward& b, TileStrip strip) {
    for (std::size_t in = 0; in < b.g.inChannels; ++in)
        for (std::size_t t = 0; t < strip.count; ++t)
            for (std::size_t lane = 0; lane < kLanes; lane += kWidth<Isa>)
                addInputGradient<Isa>(b.inputGradients + in * b.layout.row + t * kLanes + lane,
                                      b.layout.inputStride,
                                      b.layout.input(strip.first + t, b.g.pad),
                                      lanesFrom(inputPlane(b.g, b.call.dx, in), lane));
}

template <class Isa>
void minimalBackward(const ConvGeometry& g, const ConvBackward& call) {
    const MinimalBackward b(g, call);
    const MinimalLayout& layout = b.layout;
    const Split groups(g.outChannels, kGroup);
    if (call.dx) clear<Isa>(call.dx, g.inChannels * g.inHeight * g.inWidth * kLanes);
    if (channelsAreLanes(g)) transposeChannels<Isa>(g, call.x, b.transposed);
    for (std::size_t first = 0; first < layout.tiles; first += layout.strip) {
        const TileStrip strip{first, smaller(layout.strip, layout.tiles - first)};
        if (channelsAreLanes(g))
            transformChannelStrip<Isa>(b, strip);
        else
            transformStrip<Isa>(g, layout, strip, call.x, b.inputs);
        for (std::size_t group = 0; group < groups.parts; ++group) {
            const std::size_t out = groups.first(group);
            backwardGroup<Isa>(b, strip, {out, out + groups.size(group)});
        }
        if (call.dx) addInputGradients<Isa>(b, strip);
    }
}

}  // namespace
}  // namespace squash::kernels
