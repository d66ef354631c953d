#include "squash/activations/shape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>

#include "activations/shape_samples.hpp"

namespace squash {
namespace {

using sampling::FoundBreak, sampling::Sample, sampling::sampleAt;
using sampling::kHalvings, sampling::kReach;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

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

// The number with fewer digits.
double neat(double x) {
    const double rounded = std::round(x * 1e9) / 1e9;
    return rounded == 0 ? 0.0 : rounded;
}

std::vector<Break> told(const std::vector<FoundBreak>& found) {
    std::vector<Break> breaks;
    breaks.reserve(found.size());
    for (const auto& [cell, jump, around] : found)
        breaks.push_back({neat(cell.left.x), jump, cell.left.f, cell.right.f});
    return breaks;
}

// Does it go on growing from far to very far?
bool unbounded(double far, double veryFar) {
    return !std::isfinite(far) || !std::isfinite(veryFar) ||
           std::abs(veryFar - far) > 1e-3 * (1 + std::abs(far));
}

void fillRange(const std::vector<Sample>& samples, const std::vector<FoundBreak>& breaks,
               FunctionShape& shape) {
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
        // Either of the two: one that swings ever wider may be anywhere at the last.
        if (std::fmax(far, veryFar) >= most) most = kInfinity;
        if (std::fmin(far, veryFar) <= least) least = -kInfinity;
    }
    for (const FoundBreak& each : breaks)
        for (const Sample& side : {each.cell.left, each.cell.right})
            if (each.hasPole(side, &Sample::f))
                (side.f > 0 ? most : least) = std::copysign(kInfinity, side.f);
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
               const std::vector<FoundBreak>& breaks, FunctionShape& shape) {
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
    if (best > 0 && sampling::Cell{samples[best - 1], samples[best + 1]}.usual())
        adopt(steepestIn(activation, samples[best - 1], samples[best + 1]),
              shape.steepest * (1 + 1e-12));
    // Where many x have it, one that is easy to say.
    for (const double x : {1.0, 0.0}) adopt(sampleAt(activation, x), shape.steepest * (1 - 1e-12));
    shape.at = neat(shape.at);
    for (const FoundBreak& each : breaks)
        for (const Sample& side : {each.cell.left, each.cell.right})
            if (each.hasPole(side, &Sample::df) &&
                (std::isfinite(shape.steepest) || std::abs(side.x) < std::abs(shape.at))) {
                shape.steepest = kInfinity;
                shape.at = neat(side.x);
            }
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
    std::vector<Sample> samples = sampling::samplesOf(activation);
    const std::vector<FoundBreak> breaks = sampling::breaksIn(activation, samples);
    sampling::refine(activation, breaks, samples);
    FunctionShape shape;
    fillRange(samples, breaks, shape);
    fillSlope(activation, samples, breaks, shape);
    fillRunning(samples, shape);
    shape.meanOutput = meanOutputOf(activation);
    shape.saturated = saturatedOf(activation, samples);
    shape.breaks = told(breaks);
    return shape;
}

}  // namespace squash
