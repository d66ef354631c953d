// The gradient of a dense layer's kernel: an outer product summed over images. A tile is
// Isa::denseRows rows (inputs) by Isa::denseVectors vectors of outputs; x gives broadcasts, the
// transposed dy whole vectors. dyT of 64 images (24 kB for 84 outputs) stays in the first-level
// cache while the rows of x pass by once.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

struct DenseGradientTile {
    const float* x;  // [rows][16] of block 0
    std::size_t xBlock, blocks;
    const float* dyT;  // [image][paddedOutputs] at the tile's first output
    std::size_t paddedOutputs;
    float* dKernel;             // [rows][outputs] at the tile's first output
    std::size_t outputs, room;  // room: outputs from the tile's first to the end of a row
};

template <class Isa, std::size_t Rows, std::size_t Vectors>
struct OuterSums {
    Vec<Isa> at[Rows][Vectors];

    SQUASH_INLINE void clear() {
        for (std::size_t r = 0; r < Rows; ++r)
            for (std::size_t v = 0; v < Vectors; ++v) at[r][v] = broadcast<Isa>(0);
    }
    SQUASH_INLINE void write(float* to, std::size_t row) const {
        for (std::size_t r = 0; r < Rows; ++r)
            for (std::size_t v = 0; v < Vectors; ++v)
                store<Isa>(to + r * row + v * kWidth<Isa>, at[r][v]);
    }
    SQUASH_INLINE void add(const float* x, const float* dy) {
        Vec<Isa> gradient[Vectors];
        for (std::size_t v = 0; v < Vectors; ++v) gradient[v] = load<Isa>(dy + v * kWidth<Isa>);
        for (std::size_t r = 0; r < Rows; ++r) {
            const Vec<Isa> value = broadcast<Isa>(x[r * kLanes]);
            for (std::size_t v = 0; v < Vectors; ++v)
                at[r][v] = Isa::madd(value, gradient[v], at[r][v]);
        }
    }
};

// The last vector of a row may reach over its end, where the next row begins. Kept out of the hot
// function, whose registers it would take.
template <class Isa, std::size_t Rows, std::size_t Vectors>
[[gnu::noinline]] void copyWithin(const float* sums, const DenseGradientTile& tile) {
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t i = 0; i < tile.room; ++i)
            tile.dKernel[r * tile.outputs + i] = sums[r * Vectors * kWidth<Isa> + i];
}

template <class Isa, std::size_t Rows, std::size_t Vectors>
SQUASH_HOT void denseGradientTile(const DenseGradientTile& tile) {
    OuterSums<Isa, Rows, Vectors> sums;
    sums.clear();
    const float* dy = tile.dyT;
    for (std::size_t block = 0; block < tile.blocks; ++block) {
        const float* x = tile.x + block * tile.xBlock;
        for (std::size_t image = 0; image < kLanes; ++image, dy += tile.paddedOutputs)
            sums.add(x + image, dy);
    }
    if (tile.room >= Vectors * kWidth<Isa>) {
        sums.write(tile.dKernel, tile.outputs);
    } else {
        alignas(64) float whole[Rows * Vectors * kWidth<Isa>];
        sums.write(whole, Vectors * kWidth<Isa>);
        copyWithin<Isa, Rows, Vectors>(whole, tile);
    }
}

// Asks for what the next group of rows will read and write: x comes in one short run a block, too
// short for the processor to see where it goes on.
template <class Isa>
SQUASH_INLINE void prefetchRows(const DenseGeometry& g, std::size_t first, std::size_t last,
                                const float* x, float* dKernel) {
    for (std::size_t block = 0; block < g.blocks; ++block)
        for (std::size_t in = first; in < last; ++in)
            __builtin_prefetch(x + block * g.inputStride + in * kLanes);
    for (std::size_t i = first * g.outputs; i < last * g.outputs; i += kLanes)
        __builtin_prefetch(dKernel + i, 1);
}

template <class Isa>
void denseBackwardKernel(const DenseGeometry& g, std::size_t firstInput, std::size_t lastInput,
                         const float* x, const float* dyT, std::size_t paddedOutputs,
                         float* dKernel) {
    const Split rows(lastInput - firstInput, Isa::denseRows);
    const Split vectors((g.outputs + kWidth<Isa> - 1) / kWidth<Isa>, Isa::denseVectors);
    for (std::size_t r = 0; r < rows.parts; ++r) {
        const std::size_t in = firstInput + rows.first(r);
        const std::size_t next = in + rows.size(r);
        prefetchRows<Isa>(g, next, smaller(next + Isa::denseRows, lastInput), x, dKernel);
        for (std::size_t v = 0; v < vectors.parts; ++v) {
            const std::size_t out = vectors.first(v) * kWidth<Isa>;
            const DenseGradientTile tile{.x = x + in * kLanes,
                                         .xBlock = g.inputStride,
                                         .blocks = g.blocks,
                                         .dyT = dyT + out,
                                         .paddedOutputs = paddedOutputs,
                                         .dKernel = dKernel + in * g.outputs + out,
                                         .outputs = g.outputs,
                                         .room = g.outputs - out};
            withConstant<Isa::denseRows>(rows.size(r), [&](auto nRows) {
                withConstant<Isa::denseVectors>(vectors.size(v), [&](auto nVectors) {
                    denseGradientTile<Isa, nRows.value, nVectors.value>(tile);
                });
            });
        }
    }
}

}  // namespace
}  // namespace squash::kernels
