// The products that a layer with weights is made of, one by one: forward, both gradients and a single unit's sum are
// all loops over them.
#pragma once
#include <cstddef>
#include <variant>

#include "squash/network/network.hpp"

namespace squash {

template <class Visit>
void eachConvProduct(const Layer& layer, const Conv2D& conv, std::size_t outputs,
                     const Visit& visit) {
    const Shape &in = layer.input, &out = layer.output;
    const std::size_t pad = conv.padding == Padding::Same ? conv.kernel / 2 : 0;
    for (std::size_t position = 0; position < out.height * out.width; ++position)
        for (std::size_t tap = 0; tap < conv.kernel * conv.kernel; ++tap) {
            // Wraps around above and left of the image, where it is too large as well.
            const std::size_t row = position / out.width + tap / conv.kernel - pad,
                              column = position % out.width + tap % conv.kernel - pad;
            if (row >= in.height || column >= in.width) continue;
            for (std::size_t i = 0; i < in.channels; ++i)
                for (std::size_t o = 0; o < outputs; ++o)
                    visit((tap * in.channels + i) * outputs + o,
                          (row * in.width + column) * in.channels + i, position * outputs + o);
        }
}

// visit(weight, input, output): places in the kernel, in what comes in and in z; `outputs`: of the bias. Inputs
// that are padding are left out.
template <class Visit>
void eachProduct(const Layer& layer, std::size_t outputs, const Visit& visit) {
    if (const auto* conv = std::get_if<Conv2D>(&layer.spec))
        return eachConvProduct(layer, *conv, outputs, visit);
    for (std::size_t i = 0; i < layer.input.size(); ++i)
        for (std::size_t o = 0; o < outputs; ++o) visit(i * outputs + o, i, o);
}

}  // namespace squash
