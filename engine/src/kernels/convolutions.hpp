// What the kernel table says of convolutions: each geometry goes to the form that is faster for it, the direct one or
// minimal filtering, of tiles in all directions or of rows forwards alone.
#pragma once
#include "kernels/convolution_packing.hpp"
#include "kernels/minimal_gradient.hpp"
#include "kernels/minimal_sum.hpp"
#include "kernels/pooled_gradient.hpp"
#include "kernels/row_filtering.hpp"

namespace squash::kernels {
namespace {

// Of a kernel that is not filtered in both directions: what forwards reads, in front of what backwards reads.
template <class Isa>
std::size_t forwardPackedSize(const ConvGeometry& g) {
    return rowFilteringWins(g) ? rowPackedSize(g) : directPackedSize<Isa>(g);
}

template <class Isa>
std::size_t convPackedSize(const ConvGeometry& g) {
    return minimalFilteringWins(g) ? minimalPackedSize(g)
                                   : forwardPackedSize<Isa>(g) + directPackedSize<Isa>(g);
}

template <class Isa>
std::size_t convGradientSize(const ConvGeometry& g) {
    return minimalFilteringWins(g) ? minimalGradientSize(g) : directPackedSize<Isa>(g);
}

template <class Isa>
std::size_t convScratchSize(const ConvGeometry& g) {
    if (minimalFilteringWins(g)) return minimalScratchSize(g);
    const std::size_t pooled = pooledScratchSize<Isa>(g);
    const std::size_t rows = rowFilteringWins(g) ? rowScratchSize(g) : 0;
    return pooled < rows ? rows : pooled;
}

template <class Isa>
bool convCanBeFlat(const ConvGeometry& g) {
    return minimalFilteringWins(g);
}

// Of kernels for tiles a second worker takes some: they have 64 points for 25 weights. Others are done in no time.
template <class Isa>
std::size_t convPackParts(const ConvGeometry& g) {
    return minimalFilteringWins(g) ? minimalPackParts(g).parts : 1;
}

template <class Isa>
void convPack(const ConvGeometry& g, std::size_t part, const float* kernel, float* packed) {
    if (minimalFilteringWins(g)) {
        const Split ins = minimalPackParts(g);
        return minimalPack<Isa>(g, {ins.first(part), ins.first(part + 1)}, kernel, packed);
    }
    if (rowFilteringWins(g))
        rowPack<Isa>(g, kernel, packed);
    else
        directPackForward<Isa>(g, kernel, packed);
    directPackBackward<Isa>(g, kernel, packed + forwardPackedSize<Isa>(g));
}

template <class Isa>
void convForward(const ConvGeometry& g, ConvForward call) {
    if (!call.z) call.z = call.y;  // activated where it is
    if (minimalFilteringWins(g)) {
        minimalForward<Isa>(g, call);
    } else if (rowFilteringWins(g)) {
        rowForward<Isa>(g, call);
    } else {
        directForward<Isa>(g, call.x, call.packed, call.bias, call.z);
    }
    // Flat results have been activated a group of channels at a time.
    if (call.activation && !g.flat)
        activateResults<Isa>(call, 0, g.outChannels * g.outHeight * g.outWidth * kLanes);
}

// Of the direct forms.
template <class Isa>
SQUASH_INLINE void startGradient(const ConvGeometry& g, bool add, float* gradient, float* dBias) {
    if (add) return;
    for (std::size_t i = 0; i < directPackedSize<Isa>(g); ++i) gradient[i] = 0;
    for (std::size_t i = 0; i < g.outChannels; ++i) dBias[i] = 0;
}

template <class Isa>
void convBackward(const ConvGeometry& g, const ConvBackward& call) {
    if (minimalFilteringWins(g)) return minimalBackward<Isa>(g, call);
    startGradient<Isa>(g, call.add, call.gradient, call.dBias);
    directKernelGradient<Isa>(g, call.x, call.dz, call.gradient, call.dBias);
    if (call.dx)
        directInputGradient<Isa>(g, call.dz, call.packed + forwardPackedSize<Isa>(g), call.dx);
}

template <class Isa>
bool convTakesPooled(const ConvGeometry& g, const PoolGeometry& p) {
    return !minimalFilteringWins(g) && pooledGradientFits<Isa>(g, p);
}

template <class Isa>
void convBackwardPooled(const ConvGeometry& g, const PoolGeometry& p, const PooledBackward& call) {
    startGradient<Isa>(g, call.add, call.gradient, call.dBias);
    pooledKernelGradient<Isa>(g, p, call);
}

template <class Isa>
void convSumGradients(const ConvGeometry& g, ChannelRange outs, std::size_t parts,
                      const float* const* part, float* dKernel) {
    if (minimalFilteringWins(g)) return sumMinimalGradients<Isa>(g, outs, {parts, part}, dKernel);
    const std::size_t rows = g.kernel * g.kernel * g.inChannels;
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t i = row * g.outChannels + outs.first; i < row * g.outChannels + outs.end;
             ++i) {
            dKernel[i] = part[0][i];
            for (std::size_t p = 1; p < parts; ++p) dKernel[i] += part[p][i];
        }
}

}  // namespace
}  // namespace squash::kernels
