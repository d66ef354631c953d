// An activation as the kernels see it: plain numbers and pointers (see program_view.hpp).
#pragma once
#include <cstddef>

#include "kernels/program_view.hpp"
#include "squash/activations/catalogue.hpp"

namespace squash::kernels {

struct ActivationCall {
    ActivationCode code = ActivationCode::Formula;
    float parameter = 0, second = 0;  // of those with code of their own: the first two
    // Of Formula: programs of f and f', and of f alone.
    const ProgramView* training = nullptr;
    const ProgramView* prediction = nullptr;
};

}  // namespace squash::kernels
