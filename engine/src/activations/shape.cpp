#include "squash/activations/shape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

namespace squash {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kReach = 64;           // where it is looked at in even steps
constexpr double kStep = 1.0 / 64;      // between two of them
constexpr double kFar = 1e15;           // what it tends to shows there
constexpr double kNarrow = 1e-9;        // a change within less is a break
constexpr int kHalvings = 100;          // from a step to neighbouring numbers
constexpr double kPole = 1e12;          // what reaches this at a break has no bound there
constexpr std::size_t kMostTurns = 64;  // that are looked at closely

struct Sample {
    double x, f, df;
};

Sample sampleAt(const Activation& activation, double x) {
    const ActivationValue value = evaluate(activation, x);
    return {x, value.f, value.df};
}

// Ascending; the two at each end are far and very far.
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

bool isSaturated(const Sample& sample) {
    return std::abs(sample.df) < static_cast<double>(kSaturatedSlope);
}

// Between two samples of which one has the property: the last x of the one that has it.
double edge(const Activation& activation, Sample has, Sample lacks) {
    for (int i = 0; i < kHalvings; ++i) {
        const double x = std::midpoint(has.x, lacks.x);
        if (x == has.x || x == lacks.x) break;
        const Sample middle = sampleAt(activation, x);
        (isSaturated(middle) ? has : lacks) = middle;
    }
    return has.x;
}

std::vector<Interval> saturatedOf(const Activation& activation,
                                  const std::vector<Sample>& samples) {
    std::vector<Interval> intervals;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!isSaturated(samples[i])) continue;
        const std::size_t first = i;
        while (i + 1 < samples.size() && isSaturated(samples[i + 1])) ++i;
        intervals.push_back(
            {first == 0 ? -kInfinity : edge(activation, samples[first], samples[first - 1]),
             i + 1 == samples.size() ? kInfinity : edge(activation, samples[i], samples[i + 1])});
    }
    return intervals;
}

// Halves the cell between two samples towards the half in which more of the change lies, until what is left of
// the change is small, or the two are neighbouring numbers.
struct Cell {
    Sample left, right;
    double change(double Sample::* what) const { return std::abs(right.*what - left.*what); }
};

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

// A jump of f, or a kink where f' has one, in a cell of which the ends are known: as two neighbouring numbers, or
// nearly so, with the break between them.
struct FoundBreak {
    Cell cell;
    bool jump;
};

std::optional<FoundBreak> breakIn(const Activation& activation, const Cell& whole) {
    const double width = whole.right.x - whole.left.x;
    const double steepest = std::max(std::abs(whole.left.df), std::abs(whole.right.df));
    const double leap = whole.change(&Sample::f), bend = whole.change(&Sample::df);
    const double size = 1 + std::abs(whole.left.f) + std::abs(whole.right.f);
    // More than the slopes at both ends allow for.
    if (leap > 4 * width * steepest + 1e-9 * size) {
        const Cell cell = narrowed(activation, whole, &Sample::f, leap / 4);
        if (cell.right.x - cell.left.x < kNarrow) return FoundBreak{cell, true};
    }
    if (bend > 1e-3 * (1 + steepest)) {
        const Cell cell = narrowed(activation, whole, &Sample::df, bend / 4);
        if (cell.right.x - cell.left.x < kNarrow) return FoundBreak{cell, false};
    }
    return std::nullopt;
}

// Between two samples in even steps, of which nothing is infinite.
bool isUsualCell(const Cell& cell) {
    return cell.right.x - cell.left.x <= 2 * kStep &&
           std::isfinite(cell.left.f + cell.right.f + cell.left.df + cell.right.df);
}

std::vector<FoundBreak> breaksIn(const Activation& activation, const std::vector<Sample>& samples) {
    std::vector<FoundBreak> breaks;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        const Cell cell{samples[i - 1], samples[i]};
        if (!isUsualCell(cell)) continue;
        const auto found = breakIn(activation, cell);
        if (found && (breaks.empty() || found->cell.left.x - breaks.back().cell.left.x > 1e-9))
            breaks.push_back(*found);
    }
    return breaks;
}

// The number with fewer digits.
double neat(double x) {
    const double rounded = std::round(x * 1e9) / 1e9;
    return rounded == 0 ? 0.0 : rounded;
}

std::vector<Break> told(const std::vector<FoundBreak>& found) {
    std::vector<Break> breaks;
    breaks.reserve(found.size());
    for (const auto& [cell, jump] : found)
        breaks.push_back({neat(cell.left.x), jump, cell.left.f, cell.right.f});
    return breaks;
}

// Where f' changes its sign between two samples.
std::vector<Sample> turnsOf(const Activation& activation, const std::vector<Sample>& samples) {
    std::vector<Sample> turns;
    for (std::size_t i = 1; i < samples.size() && turns.size() < kMostTurns; ++i) {
        Cell cell{samples[i - 1], samples[i]};
        if (!isUsualCell(cell) || !(cell.left.df * cell.right.df < 0)) continue;
        for (int k = 0; k < kHalvings; ++k) {
            const double x = std::midpoint(cell.left.x, cell.right.x);
            if (x == cell.left.x || x == cell.right.x) break;
            const Sample middle = sampleAt(activation, x);
            ((middle.df < 0) == (cell.left.df < 0) ? cell.left : cell.right) = middle;
        }
        turns.push_back(cell.right);
    }
    return turns;
}

