#include "ui/panels/histogram_bins.hpp"

#include <algorithm>
#include <cmath>

#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

using Histogram = MagnitudeHistogram;
constexpr std::uint64_t kSeldom = 500;  // one of so many values

std::string powerLabel(int power) {
    return power < -2 ? powerOfTen(power) : compact(std::pow(10.0, power));
}

}  // namespace

std::uint64_t BinRows::valuesIn(const MagnitudeHistogram& histogram, std::size_t row) const {
    const std::size_t middle = side();
    if (row < middle) return histogram.counts[Histogram::kSide + outer - row];
    if (row > middle) return histogram.counts[Histogram::kSide - inner - (row - middle - 1)];
    std::uint64_t sum = 0;
    for (std::size_t near = 0; near < inner; ++near) sum += histogram.ofSide(near);
    return sum;
}

double BinRows::rowOf(double value) const {
    const auto rows = static_cast<double>(count());
    if (value == 0) return rows / 2;
    const double top =
        static_cast<double>(Histogram::kSide + outer + 1) - Histogram::place(std::abs(value));
    return value > 0 ? top : rows - top;
}

std::string BinRows::text(std::size_t row) const {
    const std::size_t middle = side();
    if (row == middle)
        return "-" + shortNumber(Histogram::edge(inner), 2) + " to " +
               shortNumber(Histogram::edge(inner), 2);
    const std::size_t at = row < middle ? outer - row : inner + (row - middle - 1);
    const std::string sign = row < middle ? "" : "-";
    const std::string from = sign + shortNumber(Histogram::edge(at), 2);
    if (at == Histogram::kSide) return from + " and beyond";
    return from + " to " + sign + shortNumber(Histogram::edge(at + 1), 2);
}

BinRows binRows(const std::vector<WeightHistograms>& moments, HistogramOf which) {
    std::array<std::uint64_t, Histogram::kSide + 1> ofSide{};
    std::uint64_t all = 0;
    for (const WeightHistograms& moment : moments)
        for (std::size_t side = 0; side <= Histogram::kSide; ++side) {
            ofSide[side] += (moment.*which).ofSide(side);
            all += (moment.*which).ofSide(side);
        }
    BinRows rows;
    for (std::size_t side = 1; side <= Histogram::kSide; ++side)
        if (ofSide[side] > 0) rows.outer = side;
    std::uint64_t near = ofSide[1];
    while (rows.inner < rows.outer && near * kSeldom <= all) near += ofSide[++rows.inner];
    return rows;
}

std::vector<BinTick> binTicks(const BinRows& rows, double apart) {
    const double zero = rows.rowOf(0);
    std::vector<BinTick> ticks{{zero, "0"}};
    const double most = Histogram::edge(std::min(rows.outer + 1, Histogram::kSide));
    double last = -apart;
    for (int power = static_cast<int>(std::floor(std::log10(most)));; --power) {
        const double value = std::pow(10.0, power);
        if (value < Histogram::edge(rows.inner)) break;
        const double row = rows.rowOf(value);
        if (zero - row < apart) break;
        if (row - last < apart) continue;
        last = row;
        ticks.push_back({row, powerLabel(power)});
        ticks.push_back({rows.rowOf(-value), "-" + powerLabel(power)});
    }
    return ticks;
}

}  // namespace squash::ui
