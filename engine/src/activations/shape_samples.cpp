#include "activations/shape_samples.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>

namespace squash::sampling {
namespace {

constexpr double kStep = 1.0 / 64;  // between two samples
constexpr double kFar = 1e15;       // what it tends to shows there
constexpr double kNarrow = 1e-9;    // a change within less is a break
constexpr double kPole = 1e5;  // what grows by this from a sample to a break has no bound there
constexpr std::size_t kMostTurns = 512;  // that are looked at closely
constexpr std::size_t kExtremes = 24;    // of these, where f is least, and as many where it is most

// Halves a cell towards the half in which more of the change lies, until what is left of the change is small, or its
// ends are neighbouring numbers.
Cell narrowed(const Activation& activation, Cell cell, double Sample::* what, double small) {
    while (cell.change(what) > small) {
        const double x = std::midpoint(cell.left.x, cell.right.x);
        if (x == cell.left.x || x == cell.right.x) break;
        const Sample middle = sampleAt(activation, x);
        const Cell before{cell.left, middle}, behind{middle, cell.right};
        cell = before.change(what) >= behind.change(what) ? before : behind;
    }
    return cell;
}

std::optional<FoundBreak> breakIn(const Activation& activation, const Cell& whole) {
    const double width = whole.right.x - whole.left.x;
    const double steepest = std::max(std::abs(whole.left.df), std::abs(whole.right.df));
    const double leap = whole.change(&Sample::f), bend = whole.change(&Sample::df);
    const double size = 1 + std::abs(whole.left.f) + std::abs(whole.right.f);
    // More than the slopes at both ends allow for; or the other way, as at a pole.
    const double rise = whole.right.f - whole.left.f;
    const bool against = rise * whole.left.df < 0 && rise * whole.right.df < 0;
    if (leap > (against ? 0 : 4 * width * steepest) + 1e-9 * size) {
        const Cell cell = narrowed(activation, whole, &Sample::f, leap / 4);
        if (cell.right.x - cell.left.x < kNarrow) return FoundBreak{cell, true, whole};
    }
    if (bend > 1e-3 * (1 + steepest)) {
        const Cell cell = narrowed(activation, whole, &Sample::df, bend / 4);
        if (cell.right.x - cell.left.x < kNarrow) return FoundBreak{cell, false, whole};
    }
    return std::nullopt;
}

// About what f is where f' changes its sign, as if f' were a straight line.
double estimateAtTurn(const Cell& cell) {
    const double slope = cell.left.df, width = cell.right.x - cell.left.x;
    return cell.left.f + slope * width * slope / (slope - cell.right.df) / 2;
}

// Where f' changes its sign between two samples. Of very many those count where f is least and where it is most, and
// then those nearest to 0.
std::vector<Cell> turningCells(const std::vector<Sample>& samples) {
    std::vector<Cell> cells;
    cells.reserve(samples.size());
    for (std::size_t i = 1; i < samples.size(); ++i) {
        const Cell cell{samples[i - 1], samples[i]};
        if (cell.usual() && cell.left.df * cell.right.df < 0) cells.push_back(cell);
    }
    if (cells.size() <= kMostTurns) return cells;
    std::span<Cell> others(cells);
    const auto toFront = [&others](std::size_t count, auto key) {
        const auto end = others.begin() + static_cast<std::ptrdiff_t>(count);
        std::ranges::partial_sort(others, end, {}, key);
        others = others.subspan(count);
    };
    toFront(kExtremes, estimateAtTurn);
    toFront(kExtremes, [](const Cell& cell) { return -estimateAtTurn(cell); });
    toFront(kMostTurns - 2 * kExtremes, [](const Cell& cell) { return std::abs(cell.left.x); });
    cells.resize(kMostTurns);
    return cells;
}

Sample turnIn(const Activation& activation, Cell cell) {
    for (int i = 0; i < kHalvings; ++i) {
        const double x = std::midpoint(cell.left.x, cell.right.x);
        if (x == cell.left.x || x == cell.right.x) break;
        const Sample middle = sampleAt(activation, x);
        ((middle.df < 0) == (cell.left.df < 0) ? cell.left : cell.right) = middle;
    }
    return cell.right;
}

}  // namespace

Sample sampleAt(const Activation& activation, double x) {
    const ActivationValue value = evaluate(activation, x);
    return {x, value.f, value.df};
}

std::vector<Sample> samplesOf(const Activation& activation) {
    std::vector<double> beyond{kFar * kFar, kFar};
    for (double x = 1e6; x > kReach; x /= 4) beyond.push_back(x);
    constexpr int steps = static_cast<int>(2 * kReach / kStep);
    std::vector<Sample> samples;
    samples.reserve(2 * beyond.size() + steps + 1);
    for (const double x : beyond) samples.push_back(sampleAt(activation, -x));
    for (int i = 0; i <= steps; ++i) samples.push_back(sampleAt(activation, -kReach + i * kStep));
    for (auto x = beyond.rbegin(); x != beyond.rend(); ++x)
        samples.push_back(sampleAt(activation, *x));
    return samples;
}

double Cell::change(double Sample::* what) const { return std::abs(right.*what - left.*what); }

bool Cell::usual() const {
    return right.x - left.x <= 2 * kStep && std::isfinite(left.f + right.f + left.df + right.df);
}

bool FoundBreak::hasPole(const Sample& side, double Sample::* what) const {
    const double before = std::max(std::abs(around.left.*what), std::abs(around.right.*what));
    return std::abs(side.*what) > kPole * (1 + before);
}

std::vector<FoundBreak> breaksIn(const Activation& activation, const std::vector<Sample>& samples) {
    std::vector<FoundBreak> breaks;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        const Cell cell{samples[i - 1], samples[i]};
        if (!cell.usual()) continue;
        const auto found = breakIn(activation, cell);
        if (found && (breaks.empty() || found->cell.left.x - breaks.back().cell.left.x > 1e-9))
            breaks.push_back(*found);
    }
    return breaks;
}

void refine(const Activation& activation, const std::vector<FoundBreak>& breaks,
            std::vector<Sample>& samples) {
    const std::vector<Cell> turning = turningCells(samples);
    samples.reserve(samples.size() + turning.size() + 2 * breaks.size());
    for (const Cell& cell : turning) samples.push_back(turnIn(activation, cell));
    for (const FoundBreak& each : breaks) {
        samples.push_back(each.cell.left);
        samples.push_back(each.cell.right);
    }
    std::ranges::sort(samples, {}, &Sample::x);
    const auto same = std::ranges::unique(samples, {}, &Sample::x);
    samples.erase(same.begin(), same.end());
}

}  // namespace squash::sampling
