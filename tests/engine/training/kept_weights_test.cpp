// The last good weights of a run: of which steps they are kept, and that these depend on nothing but the experiment.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <vector>

#include "engine/training/session_support.hpp"
#include "training/loss.hpp"
#include "training/run.hpp"

namespace squash::test {
namespace {

Runner runner(std::size_t batch) {
    Runner result{.experiment = smallRun().experiment, .run = 1};
    std::ranges::fill(result.experiment.activations, makeActivation("tanh"));
    result.experiment.batch = batch;
    return result;
}

// What a run keeps, after each step.
struct Kept {
    std::vector<std::uint64_t> good;
    History history;

    std::vector<std::uint64_t> copies() const {
        std::vector<std::uint64_t> result = good;
        result.erase(std::unique(result.begin(), result.end()), result.end());
        return result;
    }

    // Whether the batch after that step had a loss that is no reason to go further back.
    bool wasGood(std::uint64_t step) const {
        float least = history.stepAt(0).loss;
        for (std::size_t i = 0; i <= step; ++i) least = std::min(least, history.stepAt(i).loss);
        const float loss = history.stepAt(step).loss;
        return loss <= std::max(chanceLoss(10),
                                std::min(double{history.stepAt(0).loss}, 2 * double{least}));
    }
};

struct Bench {
    Runner wanted;
    DatasetPtr data;
    WorkerPool pool{1};

    std::unique_ptr<Run> run() {
        auto run = std::make_unique<Run>(wanted, data, options(pool, chooseKernelSet("auto")));
        run->keepGood(true);
        return run;
    }

    Kept keep(std::size_t steps, double budgetMs = 50) {
        const auto run = this->run();
        Kept kept;
        while (kept.good.size() < steps)
            if (run->advance(budgetMs, {}) == Progress::StepDone)
                kept.good.push_back(run->goodStep());
        kept.history = run->trainer().history();
        return kept;
    }

    // Rests once within every step, after so many slices of it.
    Kept keepResting(std::size_t steps, std::size_t slices) {
        const auto run = this->run();
        Kept kept;
        std::size_t done = 0;
        while (kept.good.size() < steps) {
            if (done++ == slices) {
                run->rest();
                run->wake();
            } else
                run->advance(0, {});
            if (run->trainer().step() == kept.good.size()) continue;
            kept.good.push_back(run->goodStep());
            done = 0;
        }
        kept.history = run->trainer().history();
        return kept;
    }
};

}  // namespace

TEST_CASE("Which weights are kept as good goes by steps, and by fewer copies the longer it runs",
          "[training][session]") {
    Bench bench{runner(64), noiseData(128, 40)};
    const Kept kept = bench.keep(200);
    CHECK(kept.good == bench.keep(200, 0).good);  // however many slices a step is done in
    CHECK(kept.copies().size() > 10);
    CHECK(kept.copies().size() < 30);
    // Going back costs a fifth of the steps and one, unless there was a copy that was not good.
    for (std::uint64_t step = 20; step <= kept.good.size(); ++step) {
        const std::uint64_t good = kept.good[step - 1], next = good + good / 4;
        INFO("step " << step << ", good " << good);
        CHECK((5 * (step - good) <= step + 5 || !kept.wasGood(next)));
    }
}

TEST_CASE("Of long steps the next weights are kept after so many images", "[training][session]") {
    Bench bench{runner(4096), noiseData(16, 4)};
    const std::vector<std::uint64_t> copies = bench.keep(90).copies();
    REQUIRE(copies.back() > 70);
    for (std::size_t i = 1; i < copies.size(); ++i) CHECK(copies[i] - copies[i - 1] <= 8);
    CHECK(copies.back() - copies[copies.size() - 2] == 8);
}

TEST_CASE("After weights that were not good the next copy comes soon", "[training][session]") {
    Bench bench{runner(1), noiseData(64, 4)};  // single images, whose losses go up and down
    const Kept kept = bench.keep(300);
    std::size_t rejected = 0;
    for (std::uint64_t step = 10; step <= kept.good.size(); ++step) {
        const std::uint64_t good = kept.good[step - 1];
        REQUIRE(good > 0);
        // The copies after the one that stayed: the first when it was due, each three steps after one before.
        std::uint64_t copy = good + std::max<std::uint64_t>(2, good / 4);
        for (; copy < step; copy += 3, ++rejected) {
            INFO("step " << step << ", good " << good << ", copy " << copy);
            CHECK_FALSE(kept.wasGood(copy));
        }
    }
    CHECK(rejected > 20);
}

TEST_CASE("A run that rests keeps the weights of the same steps, whenever it is left",
          "[training][session]") {
    Bench bench{runner(64), noiseData(128, 40)};
    constexpr std::size_t kSteps = 12;
    const Kept expected = bench.keep(kSteps);
    REQUIRE(expected.copies().size() > 3);
    const auto run = bench.run();
    std::size_t slices = 0, updating = 0;  // of the first step
    for (; run->advance(0, {}) != Progress::StepDone; ++slices)
        updating += run->trainer().updating();
    REQUIRE(updating > 1);
    for (std::size_t after = 0; after <= slices; ++after) {
        INFO("after " << after << " of " << slices << " slices");
        const Kept kept = bench.keepResting(kSteps, after);
        CHECK(kept.good == expected.good);
        for (std::size_t i = 0; i < kSteps; ++i)
            CHECK(kept.history.stepAt(i).loss == expected.history.stepAt(i).loss);
    }
}

}  // namespace squash::test
