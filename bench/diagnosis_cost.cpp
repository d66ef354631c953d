// What watching a run costs it: steps of the article's LeNet-5 (batches of 256, the processor's best kernels) in a
// session, watched as the panels do it, each way in turn for a second, so that what disturbs the machine hits all
// alike:
//   bench_diagnosis_cost [ROUNDS]      default 9
// Prints the median over the rounds of each way's steps beside those of the round without any watching.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "squash/data/shapes.hpp"
#include "squash/training/session.hpp"

namespace {

using namespace squash;
using Clock = std::chrono::steady_clock;

struct Way {
    const char* name;
    bool diagnose, histograms;
    std::optional<ValuesWanted> values;
};

const Way kWays[] = {{"nothing watched", false, false, {}},
                     {"gradient flow and units", true, false, {}},
                     {"and histograms of a layer", true, true, {}},
                     {"and a layer's values behind the curve", true, true, ValuesWanted{0, -8, 8}}};

double stepsOfASecond(Session& session) {
    const std::uint64_t before = session.latest().step;
    const auto start = Clock::now();
    while (Clock::now() - start < std::chrono::seconds(1)) session.pump(8);
    const std::chrono::duration<double> took = Clock::now() - start;
    return static_cast<double>(session.latest().step - before) / took.count();
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values,
                             values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
    const int rounds = count > 1 ? std::max(1, std::atoi(arguments[1])) : 9;
    Session session({false, 1, "auto"});  // this thread trains
    Controls controls;
    controls.generation = 1;
    controls.experiment.epochs = 100000;
    controls.experiment.validationLimit = 256;  // an epoch's validation is short
    controls.experiment.optimizer.learningRate = 1e-5;
    controls.data = std::make_shared<Dataset>(generateShapes({8192, 256, 1}));
    controls.playing = true;
    std::vector<std::vector<double>> ratios(std::size(kWays));
    for (int round = 0; round < rounds; ++round) {
        double plain = 0;
        for (std::size_t i = 0; i < std::size(kWays); ++i) {
            controls.diagnose = kWays[i].diagnose;
            controls.histogramLayer =
                kWays[i].histograms ? std::optional<std::size_t>(3) : std::nullopt;
            controls.values = kWays[i].values;
            session.post(controls);
            const double steps = stepsOfASecond(session);
            if (i == 0) plain = steps;
            ratios[i].push_back(steps / plain);
        }
    }
    for (std::size_t i = 0; i < std::size(kWays); ++i)
        std::printf("%-40s %.3f\n", kWays[i].name, median(ratios[i]));
}
