// From one generation to the next: which runs go on, which are made anew, and which are kept for a person who may want
// them back.
#include <algorithm>
#include <iterator>
#include <new>

#include "core/clock.hpp"
#include "training/session_impl.hpp"

namespace squash {
namespace {

std::vector<Runner> runnersOf(const Controls& wanted) {
    if (!wanted.runners.empty()) return wanted.runners;
    return {{.experiment = wanted.experiment, .run = wanted.run}};
}

bool names(const std::vector<Runner>& runners, std::uint64_t number) {
    return std::ranges::find(runners, number, &Runner::run) != runners.end();
}

}  // namespace

void TrainingLoop::requireOwnNumbers(const std::vector<Runner>& runners) {
    for (auto at = runners.begin(); at != runners.end(); ++at)
        if (at->run != 0 && std::ranges::find(runners.begin(), at, at->run, &Runner::run) != at)
            throw Error("cannot train this", "run " + std::to_string(at->run),
                        "two runs of one number");
}

// Whether the new start succeeds or not: the figures of the runs before are not its own. A failure
// leaves nothing to go on with, so what is posted next starts again.
void TrainingLoop::leaveRuns() {
    setAside(runnersOf(wanted_));
    turn_ = nullptr;
    forgetPredictions();
    noSpread_ = false;
    started_ = playing_ = galleryTold_ = false;
    images_.reset();
    flops_.reset();
    message_.clear();
}

// Those that go on as they are, those that may come back at rest; the memory of all others first: a page has little.
void TrainingLoop::setAside(const std::vector<Runner>& wanted) {
    aside_.reserve(aside_.size() + runs_.size());
    std::ranges::move(runs_, std::back_inserter(aside_));
    runs_.clear();
    const auto& keep = wanted_.keep;
    std::erase_if(aside_, [&](const auto& run) {
        const bool known =
            names(wanted, run->number()) || std::ranges::find(keep, run->number()) != keep.end();
        return run->number() == 0 || run->data() != wanted_.data || !known;
    });
    for (auto& run : aside_) {
        if (names(wanted, run->number())) continue;
        try {
            run->rest();
        } catch (const std::bad_alloc&) {
            run.reset();
        }
    }
    std::erase(aside_, nullptr);
}

// What was set aside under its number, else a new one; the latter first, so that all the others are still there where
// one of them finds no memory.
std::vector<std::unique_ptr<Run>> TrainingLoop::makeRuns(const std::vector<Runner>& wanted) {
    TrainerOptions options;
    options.kernels = kernels_;
    options.pool = &pool_;
    options.nowMs = steadyNowMs;
    const auto numbered = [this](std::uint64_t number) {
        return std::ranges::find(aside_, number, [](const auto& run) { return run->number(); });
    };
    std::vector<std::unique_ptr<Run>> runs(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (const auto at = numbered(wanted[i].run); at != aside_.end())
            (*at)->wake();
        else
            runs[i] = std::make_unique<Run>(wanted[i], data_, options);
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (runs[i]) continue;
        const auto at = numbered(wanted[i].run);
        runs[i] = std::move(*at);
        aside_.erase(at);
    }
    return runs;
}

void TrainingLoop::restart() {
    data_ = wanted_.data;
    const std::vector<Runner> wanted = runnersOf(wanted_);
    try {
        try {
            runs_ = makeRuns(wanted);
        } catch (const std::bad_alloc&) {
            // What may come back matters less than what is wanted now.
            const auto resting = [&](const auto& run) { return !names(wanted, run->number()); };
            if (std::erase_if(aside_, resting) == 0) throw;
            runs_ = makeRuns(wanted);
        }
        // What is compared over the same steps does not go back to earlier ones.
        for (const auto& run : runs_) run->keepGood(wanted_.runners.empty());
        started_ = true;
    } catch (const std::bad_alloc&) {
        // Another experiment may fit: the thread lives on.
        aside_.clear();
        stop(
            "There is not enough memory for this: fewer entrants, a smaller batch or fewer images "
            "need less.");
    }
}

}  // namespace squash
