// The kernel gradient of a first convolution from what a max pooling behind it hands back. Only one
// place in each window has a gradient, in every image another, so this kernel leaves the layout with
// images in the lanes: for each image, window and output channel it adds
//
//     dKernel[ky][0 .. kernel * in - 1] += dy * x[row + ky][column .. column + kernel - 1][in]
//
// where (row, column) is the place of the maximum. With channels innermost the taps of a kernel's row
// are neighbours, so that is a load and a multiply-add a vector: with 2 x 2 windows a quarter of the
// multiplications that the gradient with all its zeros would take.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

inline constexpr std::size_t kMaxTapVectors = 4;  // vectors of a kernel's row
inline constexpr std::size_t kMaxTapRows = 5;     // rows of taps at a time
inline constexpr std::size_t kMaxPlaces = 16;     // of a maximum in its window

template <class Isa>
SQUASH_INLINE std::size_t tapVectors(const ConvGeometry& g) {
    return (g.kernel * g.inChannels + kWidth<Isa> - 1) / kWidth<Isa>;
}

// One image with its padding, [row][column][in], and some floats behind for whole vectors.
struct PaddedImage {
    std::size_t rowFloats, floats;
    SQUASH_INLINE explicit PaddedImage(const ConvGeometry& g)
        : rowFloats((g.inWidth + 2 * g.pad) * g.inChannels),
          floats((g.inHeight + 2 * g.pad) * rowFloats + kLanes) {}
};

template <class Isa>
SQUASH_INLINE bool pooledGradientFits(const ConvGeometry& g, const PoolGeometry& p) {
    return tapVectors<Isa>(g) <= kMaxTapVectors && g.inWidth * g.inChannels >= kWidth<Isa> &&
           p.pool * p.pool <= kMaxPlaces;
}

template <class Isa>
std::size_t pooledScratchSize(const ConvGeometry& g) {
    return kLanes * PaddedImage(g).floats +
           g.outChannels * g.kernel * tapVectors<Isa>(g) * kWidth<Isa>;
}

// kWidth values (of one row, in the order [column][in]) of kWidth images.
template <class Isa>
SQUASH_INLINE void spreadValues(const float* const* from, float* const* to) {
    Vec<Isa> rows[kWidth<Isa>];
    for (std::size_t i = 0; i < kWidth<Isa>; ++i) rows[i] = load<Isa>(from[i]);
    xsimd::transpose(rows, rows + kWidth<Isa>);
    for (std::size_t i = 0; i < kWidth<Isa>; ++i) store<Isa>(to[i], rows[i]);
}

// One row of kWidth images from `lane` on. The last vectors may overlap where a row has a remainder.
template <class Isa>
SQUASH_HOT void spreadRow(const ConvGeometry& g, const float* x, float* images,
                          std::size_t floats) {
    constexpr std::size_t width = kWidth<Isa>;
    const std::size_t values = g.inWidth * g.inChannels;
    const std::size_t plane = g.inHeight * g.inWidth * kLanes;
    for (std::size_t first = 0; first < values; first += width) {
        const std::size_t start = first + width <= values ? first : values - width;
        const float* from[width];
        float* to[width];
        for (std::size_t i = 0; i < width; ++i) {
            const std::size_t value = start + i;
            from[i] = x + value % g.inChannels * plane + value / g.inChannels * kLanes;
            to[i] = images + i * floats + start;
        }
        spreadValues<Isa>(from, to);
    }
}

// x [in][row][column][16] -> 16 padded images
template <class Isa>
void spreadImages(const ConvGeometry& g, const float* x, float* images) {
    const PaddedImage image(g);
    clear<Isa>(images, kLanes * image.floats);
    for (std::size_t lane = 0; lane < kLanes; lane += kWidth<Isa>)
        for (std::size_t row = 0; row < g.inHeight; ++row)
            spreadRow<Isa>(g, x + row * g.inWidth * kLanes + lane,
                           images + lane * image.floats + (row + g.pad) * image.rowFloats +
                               g.pad * g.inChannels,
                           image.floats);
}

// The windows of one output channel and one image.
struct PooledWindows {
    const float* image;               // at the first tap row of the first window
    const float* dy;                  // of the first window; the next is kLanes further
    const std::uint8_t* argmax;       // likewise
    std::size_t rows, columns;        // windows
    std::size_t rowStep, columnStep;  // in the image, from window to window
    const std::uint32_t* places;      // of an argmax code in the image
    std::size_t imageRow;
    float* sums;  // [tap row][tap vector]
};

