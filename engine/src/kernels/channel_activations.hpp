// Activations that need more than z: prelu with a learned slope a channel, maxout over pieces of a channel,
// rrelu with a random slope a value; and the sums that give a learned parameter its gradient.
#pragma once
#include "kernels/activations.hpp"
#include "kernels/pooling.hpp"

namespace squash::kernels {
namespace {

// He et al., "Delving Deep into Rectifiers", arXiv:1502.01852: y = z above 0 and alpha z below.
template <class Isa>
SQUASH_HOT void preluRun(std::size_t count, float alpha, const float* z, float* y) {
    const Vec<Isa> slope = broadcast<Isa>(alpha), zero = broadcast<Isa>(0);
    for (std::size_t i = 0; i < count; i += kWidth<Isa>) {
        const Vec<Isa> at = load<Isa>(z + i);
        store<Isa>(y + i, xsimd::select(at > zero, at, slope * at));
    }
}

template <class Isa>
void preluForward(const ChannelGeometry& g, const float* z, const float* alpha, float* y) {
    const std::size_t run = g.inner * kLanes;
    for (std::size_t outer = 0; outer < g.outer; ++outer)
        for (std::size_t c = 0; c < g.channels; ++c, z += run, y += run)
            preluRun<Isa>(run, alpha[c], z, y);
}

// A sum for each of the 16 lanes, added up at the end in one order for every width of vector.
template <class Isa>
struct LaneSums {
    Vec<Isa> at[kVectors<Isa>];

