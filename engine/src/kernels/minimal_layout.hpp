// How minimal filtering cuts a convolution: tiles of 4 x 4 outputs, strips of tiles whose transformed
// values stay in the second-level cache, groups of output channels, and where everything lies.
//
// Frequency planes: element f (0 .. 63) of all tiles together, so that a product at one frequency is
// a small matrix product. They stand a little more than their size apart: at a distance of a power
// of two all 64 writes of a tile would fall into the same few sets of the first-level cache.
#pragma once
#include "kernels/minimal_tiles.hpp"

namespace squash::kernels {
namespace {

inline constexpr std::size_t kPlaneGap = kLanes;  // floats between frequency planes
inline constexpr std::size_t kGroup = 24;         // output channels of a group
// Input channels times tiles of a strip: 64 frequencies of them are 256 kB.
inline constexpr std::size_t kStripValues = 64;

struct MinimalLayout {
    std::size_t across, tiles;  // tiles a row, tiles in all
    std::size_t strip;          // tiles of a strip
    std::size_t row;            // floats of a channel's strip: [tile][16]
    std::size_t paddedOuts;     // a multiple of kLanes
    std::size_t packedStride;   // between the packed kernel's frequencies: [in][paddedOuts]
    std::size_t inputStride;    // between the transformed inputs': [in][tile][16], or with
                                // channels as lanes [in / 16][tile][image][16]
    std::size_t outputStride;   // between the outputs' of a group: [out][tile][16]

    SQUASH_INLINE explicit MinimalLayout(const ConvGeometry& g)
        : across((g.outWidth + kTileOut - 1) / kTileOut),
          tiles(across * ((g.outHeight + kTileOut - 1) / kTileOut)),
          strip(smaller(tiles, stripFor(g.inChannels))),
          row(strip * kLanes),
          paddedOuts((g.outChannels + kLanes - 1) / kLanes * kLanes),
          packedStride(g.inChannels * paddedOuts + kPlaneGap),
          inputStride(g.inChannels * row + kPlaneGap),
          outputStride(smaller(kGroup, g.outChannels) * row + kPlaneGap) {}

    // The largest power of two that keeps a strip in its bounds.
    SQUASH_INLINE static std::size_t stripFor(std::size_t channels) {
        std::size_t tiles = 1;
        while (tiles * 2 * channels <= kStripValues) tiles *= 2;
        return tiles;
    }

    SQUASH_INLINE TileOrigin output(std::size_t tile) const {
        return {static_cast<std::ptrdiff_t>(tile / across * kTileOut),
                static_cast<std::ptrdiff_t>(tile % across * kTileOut)};
    }
    SQUASH_INLINE TileOrigin input(std::size_t tile, std::size_t pad) const {
        const TileOrigin at = output(tile);
        return {at.row - static_cast<std::ptrdiff_t>(pad),
                at.column - static_cast<std::ptrdiff_t>(pad)};
    }
};

// Tiles first .. first + count - 1 of a pass over the image, or over one of its rows.
struct TileStrip {
    std::size_t first, count;
};

// With few input channels the transforms cost more than the products save; with few outputs the
// tiles are mostly empty.
SQUASH_INLINE bool minimalFilteringWins(const ConvGeometry& g) {
    return g.kernel == kFilter && g.inChannels >= 4 && g.outChannels >= 4 &&
           g.outHeight >= kTileOut && g.outWidth >= kTileOut;
}

// Channels are the lanes of the kernel's gradient where they fill them.
SQUASH_INLINE bool channelsAreLanes(const ConvGeometry& g) { return g.inChannels % kLanes == 0; }

SQUASH_INLINE std::size_t minimalPackedSize(const ConvGeometry& g) {
    return kFrequencies * MinimalLayout(g).packedStride;
}

SQUASH_INLINE std::size_t minimalGradientSize(const ConvGeometry& g) {
    const MinimalLayout layout(g);
    return kFrequencies * g.inChannels * (channelsAreLanes(g) ? g.outChannels : layout.paddedOuts);
}

SQUASH_INLINE std::size_t minimalScratchSize(const ConvGeometry& g) {
    const MinimalLayout layout(g);
    const std::size_t transposed =
        channelsAreLanes(g) ? g.inChannels * g.inHeight * g.inWidth * kLanes : 0;
    return kFrequencies * (2 * layout.inputStride + layout.outputStride) + transposed;
}

// Where z and dz lie: one value's neighbours in its row, its column, and the next channel.
struct OutputPlanes {
    std::size_t position, row, channel;
    SQUASH_INLINE explicit OutputPlanes(const ConvGeometry& g)
        : position(g.flat ? g.outChannels * kLanes : kLanes),
          row(position * g.outWidth),
          channel(g.flat ? kLanes : row * g.outHeight) {}
    template <class Float>
    SQUASH_INLINE Plane<Float> plane(const ConvGeometry& g, Float* z, std::size_t out) const {
        return {z + out * channel, position, row, g.outHeight, g.outWidth};
    }
};

template <class Float>
SQUASH_INLINE Plane<Float> inputPlane(const ConvGeometry& g, Float* x, std::size_t in) {
    return {x + in * g.inHeight * g.inWidth * kLanes, kLanes, g.inWidth * kLanes, g.inHeight,
            g.inWidth};
}

template <class Float>
SQUASH_INLINE Plane<Float> lanesFrom(const Plane<Float>& plane, std::size_t lane) {
    Plane<Float> moved = plane;
    moved.at += lane;
    return moved;
}

}  // namespace
}  // namespace squash::kernels
