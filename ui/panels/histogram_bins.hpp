// Which bins of a layer's histograms a picture shows, as rows: the largest positive values at the top, what lies
// around 0 in the middle, the largest negative values at the bottom; each row but the middle one half an octave.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "squash/training/weight_histogram.hpp"

namespace squash::ui {

struct BinRows {
    // Sides of MagnitudeHistogram's bins; what is nearer to 0 than `inner` is all in the middle row.
    std::size_t inner = 1, outer = 1;

    std::size_t count() const { return 2 * side() + 1; }
    std::uint64_t valuesIn(const MagnitudeHistogram& histogram, std::size_t row) const;
    // Of a value from edge(inner) on, or 0: rows from the picture's top, negative ones mirrored.
    double rowOf(double value) const;
    std::string text(std::size_t row) const;  // "0.011 to 0.016"

private:
    std::size_t side() const { return outer - inner + 1; }
};

using HistogramOf = MagnitudeHistogram WeightHistograms::*;

// Every value is seen; the middle row takes in the small magnitudes as far as they are a five hundredth of all
// values in all moments, which leaves the room to the others.
BinRows binRows(const std::vector<WeightHistograms>& moments, HistogramOf which);

struct BinTick {
    double row = 0;  // from the top
    std::string label;
};
// Powers of ten of both signs and 0, at least `apart` rows from each other.
std::vector<BinTick> binTicks(const BinRows& rows, double apart);

}  // namespace squash::ui
