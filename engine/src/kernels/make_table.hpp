// Fills a KernelTable with the templates of one instruction set. Included by isa_*.cpp only.
#pragma once
#include "kernels/activations.hpp"
#include "kernels/convolution.hpp"
#include "kernels/convolution_gradient.hpp"
#include "kernels/convolution_packing.hpp"
#include "kernels/dense.hpp"
#include "kernels/dense_gradient.hpp"
#include "kernels/flatten.hpp"
#include "kernels/images.hpp"
#include "kernels/isa_tables.hpp"
#include "kernels/optimizers.hpp"
#include "kernels/peak.hpp"
#include "kernels/pooling.hpp"

namespace squash::kernels {
namespace {

template <class Isa>
constexpr KernelTable makeTable(const char* name) {
    static_assert(kLanes % (Isa::vectors * kWidth<Isa>) == 0,
                  "a tile must divide the block of images");
    return {.name = name,
            .loadImages = loadImages<Isa>,
            .convPackedSize = convPackedSize<Isa>,
            .convPackForward = convPackForward<Isa>,
            .convPackBackward = convPackBackward<Isa>,
            .convForward = convForward<Isa>,
            .convBackwardInput = convBackwardInput<Isa>,
            .convBackwardKernel = convBackwardKernel<Isa>,
            .maxPoolForward = maxPoolForward<Isa>,
            .maxPoolBackward = maxPoolBackward<Isa>,
            .flatten = flatten<Isa>,
            .unflatten = unflatten<Isa>,
            .activate = activate<Isa>,
            .activateOnly = activateOnly<Isa>,
            .multiply = multiply<Isa>,
            .denseForward = denseForward<Isa>,
            .denseBackwardInput = denseBackwardInput<Isa>,
            .denseTranspose = denseTranspose<Isa>,
            .denseBackwardKernel = denseBackwardKernel<Isa>,
            .sumParts = sumParts<Isa>,
            .adam = adam<Isa>,
            .sgd = sgd<Isa>,
            .peak = peak<Isa>};
}

}  // namespace
}  // namespace squash::kernels
