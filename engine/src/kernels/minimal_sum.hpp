// The end of a batch for minimal filtering: parts of a kernel's gradient are added up where they
// are, in the frequencies, and transformed back once: dw = Gt u G.
#pragma once
#include "kernels/minimal_layout.hpp"

namespace squash::kernels {
namespace {

struct GradientParts {
    std::size_t count;
    const float* const* at;
};

// Where the gradients of kDoubles kernels come from and go to.
struct KernelSum {
    std::size_t offset, stride;  // in a part: of frequency 0, and from one to the next
    float* to;                   // of tap 0
    std::size_t tap, step;       // from one tap to the next, from one kernel to the next
    std::size_t count;           // of kernels
};

template <class Isa>
SQUASH_HOT void sumKernels(const GradientParts& parts, const KernelSum& sum) {
    using Filter = KernelFilter<Isa>;
    typename Filter::V half[kFilter][kTileIn], u[kTileIn], w[kFilter];
    for (std::size_t c = 0; c < kTileIn; ++c) {
        for (std::size_t r = 0; r < kTileIn; ++r) {
            const std::size_t at = sum.offset + (r * kTileIn + c) * sum.stride;
            u[r] = widen<Isa>(parts.at[0] + at, kDoubles<Isa>);
            for (std::size_t p = 1; p < parts.count; ++p)
                u[r] = u[r] + widen<Isa>(parts.at[p] + at, kDoubles<Isa>);
        }
        Filter::gradient(u, w);
        for (std::size_t r = 0; r < kFilter; ++r) half[r][c] = w[r];
    }
    for (std::size_t r = 0; r < kFilter; ++r) {
        Filter::gradient(half[r], w);
        for (std::size_t c = 0; c < kFilter; ++c)
            narrow<Isa>(w[c], sum.to + (r * kFilter + c) * sum.tap, sum.count, sum.step);
    }
}

// gradient: [frequency][in / 16][out][16 channels]
template <class Isa>
void sumByChannels(const ConvGeometry& g, ChannelRange outs, const GradientParts& parts,
                   float* dKernel) {
    for (std::size_t in = 0; in < g.inChannels; in += kDoubles<Isa>)
        for (std::size_t out = outs.first; out < outs.end; ++out)
            sumKernels<Isa>(parts,
                            {.offset = (in / kLanes * g.outChannels + out) * kLanes + in % kLanes,
                             .stride = g.inChannels * g.outChannels,
                             .to = dKernel + in * g.outChannels + out,
                             .tap = g.inChannels * g.outChannels,
                             .step = g.outChannels,
                             .count = kDoubles<Isa>});
}

// gradient: [frequency][in][paddedOuts]
template <class Isa>
void sumByImages(const ConvGeometry& g, ChannelRange outs, const GradientParts& parts,
                 float* dKernel) {
    const std::size_t padded = MinimalLayout(g).paddedOuts;
    for (std::size_t in = 0; in < g.inChannels; ++in)
        for (std::size_t out = outs.first; out < outs.end; out += kDoubles<Isa>)
            sumKernels<Isa>(parts, {.offset = in * padded + out,
                                    .stride = g.inChannels * padded,
                                    .to = dKernel + in * g.outChannels + out,
                                    .tap = g.inChannels * g.outChannels,
                                    .step = 1,
                                    .count = smaller(kDoubles<Isa>, outs.end - out)});
}

template <class Isa>
void sumMinimalGradients(const ConvGeometry& g, ChannelRange outs, const GradientParts& parts,
                         float* dKernel) {
    if (channelsAreLanes(g))
        sumByChannels<Isa>(g, outs, parts, dKernel);
    else
        sumByImages<Isa>(g, outs, parts, dKernel);
}

}  // namespace
}  // namespace squash::kernels
