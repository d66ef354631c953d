// What the shape of a function is told from: its values in even steps and far out, the breaks between two of them, and
// the turns.
#pragma once
#include <vector>

#include "squash/activations/activation.hpp"

namespace squash::sampling {

inline constexpr double kReach = 64;   // where it is looked at in even steps
inline constexpr int kHalvings = 100;  // from a step to neighbouring numbers

struct Sample {
    double x, f, df;
};

Sample sampleAt(const Activation& activation, double x);

// Ascending; the two at each end are far and very far.
std::vector<Sample> samplesOf(const Activation& activation);

// Between two samples.
struct Cell {
    Sample left, right;
    double change(double Sample::* what) const;
    bool usual() const;  // of those in even steps, and nothing is infinite
};

// A jump of f, or a kink where f' has one: as two neighbouring numbers, or nearly so, with the break between them.
struct FoundBreak {
    Cell cell;
    bool jump;
    Cell around;  // the two samples that it was found between

    // Whether f (or f') has no bound on that side of it.
    bool hasPole(const Sample& side, double Sample::* what) const;
};

std::vector<FoundBreak> breaksIn(const Activation& activation, const std::vector<Sample>& samples);

// Both sides of every break, and turns, among the samples: there are the extremes that lie between two of them.
void refine(const Activation& activation, const std::vector<FoundBreak>& breaks,
            std::vector<Sample>& samples);

}  // namespace squash::sampling