// Both sides of every break, and turns, among the samples: there are the extremes that lie between two of them.
void refine(const Activation& activation, const std::vector<FoundBreak>& breaks,
            std::vector<Sample>& samples) {
    std::vector<Sample> more = turnsOf(activation, samples);
    for (const FoundBreak& each : breaks)
        more.insert(more.end(), {each.cell.left, each.cell.right});
    samples.insert(samples.end(), more.begin(), more.end());
    std::ranges::sort(samples, {}, &Sample::x);
    const auto same = std::ranges::unique(samples, {}, &Sample::x);
    samples.erase(same.begin(), same.end());
}

// Does it go on growing from far to very far?
bool unbounded(double far, double veryFar) {
    return !std::isfinite(far) || !std::isfinite(veryFar) ||
           std::abs(veryFar - far) > 1e-3 * (1 + std::abs(far));
}

void fillRange(const std::vector<Sample>& samples, FunctionShape& shape) {
    double least = kInfinity, most = -kInfinity;
    for (std::size_t i = 1; i + 1 < samples.size(); ++i) {
        if (std::isnan(samples[i].f)) continue;
        least = std::min(least, samples[i].f);
        most = std::max(most, samples[i].f);
    }
    for (const auto& [far, veryFar] :
         {std::pair(samples[1].f, samples[0].f),
          std::pair(samples[samples.size() - 2].f, samples.back().f)}) {
        if (!unbounded(far, veryFar)) continue;
        if (veryFar >= most || far == kInfinity) most = kInfinity;
        if (veryFar <= least || far == -kInfinity) least = -kInfinity;
    }
    if (least < -kPole) least = -kInfinity;
    if (most > kPole) most = kInfinity;
    if (least > most) least = most = std::numeric_limits<double>::quiet_NaN();  // nowhere a number
    shape.least = least;
    shape.most = most;
}

// The largest |f'| between two samples, where it has one hill there: by golden sections.
Sample steepestIn(const Activation& activation, Sample left, Sample right) {
    constexpr double kSection = std::numbers::phi - 1;
    const auto slope = [](const Sample& sample) { return std::abs(sample.df); };
    for (int i = 0; i < kHalvings; ++i) {
        const double width = right.x - left.x;
        const Sample a = sampleAt(activation, right.x - kSection * width);
        const Sample b = sampleAt(activation, left.x + kSection * width);
        if (!(a.x < b.x)) break;
        (slope(a) < slope(b) ? left : right) = slope(a) < slope(b) ? a : b;
    }
    return slope(left) > slope(right) ? left : right;
}

void fillSlope(const Activation& activation, const std::vector<Sample>& samples,
               FunctionShape& shape) {
    std::size_t best = 0;
    for (std::size_t i = 1; i + 1 < samples.size(); ++i) {
        const double slope = std::abs(samples[i].df);
        if (!(slope > shape.steepest * (1 + 1e-12))) continue;
        shape.steepest = slope;
        shape.at = samples[i].x;
        best = i;
    }
    const auto adopt = [&shape](const Sample& sample, double least) {
        if (!(std::abs(sample.df) >= least)) return;
        shape.steepest = std::abs(sample.df);
        shape.at = sample.x;
    };
    if (best > 0 && isUsualCell({samples[best - 1], samples[best + 1]}))
        adopt(steepestIn(activation, samples[best - 1], samples[best + 1]),
              shape.steepest * (1 + 1e-12));
    // Where many x have it, one that is easy to say.
    for (const double x : {1.0, 0.0}) adopt(sampleAt(activation, x), shape.steepest * (1 - 1e-12));
    shape.at = neat(shape.at);
    if (shape.steepest > kPole && std::abs(shape.at) <= kReach) shape.steepest = kInfinity;
    if (unbounded(std::abs(samples[1].df), std::abs(samples[0].df)) ||
        unbounded(std::abs(samples[samples.size() - 2].df), std::abs(samples.back().df)))
        shape.steepest = std::abs(shape.at) > kReach ? kInfinity : shape.steepest;
}

void fillRunning(const std::vector<Sample>& samples, FunctionShape& shape) {
    std::string seen;
    for (std::size_t i = 3; i + 2 < samples.size(); ++i) {
        const double change = samples[i].f - samples[i - 1].f;
        if (!(std::abs(change) > 1e-12)) continue;
        const char sign = change > 0 ? '+' : '-';
        if (seen.ends_with(sign)) continue;
        if (!seen.empty()) shape.turn = neat(samples[i - 1].x);
        seen += sign;
    }
    shape.running = seen.empty()   ? Running::Level
                    : seen == "+"  ? Running::Rises
                    : seen == "-"  ? Running::Falls
                    : seen == "-+" ? Running::Valley
                    : seen == "+-" ? Running::Hill
                                   : Running::Turns;
}

double meanOutputOf(const Activation& activation) {
    double sum = 0, weights = 0;
    for (int i = -512; i <= 512; ++i) {
        const double x = (i + 0.5) / 64, weight = std::exp(-0.5 * x * x);
        const double f = evaluate(activation, x).f;
        if (!std::isfinite(f)) continue;
        sum += weight * f;
        weights += weight;
    }
    return weights > 0 ? sum / weights : 0;
}

}  // namespace

FunctionShape shapeOf(const Activation& activation) {
    std::vector<Sample> samples = samplesOf(activation);
    const std::vector<FoundBreak> breaks = breaksIn(activation, samples);
    refine(activation, breaks, samples);
    FunctionShape shape;
    fillRange(samples, shape);
    fillSlope(activation, samples, shape);
    fillRunning(samples, shape);
    shape.meanOutput = meanOutputOf(activation);
    shape.saturated = saturatedOf(activation, samples);
    shape.breaks = told(breaks);
    return shape;
}

}  // namespace squash
