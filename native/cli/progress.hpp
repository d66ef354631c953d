// Epochs as Keras shows them: on a terminal a heading and a live line with a bar, elsewhere one
// plain line an epoch.
#pragma once
#include <chrono>
#include <cstdio>

#include "squash/training/trainer.hpp"

namespace squash::cli {

class ProgressLines {
public:
    explicit ProgressLines(std::FILE* stream);
    void update(const Trainer& trainer);  // cheap; redraws ten times a second at most
    void finishEpoch(const Trainer& trainer, const EpochRecord& record);
    void breakLine();  // leaves an unfinished live line, before a message

private:
    void heading(std::size_t epoch, std::size_t epochs);

    using Clock = std::chrono::steady_clock;
    std::FILE* stream_;
    bool live_;
    bool lineOpen_ = false;
    std::size_t headed_ = 0;  // epoch whose heading was printed
    Clock::time_point epochStart_{}, lastDrawn_{};
};

}  // namespace squash::cli
