#include "interrupt.hpp"

#include <csignal>

namespace squash::cli {
namespace {

// A signal handler can reach nothing but this.
volatile std::sig_atomic_t interrupted = 0;

void remember(int) {
    interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
}

}  // namespace

InterruptWatch::InterruptWatch() { std::signal(SIGINT, remember); }
InterruptWatch::~InterruptWatch() { std::signal(SIGINT, SIG_DFL); }
bool InterruptWatch::asked() { return interrupted != 0; }

}  // namespace squash::cli
