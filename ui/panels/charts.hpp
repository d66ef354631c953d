// Loss and accuracy of the run, or of all entrants of a race side by side: every batch, smoothed or not, the means of
// the epochs, and validation.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "ui/panels/panel.hpp"
#include "ui/panels/run_lines.hpp"
#include "ui/plot/plot.hpp"

namespace squash::ui {

// Every batch, training, validation of one run: how they are drawn. The smoothed batches come behind the raw ones.
std::vector<Series> chartSeries(const Tokens& colors, const RunLines& lines, bool accuracy,
                                bool smooth = false);
// The same of one entrant of a race, in its own colour and kind of line; the legend has only its name.
std::vector<Series> entrantSeries(const Tokens& colors, const RunLines& lines, bool accuracy,
                                  const std::pair<std::size_t, std::string>& entrant);

class ChartsPanel {
public:
    // row: beside the tabs, for the choices and the legend. area: below them.
    void draw(const PanelContext& context, bool accuracy, const ImRect& row, const ImRect& area);

private:
    void follow(const Driver& driver);
    Range fitX(const Driver& driver) const;
    double firstX() const;
    Range fitY(bool accuracy) const;
    std::vector<Series> series(const PanelContext& context, bool accuracy) const;
    ImRect drawChoices(const PanelContext& context, bool accuracy, const ImRect& row);
    void drawView(const PanelContext& context, const ImRect& box);

    std::deque<RunLines> lines_;  // one, or one an entrant
    std::array<PlotView, 2> views_;
    RunAxis axis_ = RunAxis::Epochs;
    std::array<double, 2> smoothing_{0, 0.9};  // of one run, of a race
    bool racing_ = false;
    bool log_ = false, logX_ = false;
    std::uint64_t run_ = 0;  // of whom is shown
};

}  // namespace squash::ui
