// Max pooling with stride = pool. Forward keeps, beside each maximum, its place in the window as one
// byte (row * pool + column, the first one on a tie), so backward needs neither x nor y.
// pool is at most 16, or the place would not fit its byte.
// For quasi-convex activations the minimum is kept too: see activateExtrema in activations.hpp.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

template <class Isa>
struct Extremum {
    Vec<Isa> value, place;

    SQUASH_INLINE void takeLarger(const Vec<Isa>& candidate, const Vec<Isa>& at) {
        take(candidate > value, candidate, at);
    }
    SQUASH_INLINE void takeSmaller(const Vec<Isa>& candidate, const Vec<Isa>& at) {
        take(candidate < value, candidate, at);
    }

private:
    template <class Mask>
    SQUASH_INLINE void take(const Mask& better, const Vec<Isa>& candidate, const Vec<Isa>& at) {
        value = xsimd::select(better, candidate, value);
        place = xsimd::select(better, at, place);
    }
};

SQUASH_INLINE void storePlaces(const float* places, std::uint8_t* to) {
    for (std::size_t i = 0; i < kLanes; ++i)
        to[i] = static_cast<std::uint8_t>(static_cast<std::int32_t>(places[i]));
}

SQUASH_INLINE void loadPlaces(const std::uint8_t* from, float* places) {
    for (std::size_t i = 0; i < kLanes; ++i)
        places[i] = static_cast<float>(static_cast<std::int32_t>(from[i]));
}

// Calls window(from, at, side) for a row of windows: offsets of a window's first value in x and of its result
// in [channel][outRow][outColumn][16]. Pool: the side when the compiler may know it, else 0.
template <std::size_t Pool, class Window>
SQUASH_HOT void windowRow(std::size_t from, std::size_t at, const PoolGeometry& g, Window window) {
    const std::size_t pool = Pool ? Pool : g.pool;
    for (std::size_t column = 0; column < g.outWidth; ++column)
        window(from + column * pool * kLanes, at + column * kLanes, pool);
}

// The same for all windows. `window` has to hold copies, no references: the bytes it writes could be what
// it refers to, for all the compiler knows, and every pointer would be loaded again.
template <class Window>
SQUASH_INLINE void eachWindow(const PoolGeometry& g, Window window) {
    const std::size_t xRow = g.inWidth * kLanes;
    std::size_t at = 0;
    for (std::size_t channel = 0; channel < g.channels; ++channel)
        for (std::size_t row = 0; row < g.outHeight; ++row, at += g.outWidth * kLanes) {
            const std::size_t from = (channel * g.inHeight + row * g.pool) * xRow;
            if (g.pool == 2)
                windowRow<2>(from, at, g, window);
            else
                windowRow<0>(from, at, g, window);
        }
}

// Calls take(value, place) for each value of a window.
template <class Isa, class Take>
SQUASH_INLINE void eachOfWindow(const float* x, std::size_t xRow, std::size_t pool,
                                const Take& take) {
    for (std::size_t row = 0; row < pool; ++row)
        for (std::size_t column = 0; column < pool; ++column)
            take(load<Isa>(x + row * xRow + column * kLanes),
                 broadcast<Isa>(static_cast<float>(row * pool + column)));
}

template <class Isa>
SQUASH_INLINE void poolWindow(const float* x, std::size_t xRow, std::size_t pool, float* y,
                              std::uint8_t* argmax) {
    alignas(64) float places[kLanes];
    for (std::size_t v = 0; v < kLanes; v += kWidth<Isa>) {
        Extremum<Isa> best{load<Isa>(x + v), broadcast<Isa>(0)};
        eachOfWindow<Isa>(x + v, xRow, pool, [&](const Vec<Isa>& value, const Vec<Isa>& place) {
            best.takeLarger(value, place);
        });
        store<Isa>(y + v, best.value);
        store<Isa>(places + v, best.place);
    }
    storePlaces(places, argmax);
}

template <class Isa>
void maxPoolForward(const PoolGeometry& g, const float* x, float* y, std::uint8_t* argmax) {
    const std::size_t xRow = g.inWidth * kLanes;
    eachWindow(g, [=](std::size_t from, std::size_t at, std::size_t pool) {
        poolWindow<Isa>(x + from, xRow, pool, y + at, argmax + at);
    });
}

template <class Isa>
SQUASH_INLINE void extremaWindow(const float* x, std::size_t xRow, std::size_t pool,
                                 const Extrema& to) {
    alignas(64) float highs[kLanes], lows[kLanes];
    for (std::size_t v = 0; v < kLanes; v += kWidth<Isa>) {
        Extremum<Isa> high{load<Isa>(x + v), broadcast<Isa>(0)};
        Extremum<Isa> low = high;
        eachOfWindow<Isa>(x + v, xRow, pool, [&](const Vec<Isa>& value, const Vec<Isa>& place) {
            high.takeLarger(value, place);
            low.takeSmaller(value, place);
        });
        store<Isa>(to.high + v, high.value);
        store<Isa>(to.low + v, low.value);
        store<Isa>(highs + v, high.place);
        store<Isa>(lows + v, low.place);
    }
    storePlaces(highs, to.highPlace);
    storePlaces(lows, to.lowPlace);
}

template <class Isa>
void extremaPoolForward(const PoolGeometry& g, const float* x, const Extrema& extrema) {
    const Extrema to = extrema;  // a copy: see eachWindow
    const std::size_t xRow = g.inWidth * kLanes;
    eachWindow(g, [=](std::size_t from, std::size_t at, std::size_t pool) {
        extremaWindow<Isa>(x + from, xRow, pool,
                           {to.high + at, to.low + at, to.highPlace + at, to.lowPlace + at});
    });
}

template <class Isa>
SQUASH_INLINE void unpoolWindow(const float* dy, const std::uint8_t* argmax, std::size_t pool,
                                std::size_t xRow, float* dx) {
    alignas(64) float places[kLanes];
    loadPlaces(argmax, places);
    for (std::size_t v = 0; v < kLanes; v += kWidth<Isa>) {
        const Vec<Isa> gradient = load<Isa>(dy + v), place = load<Isa>(places + v);
        for (std::size_t row = 0; row < pool; ++row)
            for (std::size_t column = 0; column < pool; ++column) {
                const Vec<Isa> here = broadcast<Isa>(static_cast<float>(row * pool + column));
                store<Isa>(dx + row * xRow + column * kLanes + v,
                           xsimd::select(place == here, gradient, broadcast<Isa>(0)));
            }
    }
}

// Rows and columns that no window covers get zeros.
template <class Isa>
void clearLeftovers(const PoolGeometry& g, float* dx) {
    const std::size_t xRow = g.inWidth * kLanes, covered = g.outWidth * g.pool * kLanes;
    const std::size_t rows = g.outHeight * g.pool;
    for (std::size_t row = 0; row < rows; ++row)
        clear<Isa>(dx + row * xRow + covered, xRow - covered);
    clear<Isa>(dx + rows * xRow, (g.inHeight - rows) * xRow);
}

template <class Isa>
void maxPoolBackward(const PoolGeometry& g, const float* dy, const std::uint8_t* argmax,
                     float* dx) {
    const std::size_t xRow = g.inWidth * kLanes;
    eachWindow(g, [=](std::size_t from, std::size_t at, std::size_t pool) {
        unpoolWindow<Isa>(dy + at, argmax + at, pool, xRow, dx + from);
    });
    for (std::size_t channel = 0; channel < g.channels; ++channel)
        clearLeftovers<Isa>(g, dx + channel * g.inHeight * xRow);
}

}  // namespace
}  // namespace squash::kernels