    SQUASH_INLINE void clear() {
        for (Vec<Isa>& sum : at) sum = broadcast<Isa>(0);
    }
    SQUASH_INLINE float total() const {
        alignas(64) float lanes[kLanes];
        for (std::size_t v = 0; v < kVectors<Isa>; ++v) store<Isa>(lanes + v * kWidth<Isa>, at[v]);
        float sum = 0;
        for (std::size_t i = 0; i < kLanes; ++i) sum += lanes[i];
        return sum;
    }
};

// dz = dy f'(z); sums += dy df/dalpha, which is z below 0.
template <class Isa>
SQUASH_HOT void preluGradientRun(std::size_t count, float alpha, const float* dy, const float* z,
                                 float* dz, LaneSums<Isa>& sums) {
    const Vec<Isa> slope = broadcast<Isa>(alpha), zero = broadcast<Isa>(0);
    LaneSums<Isa> sum = sums;
    for (std::size_t i = 0; i < count; i += kLanes)
        for (std::size_t v = 0; v < kVectors<Isa>; ++v) {
            const std::size_t here = i + v * kWidth<Isa>;
            const Vec<Isa> gradient = load<Isa>(dy + here), at = load<Isa>(z + here);
            const auto above = at > zero;
            store<Isa>(dz + here, xsimd::select(above, gradient, slope * gradient));
            sum.at[v] += xsimd::select(above, zero, gradient * at);
        }
    sums = sum;
}

template <class Isa>
void preluBackward(const ChannelGeometry& g, const PreluBackward& call) {
    const std::size_t run = g.inner * kLanes, step = g.channels * run;
    for (std::size_t c = 0; c < g.channels; ++c) {
        LaneSums<Isa> sums;
        sums.clear();
        for (std::size_t outer = 0; outer < g.outer; ++outer) {
            const std::size_t at = outer * step + c * run;
            preluGradientRun<Isa>(run, call.alpha[c], call.dy + at, call.z + at, call.dz + at,
                                  sums);
        }
        call.dAlpha[c] = (call.add ? call.dAlpha[c] : 0.0f) + sums.total();
    }
}

template <class Isa>
SQUASH_HOT float dot(std::size_t count, const float* a, const float* b) {
    LaneSums<Isa> sums;
    sums.clear();
    for (std::size_t i = 0; i < count; i += kLanes)
        for (std::size_t v = 0; v < kVectors<Isa>; ++v) {
            const std::size_t here = i + v * kWidth<Isa>;
            sums.at[v] += load<Isa>(a + here) * load<Isa>(b + here);
        }
    return sums.total();
}

// Goodfellow et al., "Maxout Networks", arXiv:1302.4389. Pieces of a channel lie `inner` positions apart.
template <class Isa>
SQUASH_HOT void maxoutRun(std::size_t count, std::size_t pieces, const float* x, float* y,
                          std::uint8_t* places) {
    alignas(64) float taken[kLanes];
    for (std::size_t i = 0; i < count; i += kLanes) {
        for (std::size_t v = 0; v < kLanes; v += kWidth<Isa>) {
            Extremum<Isa> best{load<Isa>(x + i + v), broadcast<Isa>(0)};
            for (std::size_t piece = 1; piece < pieces; ++piece)
                best.takeLarger(load<Isa>(x + piece * count + i + v),
                                broadcast<Isa>(static_cast<float>(piece)));
            store<Isa>(y + i + v, best.value);
            store<Isa>(taken + v, best.place);
        }
        storePlaces(taken, places + i);
    }
}

template <class Isa>
void maxoutForward(const ChannelGeometry& g, std::size_t pieces, const float* x, float* y,
                   std::uint8_t* places) {
    const std::size_t run = g.inner * kLanes;
    for (std::size_t c = 0; c < g.outer * g.channels; ++c)
        maxoutRun<Isa>(run, pieces, x + c * pieces * run, y + c * run, places + c * run);
}

template <class Isa>
SQUASH_HOT void maxoutGradientRun(std::size_t count, std::size_t pieces, const float* dy,
                                  const std::uint8_t* places, float* dx) {
    alignas(64) float taken[kLanes];
    for (std::size_t i = 0; i < count; i += kLanes) {
        loadPlaces(places + i, taken);
        for (std::size_t piece = 0; piece < pieces; ++piece)
            for (std::size_t v = 0; v < kLanes; v += kWidth<Isa>) {
                const auto here = load<Isa>(taken + v) == broadcast<Isa>(static_cast<float>(piece));
                store<Isa>(dx + piece * count + i + v,
                           xsimd::select(here, load<Isa>(dy + i + v), broadcast<Isa>(0)));
            }
    }
}

template <class Isa>
void maxoutBackward(const ChannelGeometry& g, std::size_t pieces, const float* dy,
                    const std::uint8_t* places, float* dx) {
    const std::size_t run = g.inner * kLanes;
    for (std::size_t c = 0; c < g.outer * g.channels; ++c)
        maxoutGradientRun<Isa>(run, pieces, dy + c * run, places + c * run, dx + c * pieces * run);
}

// Numbers in [0, 1) from their place: Wellons' 32-bit mixer "lowbias32" of place and seed, so that any worker
// finds the same ones in any order.
template <class Isa>
SQUASH_INLINE Vec<Isa> uniformAt(xsimd::batch<std::uint32_t, typename Isa::Arch> bits) {
    using Bits = xsimd::batch<std::uint32_t, typename Isa::Arch>;
    bits ^= bits >> 16;
    bits *= Bits(0x7feb352du);
    bits ^= bits >> 15;
    bits *= Bits(0x846ca68bu);
    bits ^= bits >> 16;
    const auto whole = xsimd::batch_cast<std::int32_t>(bits >> 8);
    return xsimd::to_float(whole) * broadcast<Isa>(0x1p-24f);
}

// Xu et al., arXiv:1505.00853: y = z above 0, a z below with a uniform in lower..upper; z becomes the slope.
template <class Isa>
SQUASH_HOT void randomSlopesRun(const RandomSlopes& slopes, std::size_t first, std::size_t end,
                                float* z, float* y) {
    using Bits = xsimd::batch<std::uint32_t, typename Isa::Arch>;
    alignas(64) std::uint32_t steps[kLanes];
    for (std::size_t i = 0; i < kLanes; ++i) steps[i] = static_cast<std::uint32_t>(i);
    const Bits step = Bits::load_aligned(steps);
    const Vec<Isa> lower = broadcast<Isa>(slopes.lower),
                   range = broadcast<Isa>(slopes.upper - slopes.lower);
    for (std::size_t i = first; i < end; i += kWidth<Isa>) {
        const Bits place = (Bits(static_cast<std::uint32_t>(i)) + step) ^ Bits(slopes.seed);
        const Vec<Isa> at = load<Isa>(z + i);
        const Vec<Isa> slope = xsimd::select(at > broadcast<Isa>(0), broadcast<Isa>(1),
                                             lower + range * uniformAt<Isa>(place));
        store<Isa>(y + i, slope * at);
        store<Isa>(z + i, slope);
    }
}

template <class Isa>
void activateRandomly(const RandomSlopes& slopes, std::size_t count, float* z, float* y) {
    for (std::size_t i = 0; i < count; i += kActivationRun)
        randomSlopesRun<Isa>(slopes, i, smaller(i + kActivationRun, count), z, y);
}

}  // namespace
}  // namespace squash::kernels
