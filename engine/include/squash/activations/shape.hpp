// What can be said of a function of x by looking at it closely: where it is flat, where its slope or itself jumps,
// what it reaches, and how it runs. From values in float64, a 64th apart from -64 to 64 and some beyond: the edges
// of flat parts are found to the last digit, breaks, turns and extremes to a billionth, of several within a 64th one. Of
// more than 512 turns only the highest, the lowest and those nearest to 0 are looked at so closely, with the flat part
// that each has where it is smooth.
#pragma once
#include <vector>

#include "squash/activations/activation.hpp"

namespace squash {

// Where |f'(x)| is below this the function is called saturated: in what is said of it, on the screen, and where a
// layer's values are counted.
inline constexpr float kSaturatedSlope = 0.05f;

struct Interval {
    double from, to;  // closed; may be infinite
};

struct Break {
    double x;
    bool jump;           // of f itself; else a kink: of f' only
    double left, right;  // f just beside x; very large at a pole
};

enum class Running { Rises, Falls, Valley, Hill, Turns, Level };

struct FunctionShape {
    double least = 0, most = 0;  // of f; infinite where it has no bound
    double meanOutput = 0;       // for x from the standard normal distribution
    Running running = Running::Rises;
    double turn = 0;  // Valley, Hill: where
    double steepest = 0,
           at = 0;  // the largest |f'|, and one x where it is; infinite where it has no bound
    std::vector<Interval> saturated;  // |f'| < kSaturatedSlope, ascending
    std::vector<Break> breaks;        // ascending
};

// Of f as `activation` has it now. Of a function that is not finite somewhere: of where it is.
FunctionShape shapeOf(const Activation& activation);

// Zero-centred: the mean output for standard normal inputs is within a twentieth of 0.
inline bool zeroCentred(const FunctionShape& shape) {
    return shape.meanOutput > -0.05 && shape.meanOutput < 0.05;
}

}  // namespace squash
