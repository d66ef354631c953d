// Loss and accuracy over the epochs: every batch, the means of the epochs, and validation.
#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "ui/panels/panel.hpp"
#include "ui/plot/plot.hpp"

namespace squash::ui {

inline constexpr Range kNoValues{std::numeric_limits<double>::infinity(),
                                 -std::numeric_limits<double>::infinity()};

// The history of a run as lines over epochs, grown from snapshot to snapshot.
class RunLines {
public:
    void follow(const Snapshot& snapshot);
    const std::vector<PlotPoint>& batches(bool accuracy) const { return batches_[accuracy]; }
    const std::vector<PlotPoint>& training(bool accuracy) const { return training_[accuracy]; }
    const std::vector<PlotPoint>& validation(bool accuracy) const { return validation_[accuracy]; }
    // Over every batch that is a number; kNoValues before there is any.
    const Range& batchRange(bool accuracy) const { return batchRange_[accuracy]; }
    double lastEpoch() const { return batches_[0].empty() ? 0 : batches_[0].back().x; }

private:
    void clear(std::uint64_t generation);

    std::uint64_t generation_ = 0;
    std::array<std::vector<PlotPoint>, 2> batches_, training_, validation_;  // loss, accuracy
    std::array<Range, 2> batchRange_{kNoValues, kNoValues};
};

// What shows a line well: its extremes, but without the few wild values of the first batches.
Range usualRange(const std::vector<PlotPoint>& points);

// What Fit shows of them: the whole, but of a loss whose start would press all the rest flat.
Range fitRange(const RunLines& lines, bool accuracy, bool log);
// Every batch, training, validation: how they are drawn.
std::vector<Series> chartSeries(const Tokens& colors, const RunLines& lines, bool accuracy);

class ChartsPanel {
public:
    // row: beside the tabs, for the legend. area: below them.
    void draw(const PanelContext& context, bool accuracy, const ImRect& row, const ImRect& area);

private:
    Range fitX(const Snapshot& snapshot) const;
    // What a person may choose of the axes, from the row's left end; returns where the rest begins.
    float drawScales(Ui& ui, bool accuracy, const ImRect& row);

    RunLines lines_;
    std::array<PlotView, 2> views_;
    bool log_ = false, logX_ = false;
    std::uint64_t generation_ = 0;
};

}  // namespace squash::ui
