// Kernels of convolutions in the order in which convolution.hpp reads them:
//     forward:  [block of outputs][in][ky][kx][output of the block]
//     backward: [block of inputs][out][ky'][kx'][input of the block], the taps turned by 180 degrees
// Blocks are those of Split, so both take exactly as many floats as the kernel itself.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

template <class Isa>
std::size_t directPackedSize(const ConvGeometry& g) {
    return g.kernel * g.kernel * g.inChannels * g.outChannels;
}

template <class Isa>
void directPackForward(const ConvGeometry& g, const float* kernel, float* packed) {
    const Split blocks(g.outChannels, Isa::outs);
    const std::size_t taps = g.kernel * g.kernel;
    for (std::size_t block = 0; block < blocks.parts; ++block)
        for (std::size_t in = 0; in < g.inChannels; ++in)
            for (std::size_t tap = 0; tap < taps; ++tap) {
                const float* from =
                    kernel + (tap * g.inChannels + in) * g.outChannels + blocks.first(block);
                for (std::size_t out = 0; out < blocks.size(block); ++out) *packed++ = from[out];
            }
}

template <class Isa>
void directPackBackward(const ConvGeometry& g, const float* kernel, float* packed) {
    const Split blocks(g.inChannels, Isa::outs);
    const std::size_t taps = g.kernel * g.kernel;
    for (std::size_t block = 0; block < blocks.parts; ++block)
        for (std::size_t out = 0; out < g.outChannels; ++out)
            for (std::size_t tap = 0; tap < taps; ++tap) {
                const std::size_t row = (taps - 1 - tap) * g.inChannels + blocks.first(block);
                const float* from = kernel + row * g.outChannels + out;
                for (std::size_t in = 0; in < blocks.size(block); ++in)
                    *packed++ = from[in * g.outChannels];
            }
}

}  // namespace
}  // namespace squash::kernels
