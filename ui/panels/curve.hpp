// The chosen activation's curve with its derivatives on the right axis, others beside it to compare, and behind
// them the values that a layer of the network really gives its activation. Where |f'| is below 0.05 the
// function is called saturated, and shaded with the share of the values that lie there.
#pragma once
#include <array>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "ui/panels/curve_lines.hpp"
#include "ui/panels/facts.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

class CurvePanel {
public:
    struct Subject {
        const Activation& activation;  // in use, being typed, or of maxout an example
        std::size_t
            layer;  // among the hidden ones, whose values are shown unless a person wants another's
        std::vector<StraightLine> pieces;  // of maxout's example
        std::string name() const { return pieces.empty() ? nameOf(activation) : "maxout"; }
    };
    // header: the row right of the card's tabs, for the tools.
    void draw(const PanelContext& context, const ImRect& header, const ImRect& box,
              const Subject& subject);
    // What can be said of it and of those it is compared with.
    void drawFacts(const PanelContext& context, const ImRect& area, const Subject& subject);

private:
    struct Compared {
        CurveLines lines;
        std::size_t color;  // of the series' six
    };
    struct Drawn {
        const CurveLines* lines;
        std::size_t color;
        std::string name;      // each its own
        bool learned = false;  // what training has made of the chosen one
        std::string line() const { return name + " f(x)"; }  // in the legend
    };
    struct Choice {  // of the list "Compare"
        CheckItem row;
        std::optional<Activation> activation;  // nothing: a race of all
    };
    enum class Values { Follow, None, Layer };

    // The chosen one and those beside it; one that was kept beside itself once.
    std::vector<Drawn> drawn() const;
    void drawTools(const PanelContext& context, const ImRect& row, const PlotSpec& spec);
    void drawCompare(const PanelContext& context, const ImRect& box);
    void drawValuesChoice(const PanelContext& context, const ImRect& box);
    void showAll(const LayerValues& values);
    void drawSave(const PanelContext& context, const ImRect& box, const PlotSpec& spec);
    // Puts it beside the chosen one, or takes it away.
    void compare(const Activation& activation);
    bool compares(const Activation& activation) const;
    std::vector<Choice> choices() const;
    std::size_t freeColor() const;  // the last one; 0: none
    void raceThese(const PanelContext& context) const;
    void followLayer(const Driver& driver, const Subject& subject);
    // What training has made of the chosen function, as long as that learns.
    void followLearned(const Driver& driver);
    bool isCounted(const Driver& driver, const LayerValues* values) const;
    const CurveLines& inForce() const;  // as the network has it now, which is what is shaded
    std::string learnedText(const Driver& driver) const;
    // In a race by activation the entrants are compared, each in its colour there.
    void followRace(const Driver& driver);
    const std::deque<Compared>& others() const { return raced_.empty() ? compared_ : raced_; }
    void askForValues(const PanelContext& context, std::size_t layer) const;
    const LayerValues* values(const PanelContext& context) const;
    Range left(float height) const;
    Range right(const Range& f) const;
    std::vector<Series> series(const Ui& ui) const;
    std::vector<ShadedSpan> saturated(const Ui& ui, const LayerValues* values) const;
    void addStripes(const Tokens& c, std::vector<ShadedSpan>& spans) const;
    // saturated: which of them are is to be seen.
    PlotBars bars(const Ui& ui, const LayerValues* values, bool saturated) const;
    std::vector<PlotMark> marks(const Ui& ui) const;
    void drawLegend(const PanelContext& context, const ImRect& row,
                    const std::vector<Series>& lines);
    void drawValuesNote(const PanelContext& context, const ImRect& row, const LayerValues* values);
    std::vector<Series> pieceLines(const Tokens& c, const std::vector<StraightLine>& pieces);
    std::string table() const;

    PlotView view_;
    CurveLines main_;
    std::string mainName_;
    std::deque<Compared> compared_, raced_;  // by a person; in the race under way
    std::optional<Compared> learned_;        // where there is a colour left for it
    double learnedAt_ = 0;                   // when it was looked at last, in seconds
    std::size_t mainColor_ = 0;
    bool slope_ = true, curvature_ = false, tangent_ = true;
    Values choice_ = Values::Follow;
    std::size_t layer_ = 0;       // of Values::Layer
    std::size_t shownLayer_ = 0;  // whichever it is
    FactsPanel facts_;
    bool same_ = true;  // the curve is of the function in use there, as it is now
    std::vector<std::array<PlotPoint, 2>> pieceEnds_;
    Platform::Area picture_;  // the plot with its legend, on the screen
};

}  // namespace squash::ui
