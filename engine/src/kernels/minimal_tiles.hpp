// The two-dimensional transforms of minimal filtering, one tile and one vector at a time: between an
// image plane and the 64 "frequency" planes, in which element f of a tile lies f * stride floats on.
// Rows and columns outside the image read as zeros and are not written.
#pragma once
#include "kernels/minimal_filtering.hpp"

namespace squash::kernels {
namespace {

// A channel's positions. `at`: the vector of the first one; strides in floats.
template <class Float>
struct Plane {
    Float* at;
    std::size_t positionStride, rowStride, height, width;

    // Where row y, column x lies, or would lie: a tile's origin may be outside the image.
    SQUASH_INLINE Float* position(std::ptrdiff_t y, std::ptrdiff_t x) const {
        return at + y * static_cast<std::ptrdiff_t>(rowStride) +
               x * static_cast<std::ptrdiff_t>(positionStride);
    }
};

// The part of a tile's rows or columns that lies in the image: first .. end - 1, counted in the tile.
struct Inside {
    std::size_t first, end;

    // origin: of the tile on the image, may be negative. side: of the tile.
    SQUASH_INLINE Inside(std::ptrdiff_t origin, std::size_t side, std::size_t size)
        : first(origin < 0 ? smaller(static_cast<std::size_t>(-origin), side) : 0),
          end(smaller(side,
                      static_cast<std::size_t>(static_cast<std::ptrdiff_t>(size) > origin
                                                   ? static_cast<std::ptrdiff_t>(size) - origin
                                                   : 0))) {}
    SQUASH_INLINE bool has(std::size_t i) const { return i >= first && i < end; }
};

struct TileOrigin {
    std::ptrdiff_t row, column;
};

// Inside with bounds that the compiler knows, for the common places: the middle of an image, its
// left and its right edge with a padding of 2.
template <std::size_t First, std::size_t End>
struct FixedInside {
    SQUASH_INLINE constexpr bool has(std::size_t i) const { return i >= First && i < End; }
};

template <class Work>
SQUASH_INLINE void withColumns(const Inside& inside, const Work& work) {
    if (inside.first == 0 && inside.end == kTileIn)
        work(FixedInside<0, kTileIn>{});
    else if (inside.first == 2 && inside.end == kTileIn)
        work(FixedInside<2, kTileIn>{});
    else if (inside.first == 0 && inside.end == kTileIn - 2)
        work(FixedInside<0, kTileIn - 2>{});
    else
        work(inside);
}

template <class Isa, class Columns>
SQUASH_INLINE void transformInputColumns(const Plane<const float>& x, TileOrigin origin,
                                         const Columns& columns, float* out, std::size_t stride) {
    using V = Vec<Isa>;
    V half[kTileIn][kTileIn];
    const Inside rows(origin.row, kTileIn, x.height);
    for (std::size_t r = 0; r < kTileIn; ++r) {
        if (!rows.has(r)) {
            for (std::size_t c = 0; c < kTileIn; ++c) half[r][c] = broadcast<Isa>(0);
            continue;
        }
        const float* from = x.position(origin.row + static_cast<std::ptrdiff_t>(r), origin.column);
        V d[kTileIn];
        for (std::size_t c = 0; c < kTileIn; ++c)
            d[c] = columns.has(c) ? load<Isa>(from + c * x.positionStride) : broadcast<Isa>(0);
        MinimalFilter<Isa>::input(d, half[r]);
    }
    for (std::size_t c = 0; c < kTileIn; ++c) {
        V d[kTileIn], u[kTileIn];
        for (std::size_t r = 0; r < kTileIn; ++r) d[r] = half[r][c];
        MinimalFilter<Isa>::input(d, u);
        for (std::size_t r = 0; r < kTileIn; ++r)
            store<Isa>(out + (r * kTileIn + c) * stride, u[r]);
    }
}

// x -> Bt x B
template <class Isa>
SQUASH_HOT void transformInput(const Plane<const float>& x, TileOrigin origin, float* out,
                               std::size_t stride) {
    withColumns(Inside(origin.column, kTileIn, x.width), [&](const auto& columns) {
        transformInputColumns<Isa>(x, origin, columns, out, stride);
    });
}

template <class Isa, class Columns>
SQUASH_INLINE void addInputGradientColumns(const float* u, std::size_t stride, TileOrigin origin,
                                           const Columns& columns, const Plane<float>& dx) {
    using V = Vec<Isa>;
    V half[kTileIn][kTileIn];
    for (std::size_t r = 0; r < kTileIn; ++r) {
        V d[kTileIn];
        for (std::size_t c = 0; c < kTileIn; ++c) d[c] = load<Isa>(u + (r * kTileIn + c) * stride);
        MinimalFilter<Isa>::inputGradient(d, half[r]);
    }
    const Inside rows(origin.row, kTileIn, dx.height);
    float* to = dx.position(origin.row, origin.column);
    for (std::size_t c = 0; c < kTileIn; ++c) {
        if (!columns.has(c)) continue;
        V d[kTileIn], g[kTileIn];
        for (std::size_t r = 0; r < kTileIn; ++r) d[r] = half[r][c];
        MinimalFilter<Isa>::inputGradient(d, g);
        for (std::size_t r = 0; r < kTileIn; ++r) {
            if (!rows.has(r)) continue;
            float* at = to + r * dx.rowStride + c * dx.positionStride;
            store<Isa>(at, load<Isa>(at) + g[r]);
        }
    }
}

// dx += B u Bt: tiles of inputs overlap, so they are added.
template <class Isa>
SQUASH_HOT void addInputGradient(const float* u, std::size_t stride, TileOrigin origin,
                                 const Plane<float>& dx) {
    withColumns(Inside(origin.column, kTileIn, dx.width), [&](const auto& columns) {
        addInputGradientColumns<Isa>(u, stride, origin, columns, dx);
    });
}

// Which of a tile's outputs exist. Most tiles are whole, and the compiler may know it.
struct WholeTile {
    SQUASH_INLINE constexpr bool has(std::size_t, std::size_t) const { return true; }
};
struct CutTile {
    std::size_t rows, columns;
    SQUASH_INLINE bool has(std::size_t row, std::size_t column) const {
        return row < rows && column < columns;
    }
};

template <class Float, class Work>
SQUASH_INLINE void withTile(const Plane<Float>& plane, TileOrigin origin, const Work& work) {
    const std::size_t row = static_cast<std::size_t>(origin.row);
    const std::size_t column = static_cast<std::size_t>(origin.column);
    Float* at = plane.position(origin.row, origin.column);
    if (row + kTileOut <= plane.height && column + kTileOut <= plane.width)
        work(at, WholeTile{});
    else
        work(at, CutTile{plane.height - row, plane.width - column});
}

// z = At m A + bias
template <class Isa>
SQUASH_HOT void transformOutput(const float* m, std::size_t stride, TileOrigin origin, float bias,
                                const Plane<float>& z) {
    using V = Vec<Isa>;
    V half[kTileIn][kTileOut];
    for (std::size_t r = 0; r < kTileIn; ++r) {
        V d[kTileIn];
        for (std::size_t c = 0; c < kTileIn; ++c) d[c] = load<Isa>(m + (r * kTileIn + c) * stride);
        MinimalFilter<Isa>::output(d, half[r]);
    }
    const V offset = broadcast<Isa>(bias);
    withTile(z, origin, [&](float* to, const auto& tile) {
        for (std::size_t c = 0; c < kTileOut; ++c) {
            V d[kTileIn], y[kTileOut];
            for (std::size_t r = 0; r < kTileIn; ++r) d[r] = half[r][c];
            MinimalFilter<Isa>::output(d, y);
            for (std::size_t r = 0; r < kTileOut; ++r)
                if (tile.has(r, c))
                    store<Isa>(to + r * z.rowStride + c * z.positionStride, y[r] + offset);
        }
    });
}

// dz -> A dz At
template <class Isa>
SQUASH_HOT void transformOutputGradient(const Plane<const float>& dz, TileOrigin origin, float* out,
                                        std::size_t stride) {
    using V = Vec<Isa>;
    V half[kTileOut][kTileIn];
    withTile(dz, origin, [&](const float* from, const auto& tile) {
        for (std::size_t r = 0; r < kTileOut; ++r) {
            V d[kTileOut];
            for (std::size_t c = 0; c < kTileOut; ++c)
                d[c] = tile.has(r, c) ? load<Isa>(from + r * dz.rowStride + c * dz.positionStride)
                                      : broadcast<Isa>(0);
            MinimalFilter<Isa>::outputGradient(d, half[r]);
        }
    });
    for (std::size_t c = 0; c < kTileIn; ++c) {
        V d[kTileOut], u[kTileIn];
        for (std::size_t r = 0; r < kTileOut; ++r) d[r] = half[r][c];
        MinimalFilter<Isa>::outputGradient(d, u);
        for (std::size_t r = 0; r < kTileIn; ++r)
            store<Isa>(out + (r * kTileIn + c) * stride, u[r]);
    }
}

}  // namespace
}  // namespace squash::kernels
