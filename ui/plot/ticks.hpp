// Ticks on round numbers: 1, 2, 5 times a power of ten, as many as the pixels hold.
#pragma once
#include <string>
#include <vector>

namespace squash::ui {

struct Range {
    double low = 0, high = 1;
    double span() const { return high - low; }
    bool operator==(const Range&) const = default;
};

struct Tick {
    double value = 0;
    std::string label;
};

// At least `pixelsApart` between two ticks of an axis `pixels` long.
std::vector<Tick> linearTicks(Range range, double pixels, double pixelsApart);
// On a logarithmic axis (low > 0): powers of ten, and 2 and 5 between them where there is room;
// inside one decade all of 1-2-5, or linear ticks when not even those are two.
std::vector<Tick> logTicks(Range range, double pixels, double pixelsApart);
// The smallest 1-2-5 step that is not below `step` (> 0).
double niceStep(double step);
// A little wider than the values, so that no line lies on the frame.
Range padded(Range range, double share);

}  // namespace squash::ui
