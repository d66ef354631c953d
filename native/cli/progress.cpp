#include "progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "output.hpp"

namespace squash::cli {
namespace {

constexpr std::size_t kWidestBar = 20, kRoomForNumbers = 72;
constexpr auto kRedrawEvery = std::chrono::milliseconds(100);

std::string bar(double share, std::size_t width) {
    const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
    std::string text;
    for (std::size_t i = 0; i < width; ++i) text += i < full ? "━" : "─";
    return width == 0 ? "" : " " + text;
}

std::string paceText(double seconds, std::size_t steps) {
    if (steps == 0) return fmt::format("{:.0f}s", seconds);
    const double msPerStep = 1000 * seconds / static_cast<double>(steps);
    const auto pace = msPerStep < 1 ? fmt::format("{:.0f}us/step", 1000 * msPerStep)
                                    : fmt::format("{:.0f}ms/step", msPerStep);
    return fmt::format("{:.0f}s {}", seconds, pace);
}

std::string trainText(double loss, double accuracy) {
    return fmt::format("loss: {:.4f} - accuracy: {:.4f}", unsignedNan(loss), accuracy);
}

std::string recordText(const EpochRecord& record, std::size_t steps) {
    return fmt::format("{} - {} - val_loss: {:.4f} - val_accuracy: {:.4f}",
                       paceText(record.seconds, steps), trainText(record.loss, record.accuracy),
                       unsignedNan(record.validationLoss), record.validationAccuracy);
}

// Not fmt::print, which throws where a stream takes nothing: that must not end a training.
void show(std::FILE* stream, const std::string& text) { std::fputs(text.c_str(), stream); }

std::size_t barWidth(std::FILE* stream) {
    const std::size_t columns = terminalColumns(stream);
    return columns <= kRoomForNumbers ? 0 : std::min(kWidestBar, columns - kRoomForNumbers);
}

}  // namespace

ProgressLines::ProgressLines(std::FILE* stream) : stream_(stream), live_(isTerminal(stream)) {}

void ProgressLines::heading(std::size_t epoch, std::size_t epochs) {
    if (headed_ == epoch) return;
    headed_ = epoch;
    epochStart_ = Clock::now();
    show(stream_, fmt::format("Epoch {}/{}\n", epoch, epochs));
}

void ProgressLines::update(const Trainer& trainer) {
    const auto now = Clock::now();
    if (!live_ || now - lastDrawn_ < kRedrawEvery) return;
    lastDrawn_ = now;
    heading(trainer.history().epochs().size() + 1, trainer.experiment().epochs);
    const std::size_t steps = trainer.stepsPerEpoch();
    const auto done =
        static_cast<std::size_t>(std::lround(trainer.epochProgress() * static_cast<double>(steps)));
    const double seconds = std::max(0.0, std::chrono::duration<double>(now - epochStart_).count());
    const auto numbers = trainer.validating()
                             ? std::string("validating")
                             : trainText(trainer.runningLoss(), trainer.runningAccuracy());
    show(stream_, fmt::format("\r{}/{}{} {} - {}\x1b[K", done, steps,
                              bar(trainer.epochProgress(), barWidth(stream_)),
                              paceText(seconds, done), numbers));
    std::fflush(stream_);
    lineOpen_ = true;
}

void ProgressLines::finishEpoch(const Trainer& trainer, const EpochRecord& record) {
    const std::size_t steps = trainer.stepsPerEpoch();
    const auto numbers = recordText(record, steps);
    if (live_) {
        heading(record.epoch, trainer.experiment().epochs);
        show(stream_,
             fmt::format("\r{}/{}{} {}\x1b[K\n", steps, steps, bar(1, barWidth(stream_)), numbers));
    } else {
        show(stream_, fmt::format("Epoch {}/{} - {}/{} - {}\n", record.epoch,
                                  trainer.experiment().epochs, steps, steps, numbers));
    }
    std::fflush(stream_);
    lineOpen_ = false;
}

void ProgressLines::breakLine() {
    if (lineOpen_) std::fputs("\n", stream_);
    std::fflush(stream_);
    lineOpen_ = false;
}

}  // namespace squash::cli
