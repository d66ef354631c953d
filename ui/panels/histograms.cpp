#include "ui/panels/histograms.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/panels/histogram_bins.hpp"
#include "ui/panels/strip.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr float kChoice = 140, kGap = 4, kBetween = 16, kTitle = 18, kAxis = 44;
constexpr float kLabel = 14, kLeastBars = 36, kMostBars = 120;

struct Picture {
    const char* title;   // "Weights"
    const char* values;  // "the weights"
    HistogramOf which;
};
constexpr Picture kWeights{"Weights", "the weights", &WeightHistograms::weights};
constexpr Picture kGradients{"Gradients", "the gradients dL/dW", &WeightHistograms::gradients};

struct Parts {
    ImRect title, axis, map, bars;
};

Parts partsOf(const ImRect& area) {
    const float bars = std::clamp(area.GetWidth() * 0.2f, kLeastBars, kMostBars);
    const ImRect body({area.Min.x, area.Min.y + kTitle}, {area.Max.x, area.Max.y - kStripFoot});
    const float left = body.Min.x + kAxis, right = body.Max.x - bars;
    return {{area.Min, {area.Max.x, area.Min.y + kTitle}},
            {body.Min, {left - 4, body.Max.y}},
            {{left, body.Min.y}, {right - kGap, body.Max.y}},
            {{right, body.Min.y}, body.Max}};
}

// As much of it as there is room for.
std::string rangeText(const Ui& ui, float room, const MagnitudeHistogram& now) {
    const std::string least = shortNumber(static_cast<double>(now.least), 2),
                      most = shortNumber(static_cast<double>(now.most), 2);
    const double largest =
        std::max(std::abs(static_cast<double>(now.least)), std::abs(static_cast<double>(now.most)));
    for (const std::string& text : {least + " to " + most, "to " + shortNumber(largest, 2)})
        if (ui.fonts.width(Font::NumberTiny, text.c_str()) <= room) return text;
    return "";
}

std::size_t cellAt(float share, std::size_t count) {
    const float cell = std::max(share, 0.0f) * static_cast<float>(count);
    return std::min(static_cast<std::size_t>(cell), count - 1);
}

// One of the two pictures, drawn part by part.
class Drawing {
public:
    Drawing(Ui& ui, const ImRect& area, const Picture& picture, const HistogramHistory& history)
        : ui_(ui),
          parts_(partsOf(area)),
          picture_(picture),
          moments_(history.moments()),
          rows_(binRows(moments_, picture.which)),
          values_(static_cast<double>(now().finite() + now().nonFinite)),
          rowHeight_(parts_.map.GetHeight() / static_cast<float>(rows_.count())) {}

    void drawTitle() const;
    void drawAxis() const;
    void drawMap(gl::HeatMaps& heatMaps) const;
    void drawBars() const;

private:
    const MagnitudeHistogram& now() const { return moments_.back().*picture_.which; }
    double share(const WeightHistograms& moment, std::size_t row) const;
    std::string mapHelp() const;
    void drawBar(std::size_t row, float length) const;
    std::string label(const char* what) const { return picture_.title + std::string(what); }

    Ui& ui_;
    Parts parts_;
    const Picture& picture_;
    const std::vector<WeightHistograms>& moments_;
    BinRows rows_;
    double values_;  // of a moment: as many in all
    float rowHeight_;
};

void Drawing::drawTitle() const {
    const Tokens& c = ui_.colors();
    const ImRect& box = parts_.title;
    const float width = ui_.fonts.width(Font::Small, picture_.title) + 1;
    drawText(ui_, {box.Min, {box.Min.x + width, box.Max.y}}, picture_.title, {Font::Small, c.text});
    const ImRect beside({box.Min.x + width + 8, box.Min.y}, box.Max);
    const bool broken = now().nonFinite > 0;
    const std::string text = broken ? grouped(now().nonFinite) + " not finite"
                                    : rangeText(ui_, beside.GetWidth(), now());
    textItem(ui_, beside, label(" range"), text,
             {Font::NumberTiny, broken ? c.badText : c.dim, Align::Right});
}

void Drawing::drawAxis() const {
    const ImRect& axis = parts_.axis;
    for (const BinTick& tick : binTicks(rows_, static_cast<double>(kLabel / rowHeight_))) {
        const float center = std::clamp(axis.Min.y + static_cast<float>(tick.row) * rowHeight_,
                                        axis.Min.y + kLabel / 2, axis.Max.y - kLabel / 2);
        drawText(ui_, {{axis.Min.x, center - 8}, {axis.Max.x, center + 8}}, tick.label,
                 {Font::NumberTiny, ui_.colors().dim, Align::Right});
    }
}

// Of all the layer's weights, finite or not.
double Drawing::share(const WeightHistograms& moment, std::size_t row) const {
    return static_cast<double>(rows_.valuesIn(moment.*picture_.which, row)) / values_;
}

