// The kernels once more, as plain loops in float64 that follow the definitions and nothing else.
// Layouts are those of kernel_table.hpp; the padding is read as zeros instead of being skipped.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/kernel_table.hpp"

namespace squash::plain {

using kernels::ConvGeometry;
using kernels::DenseGeometry;
using kernels::kLanes;
using kernels::PoolGeometry;
using Values = std::vector<double>;

// Keras's [ky][kx][in][out]
inline std::size_t weightIndex(const ConvGeometry& g, std::size_t ky, std::size_t kx,
                               std::size_t in, std::size_t out) {
    return ((ky * g.kernel + kx) * g.inChannels + in) * g.outChannels + out;
}

// Calls visit(weight index, x index, z index) for every product of a convolution.
template <class Visit>
void forEachProduct(const ConvGeometry& g, const Visit& visit) {
    for (std::size_t out = 0; out < g.outChannels; ++out)
        for (std::size_t row = 0; row < g.outHeight; ++row)
            for (std::size_t column = 0; column < g.outWidth; ++column)
                for (std::size_t in = 0; in < g.inChannels; ++in)
                    for (std::size_t ky = 0; ky < g.kernel; ++ky)
                        for (std::size_t kx = 0; kx < g.kernel; ++kx) {
                            const std::size_t y = row + ky - g.pad, x = column + kx - g.pad;
                            if (y >= g.inHeight || x >= g.inWidth) {  // also what lies before 0
                                continue;
                            }
                            for (std::size_t lane = 0; lane < kLanes; ++lane)
                                visit(weightIndex(g, ky, kx, in, out),
                                      ((in * g.inHeight + y) * g.inWidth + x) * kLanes + lane,
                                      ((out * g.outHeight + row) * g.outWidth + column) * kLanes +
                                          lane);
                        }
}

inline std::size_t inputSize(const ConvGeometry& g) {
    return g.inChannels * g.inHeight * g.inWidth * kLanes;
}
inline std::size_t outputSize(const ConvGeometry& g) {
    return g.outChannels * g.outHeight * g.outWidth * kLanes;
}
inline std::size_t weightCount(const ConvGeometry& g) {
    return g.kernel * g.kernel * g.inChannels * g.outChannels;
}

inline Values convForward(const ConvGeometry& g, const float* x, const float* kernel,
                          const float* bias) {
    Values z(outputSize(g));
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = bias[i / (z.size() / g.outChannels)];
    forEachProduct(g, [&](std::size_t w, std::size_t from, std::size_t to) {
        z[to] += double(kernel[w]) * x[from];
    });
    return z;
}

inline Values convBackwardInput(const ConvGeometry& g, const float* dz, const float* kernel) {
    Values dx(inputSize(g));
    forEachProduct(g, [&](std::size_t w, std::size_t from, std::size_t to) {
        dx[from] += double(kernel[w]) * dz[to];
    });
    return dx;
}

inline Values convBackwardKernel(const ConvGeometry& g, const float* x, const float* dz,
                                 const float* before) {
    Values dKernel(before, before + weightCount(g));
    forEachProduct(g, [&](std::size_t w, std::size_t from, std::size_t to) {
        dKernel[w] += double(x[from]) * dz[to];
    });
    return dKernel;
}

inline Values convBackwardBias(const ConvGeometry& g, const float* dz, const float* before) {
    Values dBias(before, before + g.outChannels);
    const std::size_t size = outputSize(g);
    for (std::size_t i = 0; i < size; ++i) dBias[i / (size / g.outChannels)] += dz[i];
    return dBias;
}

struct Pooled {
    Values y;
    std::vector<std::uint8_t> argmax;
    std::vector<std::size_t> source;  // index into x of each maximum
};

// Index into x of value `place` of a window, y's index `window`.
inline std::size_t windowSource(const PoolGeometry& g, std::size_t window, std::size_t place) {
    const std::size_t lane = window % kLanes, column = window / kLanes % g.outWidth;
    const std::size_t row = window / kLanes / g.outWidth % g.outHeight;
    const std::size_t channel = window / kLanes / g.outWidth / g.outHeight;
    const std::size_t inRow = channel * g.inHeight + row * g.pool + place / g.pool;
    return (inRow * g.inWidth + column * g.pool + place % g.pool) * kLanes + lane;
}

inline std::vector<std::size_t> sources(const PoolGeometry& g,
                                        const std::vector<std::uint8_t>& places) {
    std::vector<std::size_t> all;
    all.reserve(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) all.push_back(windowSource(g, i, places[i]));
    return all;
}

inline Pooled maxPool(const PoolGeometry& g, const float* x) {
    Pooled result;
    const std::size_t windows = g.channels * g.outHeight * g.outWidth * kLanes;
    for (std::size_t window = 0; window < windows; ++window) {
        std::size_t best = 0;
        for (std::size_t i = 1; i < g.pool * g.pool; ++i)
            if (x[windowSource(g, window, i)] > x[windowSource(g, window, best)]) best = i;
        result.argmax.push_back(static_cast<std::uint8_t>(best));
        result.source.push_back(windowSource(g, window, best));
        result.y.push_back(x[result.source.back()]);
    }
    return result;
}

// Where input `in` (output `out`) of image `image` stands.
inline std::size_t inputIndex(const DenseGeometry& g, std::size_t image, std::size_t in) {
    return image / kLanes * g.inputStride + in * kLanes + image % kLanes;
}
inline std::size_t outputIndex(const DenseGeometry& g, std::size_t image, std::size_t out) {
    return image / kLanes * g.outputStride + out * kLanes + image % kLanes;
}

template <class Visit>
void forEachProduct(const DenseGeometry& g, const Visit& visit) {
    for (std::size_t image = 0; image < g.blocks * kLanes; ++image)
        for (std::size_t in = 0; in < g.inputs; ++in)
            for (std::size_t out = 0; out < g.outputs; ++out)
                visit(in * g.outputs + out, inputIndex(g, image, in), outputIndex(g, image, out));
}

// `before` gives what stands between the blocks, which must survive.
inline Values denseForward(const DenseGeometry& g, const float* x, const float* kernel,
                           const float* bias, Values before) {
    for (std::size_t image = 0; image < g.blocks * kLanes; ++image)
        for (std::size_t out = 0; out < g.outputs; ++out)
            before[outputIndex(g, image, out)] = bias[out];
    forEachProduct(g, [&](std::size_t w, std::size_t from, std::size_t to) {
        before[to] += double(kernel[w]) * x[from];
    });
    return before;
}

inline Values denseBackwardInput(const DenseGeometry& g, const float* dy, const float* kernel,
                                 Values before) {
    for (std::size_t image = 0; image < g.blocks * kLanes; ++image)
        for (std::size_t in = 0; in < g.inputs; ++in) before[inputIndex(g, image, in)] = 0;
    forEachProduct(g, [&](std::size_t w, std::size_t from, std::size_t to) {
        before[from] += double(kernel[w]) * dy[to];
    });
    return before;
}

inline Values denseBackwardKernel(const DenseGeometry& g, const float* x, const float* dy) {
    Values dKernel(g.inputs * g.outputs);
    forEachProduct(g, [&](std::size_t w, std::size_t from, std::size_t to) {
        dKernel[w] += double(x[from]) * dy[to];
    });
    return dKernel;
}

// Root mean square of what differs over that of what is wanted.
inline double relativeError(const Values& want, const float* got) {
    double error = 0, size = 0;
    for (std::size_t i = 0; i < want.size(); ++i) {
        error += (got[i] - want[i]) * (got[i] - want[i]);
        size += want[i] * want[i];
    }
    return std::sqrt(error / size);
}

}  // namespace squash::plain
