// Time to thin a line of many points to what a plot of 2,000 pixels can show: once a frame and line, so that at 60 frames
// a second there are 16 ms for all of it.
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "ui/plot/decimate.hpp"

namespace {

using namespace squash::ui;

std::vector<PlotPoint> noisyLine(std::size_t count) {
    std::vector<PlotPoint> points(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto x = static_cast<double>(i);
        points[i] = {x, std::exp(-x / static_cast<double>(count)) + 0.1 * std::sin(x * 12.9898)};
    }
    return points;
}

void decimateLine(benchmark::State& state) {
    const auto points = noisyLine(static_cast<std::size_t>(state.range(0)));
    std::size_t kept = 0;
    for (auto _ : state) {
        const auto seen = decimate(points, {0, static_cast<double>(points.size())}, 2000);
        benchmark::DoNotOptimize(seen.data());
        kept = seen.size();
    }
    state.counters["kept"] = static_cast<double>(kept);
}
BENCHMARK(decimateLine)->Arg(10000)->Arg(100000)->Arg(1000000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