// What lies under the pointer, or what the picture is.
std::string Drawing::mapHelp() const {
    const ImRect& box = parts_.map;
    if (!ImGui::IsMouseHoveringRect(box.Min, box.Max))
        return "How many of " + std::string(picture_.values) + " are how large, step by step.";
    const ImVec2 at = (ImGui::GetIO().MousePos - box.Min) / box.GetSize();
    const WeightHistograms& moment = moments_[cellAt(at.x, moments_.size())];
    const std::size_t row = cellAt(at.y, rows_.count());
    return "Step " + grouped(moment.step) + ": " + percent(share(moment, row)) + " of " +
           picture_.values + " lie from " + rows_.text(row) + ".";
}

// The root of the share, so that rare sizes are seen too.
void Drawing::drawMap(gl::HeatMaps& heatMaps) const {
    StripSpec strip{.label = label(" over the steps"), .help = mapHelp()};
    strip.fill(moments_, rows_.count(), [&](const WeightHistograms& moment, std::size_t row) {
        return static_cast<float>(std::sqrt(share(moment, row)));
    });
    strip.map.highest = std::max(std::ranges::max(strip.map.values), 1e-6f);
    drawStrip(ui_, heatMaps, parts_.map, std::move(strip));
}

// At least a pixel high and long: what there is is seen.
void Drawing::drawBar(std::size_t row, float length) const {
    const ImRect& box = parts_.bars;
    const float top = box.Min.y + rowHeight_ * static_cast<float>(row), pixel = 1 / ui_.pixelRatio;
    const ImVec2 from = snapped(ui_, {box.Min.x, top});
    const ImVec2 to = snapped(ui_, {box.Min.x + length * box.GetWidth(), top + rowHeight_});
    ImGui::GetWindowDrawList()->AddRectFilled(
        from, {std::max(to.x, from.x + pixel), std::max(to.y, from.y + pixel)},
        ui_.colors().series[0].u32());
}

void Drawing::drawBars() const {
    std::vector<double> shares(rows_.count());
    for (std::size_t row = 0; row < shares.size(); ++row) shares[row] = share(moments_.back(), row);
    const auto highest = std::ranges::max_element(shares);
    const auto fullest = static_cast<std::size_t>(highest - shares.begin());
    for (std::size_t row = 0; row < shares.size(); ++row)
        if (shares[row] > 0) drawBar(row, static_cast<float>(shares[row] / *highest));
    const ImRect& box = parts_.bars;
    drawText(ui_, {{box.Min.x, box.Max.y + 2}, {box.Max.x, box.Max.y + kStripFoot}}, "now",
             {Font::Tiny, ui_.colors().dim});
    const std::string most = percent(*highest) + " from " + rows_.text(fullest);
    item(ui_, box,
         {.label = label(" now"),
          .kind = Kind::Text,
          .help = "How many of " + std::string(picture_.values) + " are how large now: " + most +
                  ", the longest bar.",
          .value = grouped(now().finite()) + " finite, " + most});
}

void drawPicture(const Drawing& drawing, gl::HeatMaps& heatMaps) {
    drawing.drawTitle();
    drawing.drawAxis();
    drawing.drawMap(heatMaps);
    drawing.drawBars();
}

std::optional<std::size_t> drawChoice(Ui& ui, const ImRect& row, const HistogramsView& view) {
    const ComboSpec list{.text = {.label = "Histograms of",
                                  .help = "The layer whose weights and gradients are shown."},
                         .options = view.layers,
                         .chosen = view.layer};
    return combo(ui, {row.Min, {row.Min.x + kChoice, row.Max.y}}, list);
}

}  // namespace

std::optional<std::size_t> drawHistograms(Ui& ui, gl::HeatMaps& heatMaps, const ImRect& area,
                                          const HistogramsView& view) {
    const ImRect row(area.Min, {area.Max.x, area.Min.y + ui.metrics.row});
    const ImRect body({area.Min.x, row.Max.y + kGap}, area.Max);
    const auto chosen = drawChoice(ui, row, view);
    const HistogramHistory* history = view.history;
    if (history == nullptr || history->empty() || history->layer() != view.layer) {
        drawEmpty(ui, body,
                  "How many of this layer's weights and gradients are how large, step by step, "
                  "will be here when the network learns: press Play.");
        return chosen;
    }
    const WeightHistograms& newest = history->newest();
    textItem(ui, {{row.Min.x + kChoice + 8, row.Min.y}, row.Max}, "Histograms note",
             grouped(newest.weights.finite() + newest.weights.nonFinite) + " weights, step " +
                 grouped(newest.step),
             {Font::Small, ui.colors().dim, Align::Right});
    const float half = std::floor((body.GetWidth() - kBetween) / 2);
    drawPicture({ui, {body.Min, {body.Min.x + half, body.Max.y}}, kWeights, *history}, heatMaps);
    drawPicture({ui, {{body.Max.x - half, body.Min.y}, body.Max}, kGradients, *history}, heatMaps);
    return chosen;
}

}  // namespace squash::ui
