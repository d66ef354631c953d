// Fills a KernelTable with the templates of one instruction set. Included by isa_*.cpp only.
#pragma once
#include "kernels/activations.hpp"
#include "kernels/channel_activations.hpp"
#include "kernels/convolutions.hpp"
#include "kernels/dense.hpp"
#include "kernels/dense_gradient.hpp"
#include "kernels/flatten.hpp"
#include "kernels/formula_program.hpp"
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
            .convGradientSize = convGradientSize<Isa>,
            .convScratchSize = convScratchSize<Isa>,
            .convCanBeFlat = convCanBeFlat<Isa>,
            .convPackParts = convPackParts<Isa>,
            .convPack = convPack<Isa>,
            .convForward = convForward<Isa>,
            .convBackward = convBackward<Isa>,
            .convTakesPooled = convTakesPooled<Isa>,
            .convBackwardPooled = convBackwardPooled<Isa>,
            .convSumGradients = convSumGradients<Isa>,
            .maxPoolForward = maxPoolForward<Isa>,
            .extremaPoolForward = extremaPoolForward<Isa>,
            .maxPoolBackward = maxPoolBackward<Isa>,
            .flatten = flatten<Isa>,
            .unflatten = unflatten<Isa>,
            .activate = activate<Isa>,
            .activateOnly = activateOnly<Isa>,
            .activateExtrema = activateExtrema<Isa>,
            .multiply = multiply<Isa>,
            .preluForward = preluForward<Isa>,
            .preluBackward = preluBackward<Isa>,
            .activateRandomly = activateRandomly<Isa>,
            .maxoutForward = maxoutForward<Isa>,
            .maxoutBackward = maxoutBackward<Isa>,
            .dot = dot<Isa>,
            .runProgram = runProgram<Isa>,
            .denseForward = denseForward<Isa>,
            .denseBackwardInput = denseBackwardInput<Isa>,
            .denseTranspose = denseTranspose<Isa>,
            .denseBackwardKernel = denseBackwardKernel<Isa>,
            .optimize = optimize<Isa>,
            .peak = peak<Isa>};
}

}  // namespace
}  // namespace squash::kernels
