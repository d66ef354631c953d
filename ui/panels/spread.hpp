// How widely z, a = f(z) and dL/dz spread from layer to layer before the first step: a line each through depth, on a
// logarithmic axis. Level lines: the initial weights suit the depth and the activation.
#pragma once
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "squash/training/depth_spread.hpp"
#include "ui/plot/plot.hpp"

namespace squash::ui {

struct SpreadView {
    std::shared_ptr<const DepthSpread> spread;  // null: not looked at yet
    std::vector<std::string> layers;            // names of those with a kernel, in order
};

class SpreadPanel {
public:
    // Anywhere from 360 x 150 on.
    void draw(Ui& ui, const ImRect& area, const SpreadView& view);

private:
    using Lines = std::array<std::vector<PlotPoint>, 3>;  // z, a, dL/dz over 1, 2, ...
    void follow(const std::shared_ptr<const DepthSpread>& spread);
    Range fitY() const;
    std::vector<Series> series(const Tokens& colors) const;
    std::string valueText() const;

    std::shared_ptr<const DepthSpread> shown_;
    Lines lines_;
    PlotView view_;
};

}  // namespace squash::ui
