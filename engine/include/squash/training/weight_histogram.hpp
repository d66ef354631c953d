// How large the weights of one layer are, and the gradients that reach them: histograms on a scale of magnitudes
// that shows values from 1e-9 to 10 of both signs without knowing their range beforehand, over the run.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "squash/network/network.hpp"
#include "squash/training/moments.hpp"

namespace squash {

// Bins in ascending order of the values: of negative ones the larger magnitudes first, one around 0, then the
// positive ones. Bin kSide is -2^-30 < v < 2^-30 (9.3e-10). Bin kSide + s, for s = 1 .. kSide - 1, is
// 2^(-30 + (s - 1) / 2) <= v < 2^(-30 + s / 2): two bins an octave, all equally wide on a logarithmic axis; the
// last one is v >= 2^4. Bin kSide - s is the mirror image of bin kSide + s.
struct MagnitudeHistogram {
    static constexpr int kLowestPower = -30, kHighestPower = 4;  // of 2
    static constexpr std::size_t kSide = 2 * (kHighestPower - kLowestPower) + 1;
    static constexpr std::size_t kBins = 2 * kSide + 1;

    std::array<std::uint32_t, kBins> counts{};
    std::uint64_t nonFinite = 0;  // in no bin: the counts and these are all the values
    float least = 0, most = 0;    // of the finite values; NaN where there is none

    std::uint64_t finite() const;
    // Of both bins at this side: those with this magnitude; of side 0 the one around 0.
    std::uint64_t ofSide(std::size_t side) const;
    // The least magnitude in bins kSide + side and kSide - side; 0 for side 0.
    static double edge(std::size_t side);
    // Where a value lies along the bins: bin i covers i to i + 1. All of bin kSide's values lie in its middle.
    static double place(double value);
};

// Exact, NaN and infinities counted apart. Some 600,000 values a millisecond, without an allocation.
MagnitudeHistogram histogramOf(std::span<const float> values);

struct WeightHistograms {
    std::uint64_t step = 0;        // whose gradients these are; left to the caller
    MagnitudeHistogram weights;    // of the layer's kernel, without biases
    MagnitudeHistogram gradients;  // of dL/dW, L the mean loss of the step's mini-batch
};

// kernelLayer: among the layers with a kernel, from 0; of none of them everything is 0. parameters and gradients:
// network.flatSize() floats each.
WeightHistograms histogramsOf(const Network& network, std::size_t kernelLayer,
                              std::span<const float> parameters, std::span<const float> gradients);

// Of one layer over the run; for another layer begin another one.
class HistogramHistory : public Moments<WeightHistograms> {
public:
    explicit HistogramHistory(std::size_t kernelLayer) : layer_(kernelLayer) {}
    std::size_t layer() const { return layer_; }  // among those with a kernel, from 0

private:
    std::size_t layer_;
};

}  // namespace squash
