#include "ui/app/messages.hpp"

#include <utility>

#include "ui/app/driver.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

std::string moreEpochs(std::size_t more, const Driver& driver) {
    const std::size_t all = driver.experiment().epochs;
    return "Goes on for " + grouped(more) + (more == 1 ? " more epoch, to " : " more epochs, to ") +
           grouped(all) + "; Start again goes back to " + grouped(all - driver.addedEpochs());
}

std::string alsoAgain(std::size_t count) {
    const bool one = count == 1;
    return grouped(count) + (one ? " other entrant starts" : " other entrants start") +
           " again: " + (one ? "its" : "their") +
           " optimizer was changed on the way. Undo brings " + (one ? "its" : "their") +
           " results back";
}

}  // namespace

void Messages::say(std::string message, bool isBad, About about) {
    text = std::move(message);
    bad = isBad;
    fresh = true;
    about_ = about;
    noted_ = false;
}

void Messages::clear() {
    text.clear();
    bad = fresh = false;
}

void Messages::forgetEvent() {
    if (about_ == About::Event) clear();
}

void Messages::note(const Driver& driver) {
    noted_ = true;
    run_ = driver.runNumber(driver.shownEntrant());
    experiment_ = driver.experiment();
    data_ = driver.data();
}

bool Messages::over(const Driver& driver, double now) const {
    const bool shown = !fresh && now - saidAt > toastSeconds();
    const bool changed =
        driver.runNumber(driver.shownEntrant()) != run_ || !(driver.experiment() == experiment_);
    switch (about_) {
        case About::Input:
            return changed;
        case About::News:
            return changed || shown;
        case About::Event:
            return shown;
        case About::Lack:
            return data_.lock() != driver.data();
    }
    return false;
}

void Messages::follow(const Driver& driver, double now) {
    const std::size_t before = std::exchange(addedEpochs_, driver.addedEpochs());
    if (addedEpochs_ > before) say(moreEpochs(addedEpochs_ - before, driver), false, About::News);
    const std::size_t fair = std::exchange(startedForFairness_, driver.startedForFairness());
    if (startedForFairness_ > fair) say(alsoAgain(startedForFairness_ - fair), false, About::Event);
    if (text.empty()) return;
    if (!noted_)
        note(driver);
    else if (over(driver, now))
        clear();
}

}  // namespace squash::ui
