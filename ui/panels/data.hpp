// What it is trained on: the data set's name and size, how it got here, and how to bring another.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

struct DataProgress {
    double share = 2;  // of what is being loaded; above 1: nothing is
    std::string what;  // "cifar-10-binary.tar.gz"
    bool loading() const { return share <= 1; }
};

float dataHeight(const PanelContext& context, float width);
void drawData(const PanelContext& context, const ImRect& box, const DataProgress& progress);

}  // namespace squash::ui
