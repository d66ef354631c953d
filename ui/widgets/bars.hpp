// Lengths to compare at a glance, always beside the number that they stand for.
#pragma once
#include "ui/widgets/ui.hpp"

namespace squash::ui {

// A share of the box's width, 0..1, on a faint track; centred vertically.
void bar(Ui& ui, const ImRect& box, double share, Color color);

// Something under way: what, how far, and a bar below both. The share is registered as
// "<label> progress".
struct ProgressSpec {
    std::string label, what;  // "Loading", "Loading CIFAR-10"
    double share = 0;
};
void progressRow(Ui& ui, const ImRect& row, const ProgressSpec& spec);

}  // namespace squash::ui
