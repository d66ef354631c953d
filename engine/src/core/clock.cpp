#include "core/clock.hpp"

#include <chrono>

namespace squash {

double steadyNowMs() {
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace squash
