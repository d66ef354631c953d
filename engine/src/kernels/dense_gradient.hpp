// The gradient of a dense layer's kernel: an outer product summed over images. A tile is
// Isa::denseRows rows (inputs) by Isa::denseVectors vectors of outputs; x gives broadcasts, the
// transposed dy whole vectors. dyT comes in panels of 16 outputs, [panel][image][16], so that the
// panel in use (16 kB for 256 images) stays in the first-level cache while all rows of x pass by.
#pragma once
#include "kernels/prefetch.hpp"

namespace squash::kernels {
namespace {

struct DenseGradientTile {
    const float* x;  // [rows][16] of block 0
    std::size_t xBlock, blocks;
    const float* dyT;           // of image 0, at the tile's first output
    std::size_t panel;          // floats from one panel to the next
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
    SQUASH_INLINE void add(const float* x, const float* dy, std::size_t panel) {
        Vec<Isa> gradient[Vectors];
        for (std::size_t v = 0; v < Vectors; ++v)
            gradient[v] =
                load<Isa>(dy + v * kWidth<Isa> / kLanes * panel + v * kWidth<Isa> % kLanes);
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
        for (std::size_t image = 0; image < kLanes; ++image, dy += kLanes)
            sums.add(x + image, dy, tile.panel);
    }
    if (tile.room >= Vectors * kWidth<Isa>) {
        sums.write(tile.dKernel, tile.outputs);
    } else {
        alignas(64) float whole[Rows * Vectors * kWidth<Isa>];
        sums.write(whole, Vectors * kWidth<Isa>);
        copyWithin<Isa, Rows, Vectors>(whole, tile);
    }
}

// A tile of fewer vectors has more rows: a multiply-add takes 4 cycles or so and two begin in each, so that with
// fewer than 8 sums each would wait for its own last one.
template <class Isa, std::size_t Vectors>
inline constexpr std::size_t kTileRows =
    larger(Isa::denseRows, smaller(std::size_t{8}, Isa::denseRows* Isa::denseVectors / Vectors));

// Asks for a group of rows of x, which comes in one short run a block.
SQUASH_INLINE void prefetchInputs(const DenseGeometry& g, std::size_t first, std::size_t last,
                                  const float* x) {
    for (std::size_t block = 0; block < g.blocks; ++block)
        prefetchRows(x + block * g.inputStride + first * kLanes, last - first, kLanes, kLanes);
}

// Some vectors of outputs of all rows.
template <class Isa, std::size_t Vectors>
void denseGradientColumns(const DenseGeometry& g, std::size_t firstInput, std::size_t lastInput,
                          DenseGradientTile tile) {
    constexpr std::size_t most = kTileRows<Isa, Vectors>;
    const Split rows(lastInput - firstInput, most);
    const float* x = tile.x;
    float* dKernel = tile.dKernel;
    for (std::size_t r = 0; r < rows.parts; ++r) {
        const std::size_t in = firstInput + rows.first(r), next = in + rows.size(r);
        prefetchInputs(g, next, smaller(next + most, lastInput), x);
        tile.x = x + in * kLanes;
        tile.dKernel = dKernel + in * g.outputs;
        withConstant<most>(rows.size(r),
                           [&](auto nRows) { denseGradientTile<Isa, nRows.value, Vectors>(tile); });
    }
}

template <class Isa>
void denseBackwardKernel(const DenseGeometry& g, std::size_t firstInput, std::size_t lastInput,
                         const float* x, const float* dyT, std::size_t panel, float* dKernel) {
    constexpr std::size_t step = Isa::denseVectors * kWidth<Isa>;
    static_assert(kLanes % step == 0 || step % kLanes == 0, "a tile begins where a panel does");
    for (std::size_t out = 0; out < g.outputs; out += step) {
        const std::size_t room = g.outputs - out;
        const DenseGradientTile tile{.x = x,
                                     .xBlock = g.inputStride,
                                     .blocks = g.blocks,
                                     .dyT = dyT + out / kLanes * panel + out % kLanes,
                                     .panel = panel,
                                     .dKernel = dKernel + out,
                                     .outputs = g.outputs,
                                     .room = room};
        const std::size_t vectors = (room + kWidth<Isa> - 1) / kWidth<Isa>;
        withConstant<Isa::denseVectors>(smaller(vectors, Isa::denseVectors), [&](auto n) {
            denseGradientColumns<Isa, n.value>(g, firstInput, lastInput, tile);
        });
    }
}

}  // namespace
}  // namespace squash::kernels
