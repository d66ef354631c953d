// The one message a person should read now: in the status line, and for some seconds as a toast.
#pragma once
#include <string>

namespace squash::ui {

struct Messages {
    std::string text;
    bool bad = false;
    double saidAt = -1e9;  // ImGui's clock
    bool fresh = false;    // not stamped with a time yet

    // What was wrong has been put right, or left behind.
    void settle() {
        if (bad) *this = {};
    }
    void say(std::string message, bool isBad) {
        text = std::move(message);
        bad = isBad;
        fresh = true;
    }
};

}  // namespace squash::ui