template <class Isa, std::size_t Rows, std::size_t Vectors>
SQUASH_HOT void addWindows(const PooledWindows& w) {
    Vec<Isa> sums[Rows][Vectors];
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < Vectors; ++v)
            sums[r][v] = load<Isa>(w.sums + (r * Vectors + v) * kWidth<Isa>);
    const float* dy = w.dy;
    const std::uint8_t* argmax = w.argmax;
    for (std::size_t row = 0; row < w.rows; ++row) {
        const float* from = w.image + row * w.rowStep;
        for (std::size_t column = 0; column < w.columns;
             ++column, from += w.columnStep, dy += kLanes, argmax += kLanes) {
            const Vec<Isa> gradient = broadcast<Isa>(*dy);
            const float* x = from + w.places[*argmax];
            for (std::size_t r = 0; r < Rows; ++r)
                for (std::size_t v = 0; v < Vectors; ++v)
                    sums[r][v] = Isa::madd(
                        gradient, load<Isa>(x + r * w.imageRow + v * kWidth<Isa>), sums[r][v]);
        }
    }
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < Vectors; ++v)
            store<Isa>(w.sums + (r * Vectors + v) * kWidth<Isa>, sums[r][v]);
}

// Rows of taps are done as many at a time as sums fit the registers.
template <class Isa>
SQUASH_INLINE void addWindowsOf(const ConvGeometry& g, PooledWindows w) {
    withConstant<kMaxTapVectors>(tapVectors<Isa>(g), [&](auto vectors) {
        constexpr std::size_t most = smaller(Isa::peakSums / vectors.value, kMaxTapRows);
        const Split parts(g.kernel, most);
        for (std::size_t part = 0; part < parts.parts; ++part) {
            withConstant<most>(parts.size(part),
                               [&](auto rows) { addWindows<Isa, rows.value, vectors.value>(w); });
            w.image += parts.size(part) * w.imageRow;
            w.sums += parts.size(part) * vectors.value * kWidth<Isa>;
        }
    });
}

template <class Isa>
void addPooledBias(const PoolGeometry& p, const float* dy, float* dBias) {
    const std::size_t windows = p.outHeight * p.outWidth * kLanes;
    for (std::size_t out = 0; out < p.channels; ++out) {
        Vec<Isa> sum = broadcast<Isa>(0);
        for (std::size_t i = 0; i < windows; i += kWidth<Isa>)
            sum = sum + load<Isa>(dy + out * windows + i);
        dBias[out] += xsimd::reduce_add(sum);
    }
}

// Adds to gradient, [ky][kx][in][out], and to dBias. scratch: pooledScratchSize floats.
template <class Isa>
void pooledKernelGradient(const ConvGeometry& g, const PoolGeometry& p,
                          const PooledBackward& call) {
    const PaddedImage image(g);
    const std::size_t rowFloats = tapVectors<Isa>(g) * kWidth<Isa>;
    float* images = call.scratch;
    const std::size_t windows = p.outHeight * p.outWidth * kLanes;
    float* sums = images + kLanes * image.floats;
    clear<Isa>(sums, g.outChannels * g.kernel * rowFloats);
    spreadImages<Isa>(g, call.x, images);
    std::uint32_t places[kMaxPlaces];
    for (std::size_t i = 0; i < p.pool * p.pool; ++i)
        places[i] =
            static_cast<std::uint32_t>(i / p.pool * image.rowFloats + i % p.pool * g.inChannels);
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        for (std::size_t out = 0; out < g.outChannels; ++out)
            addWindowsOf<Isa>(g, {.image = images + lane * image.floats,
                                  .dy = call.dy + out * windows + lane,
                                  .argmax = call.argmax + out * windows + lane,
                                  .rows = p.outHeight,
                                  .columns = p.outWidth,
                                  .rowStep = p.pool * image.rowFloats,
                                  .columnStep = p.pool * g.inChannels,
                                  .places = places,
                                  .imageRow = image.rowFloats,
                                  .sums = sums + out * g.kernel * rowFloats});
    const std::size_t taps = g.kernel * g.inChannels;
    for (std::size_t ky = 0; ky < g.kernel; ++ky)
        for (std::size_t i = 0; i < taps; ++i)
            for (std::size_t out = 0; out < g.outChannels; ++out)
                call.gradient[(ky * taps + i) * g.outChannels + out] +=
                    sums[(out * g.kernel + ky) * rowFloats + i];
    addPooledBias<Isa>(p, call.dy, call.dBias);
}

}  // namespace
}  // namespace squash::kernels
