// Sizes of the screen: everything stands on a grid of 4.
#pragma once

namespace squash::ui {

struct Metrics {
    float gap = 8, padding = 12;
    float row = 28, rowGap = 4;  // fields and rows of values
    float transport = 32;        // buttons of the top bar
    float header = 52, footer = 30, title = 28;
    float cardRadius = 8, fieldRadius = 6;
    float leftColumn = 300, rightColumn = 372;
    float field = 148;  // width of a field beside its label
};

// Fingers need 44 px.
inline Metrics metricsFor(bool coarsePointer) {
    Metrics m;
    if (coarsePointer) {
        m.row = 44;
        m.transport = 44;
        m.header = 60;
    }
    return m;
}

}  // namespace squash::ui
