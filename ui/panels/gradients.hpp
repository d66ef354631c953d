// Gradients by three views: gradient flow (for each layer with a kernel how large dL/dz is beside the last layer's, as
// a bar on a log axis, and beside it how that went over the steps), a layer's weights and gradients as histograms, and
// how values and gradients spread through depth before the first step.
#pragma once
#include <optional>

#include "ui/panels/health.hpp"
#include "ui/panels/spread.hpp"

namespace squash::ui {

class GradientsPanel {
public:
    // row: beside the tabs. area: below them.
    void draw(const PanelContext& context, const ImRect& row, const ImRect& area);

    // What it has to be given while it is seen.
    std::optional<std::size_t> histogramLayer() const {
        return view_ == View::Histograms ? std::optional(layer_) : std::nullopt;
    }
    bool spreadWanted() const { return view_ == View::Spread; }

private:
    enum class View : std::size_t { Flow, Histograms, Spread };
    void drawView(const PanelContext& context, const ImRect& row);
    void drawFlow(const PanelContext& context, const ImRect& row, const ImRect& area) const;
    void drawBars(const PanelContext& context, const ImRect& area, const GradientFlow& flow,
                  const std::vector<std::string>& names) const;
    void drawOverSteps(const PanelContext& context, const ImRect& area) const;

    View view_ = View::Flow;
    std::size_t layer_ = 0;  // of the histograms, among those with a kernel
    SpreadPanel spread_;
};

}  // namespace squash::ui
