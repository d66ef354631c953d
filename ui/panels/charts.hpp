// Loss and accuracy over the epochs: every batch, the means of the epochs, and validation.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "ui/panels/panel.hpp"
#include "ui/plot/plot.hpp"

namespace squash::ui {

// The history of a run as lines over epochs, grown from snapshot to snapshot.
class RunLines {
public:
    void follow(const Snapshot& snapshot);
    const std::vector<PlotPoint>& batches(bool accuracy) const { return batches_[accuracy]; }
    const std::vector<PlotPoint>& training(bool accuracy) const { return training_[accuracy]; }
    const std::vector<PlotPoint>& validation(bool accuracy) const { return validation_[accuracy]; }
    double lastEpoch() const { return batches_[0].empty() ? 0 : batches_[0].back().x; }

private:
    void clear(std::uint64_t generation);
    double epochOf(std::uint64_t step, const Snapshot& snapshot) const;

    std::uint64_t generation_ = 0;
    std::array<std::vector<PlotPoint>, 2> batches_, training_, validation_;  // loss, accuracy
};

// What shows a line well: its extremes, but without the few wild values of the first batches.
Range usualRange(const std::vector<PlotPoint>& points);

class ChartsPanel {
public:
    // row: beside the tabs, for the legend. area: below them.
    void draw(const PanelContext& context, bool accuracy, const ImRect& row, const ImRect& area);

private:
    std::vector<Series> series(const Ui& ui, bool accuracy) const;
    Range fitX(const Snapshot& snapshot) const;
    Range fitY(bool accuracy) const;

    RunLines lines_;
    std::array<PlotView, 2> views_;
    bool log_ = false;
    std::uint64_t generation_ = 0;
};

}  // namespace squash::ui
