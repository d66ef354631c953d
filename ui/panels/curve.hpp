// The chosen activation's curve with its derivative on the right axis; where the derivative is
// below 0.05 the function is called saturated, and shaded.
#pragma once
#include <array>
#include <vector>

#include "ui/panels/panel.hpp"
#include "ui/plot/plot.hpp"

namespace squash::ui {

class CurvePanel {
public:
    // header: the row right of the card's tabs, for the legend.
    void draw(const PanelContext& context, const ImRect& header, const ImRect& box,
              const Activation& activation);

private:
    void sample(const Activation& activation, Range x);
    void fit(const Activation& activation);
    std::array<Series, 2> series(const Ui& ui, const Activation& activation) const;
    std::vector<ShadedSpan> saturated(const Ui& ui) const;

    PlotView view_;
    std::optional<Activation> sampled_;
    Range sampledX_, fitY_, fitRight_;
    std::vector<PlotPoint> f_, df_;
};

}  // namespace squash::ui
