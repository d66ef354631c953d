// The one message a person should read now: in the status line, at first marked there, or as a toast
// where the line is too short for it or it is bad. It goes when it is no longer how things are.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "squash/data/dataset.hpp"
#include "squash/io/experiment.hpp"

namespace squash::ui {

class Driver;

// What a message is about decides how long it holds.
enum class About {
    Input,  // what was refused: until the next valid change
    News,   // of the run: as long as its toast, or until the next change
    Event,  // what could not be done: as long as its toast
    Lack,   // data that could not be had: until other data are used
};

class Messages {
public:
    std::string text;
    bool bad = false;
    double saidAt = -1e9;       // ImGui's clock
    bool fresh = false;         // not stamped with a time yet
    bool lineShowsAll = false;  // the status line had room for all of it in this frame

    double age(double now) const { return fresh ? 0 : now - saidAt; }  // seconds
    double toastSeconds() const { return bad ? 10 : 5; }
    // An input that was wrong has been put right, or left behind.
    void settle() {
        if (about_ == About::Input) clear();
    }
    void say(std::string message, bool isBad, About about = About::Input);
    // Takes back what no longer holds, and tells of epochs that were added and of entrants that
    // had to start again; before it is read.
    void follow(const Driver& driver, double now);
    void forgetEvent();  // what has happened is taken back

private:
    void clear();
    void note(const Driver& driver);
    bool over(const Driver& driver, double now) const;

    About about_ = About::Input;
    // As it was when the message was said.
    bool noted_ = false;
    std::uint64_t run_ = 0;  // of whom is shown
    Experiment experiment_;
    std::weak_ptr<const Dataset> data_;
    std::size_t addedEpochs_ = 0, startedForFairness_ = 0;  // that were told of
};

}  // namespace squash::ui
