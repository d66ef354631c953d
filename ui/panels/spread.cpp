#include "ui/panels/spread.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr std::array<const char*, 3> kNames{"std of z", "std of a", "RMS of dL/dz"};
constexpr float kGap = 4, kBesideLegend = 12;

// What a logarithmic axis cannot show is a gap in the line.
PlotPoint pointOf(std::size_t layer, double value) {
    return {static_cast<double>(layer + 1),
            value > 0 && std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN()};
}

}  // namespace

void SpreadPanel::follow(const std::shared_ptr<const DepthSpread>& spread) {
    if (shown_ == spread) return;
    shown_ = spread;
    view_.fit();
    for (auto& line : lines_) line.clear();
    for (std::size_t i = 0; i < spread->layers.size(); ++i) {
        const LayerSpread& layer = spread->layers[i];
        lines_[0].push_back(pointOf(i, layer.preactivationDeviation));
        lines_[1].push_back(pointOf(i, layer.activationDeviation));
        lines_[2].push_back(pointOf(i, layer.preactivationGradientRms));
    }
}

Range SpreadPanel::fitY() const {
    Range range{std::numeric_limits<double>::infinity(), 0};
    for (const auto& line : lines_)
        for (const PlotPoint& point : line) {
            if (std::isnan(point.y)) continue;
            range = {std::min(range.low, point.y), std::max(range.high, point.y)};
        }
    constexpr double kMargin = 1.5;  // a factor
    return range.high > 0 ? Range{range.low / kMargin, range.high * kMargin} : Range{0.1, 10};
}

std::vector<Series> SpreadPanel::series(const Tokens& colors) const {
    constexpr std::array<Dash, 3> kDashes{Dash::Solid, Dash::Dashed, Dash::Dotted};
    std::vector<Series> all;
    all.reserve(lines_.size());
    for (std::size_t i = 0; i < lines_.size(); ++i)
        all.push_back({.name = kNames[i],
                       .points = lines_[i],
                       .color = colors.series[i],
                       .textColor = colors.seriesText[i],
                       .dash = kDashes[i],
                       .dots = true,
                       .stepped = true,
                       .places = 3,
                       .significant = true});
    return all;
}

// "std of z 1.02, 0.87; std of a 0.5, -; ..."
std::string SpreadPanel::valueText() const {
    std::string text;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        text += (i > 0 ? "; " : "") + std::string(kNames[i]);
        for (std::size_t at = 0; at < lines_[i].size(); ++at)
            text += (at > 0 ? ", " : " ") + shortNumber(lines_[i][at].y, 3);
    }
    return text;
}

void SpreadPanel::draw(Ui& ui, const ImRect& area, const SpreadView& view) {
    if (!view.spread || view.spread->layers.empty() ||
        view.spread->layers.size() != view.layers.size())
        return drawEmpty(ui, area,
                         "How widely values and gradients spread from layer to layer with the "
                         "initial weights will be here, as soon as the network is made.");
    follow(view.spread);
    const std::vector<Series> lines = series(ui.colors());
    const ImRect row(area.Min, {area.Max.x, area.Min.y + ui.metrics.row});
    const float left = legend(ui, row, lines, view_);
    const ImRect note(row.Min, {left - kBesideLegend, row.Max.y});
    const std::string images = grouped(view.spread->images) + " images, before the first step";
    if (ui.fonts.width(Font::Small, images.c_str()) <= note.GetWidth())
        textItem(ui, note, "Spread note", images, {Font::Small, ui.colors().dim});
    const PlotSpec spec{.label = "Spread through depth",
                        .value = valueText(),
                        .series = lines,
                        .fitX = {0.5, static_cast<double>(view.layers.size()) + 0.5},
                        .fitY = fitY(),
                        .logY = true,
                        .xName = "layer",
                        .xNames = view.layers,
                        .snapX = true,
                        .empty = "There is no number to show."};
    plot(ui, {{area.Min.x, row.Max.y + kGap}, area.Max}, spec, view_);
}

}  // namespace squash::ui
