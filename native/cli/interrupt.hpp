// Ctrl-C as a question: the training loop asks between steps, so nothing is left half done. A
// second Ctrl-C ends the program at once.
#pragma once

namespace squash::cli {

class InterruptWatch {
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;
    static bool asked();
};

}  // namespace squash::cli
