#include "ui/panels/gradients.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/panels/histograms.hpp"
#include "ui/panels/strip.hpp"
#include "ui/widgets/bars.hpp"

namespace squash::ui {
namespace {

constexpr float kName = 92, kNumber = 74, kGap = 10, kLeastStrip = 120;
constexpr float kViewWidth = 170, kNoteWidth = 300;

}  // namespace

void GradientsPanel::drawBars(const PanelContext& context, const ImRect& area,
                              const std::vector<std::string>& names) const {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    const GradientFlow& flow = context.driver.snapshot().flow->newest();
    const bool out = isOut(context.driver.snapshot());
    const float height = stripRowHeight(area, flow.layers.size());
    const Font font = height < 16 ? Font::Tiny : Font::Small;
    for (std::size_t i = 0; i < flow.layers.size(); ++i) {
        LayerFlow layer = flow.layers[i];
        if (out) layer.toLast = std::numeric_limits<double>::quiet_NaN();
        const float top = area.Min.y + height * static_cast<float>(i);
        const ImRect row(area.Min.x, top, area.Max.x, top + height);
        const FlowVerdict verdict = verdictOf(layer.toLast);
        if (height >= 11) {
            drawText(ui, {row.Min, {row.Min.x + kName, row.Max.y}}, names[i], {font, c.text});
            drawText(ui, {{row.Max.x - kNumber, row.Min.y}, row.Max},
                     out ? kNoNumber : ratioText(layer.toLast),
                     {height < 16 ? Font::NumberTiny : Font::NumberSmall,
                      out ? c.badText : verdictTextColor(c, verdict), Align::Right});
        }
        flowBar(ui, {{row.Min.x + kName, row.Min.y}, {row.Max.x - kNumber - kGap, row.Max.y}},
                layer.toLast);
        item(ui, row,
             {.label = "Gradient of " + names[i],
              .kind = Kind::Text,
              .help = names[i] + " is " + flowText(layer),
              .value = out ? kNoNumber : ratioText(layer.toLast) + " " + toText(verdict)});
    }
}

void GradientsPanel::drawOverSteps(const PanelContext& context, const ImRect& area) const {
    const auto& moments = context.driver.snapshot().flow->moments();
    const std::size_t layers = moments.back().layers.size();
    StripSpec strip{
        .label = "Gradients over the steps",
        .help =
            "dL/dz of each layer beside the last layer's, step by step: blue where it "
            "is as large, the redder the smaller (1/1,000,000 or less), the more orange "
            "the larger; empty where there is no number."};
    strip.low = "1/1M";
    strip.high = "1M";
    strip.map.diverging = strip.map.lowIsBad = true;  // about the ratio 1
    strip.map.lowest = kFlowLowest;
    strip.map.highest = kFlowHighest;
    strip.fill(moments, layers, [](const GradientFlow& moment, std::size_t layer) {
        const double ratio = moment.layers[layer].toLast;
        if (std::isnan(ratio)) return std::numeric_limits<float>::quiet_NaN();
        return ratio > 0 ? static_cast<float>(std::log10(ratio)) : kFlowLowest;
    });
    const float height = stripRowHeight(area, layers) * static_cast<float>(layers);
    drawStrip(context.ui, context.heatMaps, {area.Min, {area.Max.x, area.Min.y + height}},
              std::move(strip));
}

void GradientsPanel::drawFlow(const PanelContext& context, const ImRect& row,
                              const ImRect& area) const {
    Ui& ui = context.ui;
    const Snapshot& snapshot = context.driver.snapshot();
    if (!snapshot.flow) {
        drawText(ui, area, "Each layer's gradient beside the last one's will be here: press Play.",
                 {Font::Small, ui.colors().dim, Align::Center});
        return;
    }
    const GradientFlow& flow = snapshot.flow->newest();
    const std::vector<std::string> names = layerTitles(context.driver.experiment().network);
    if (names.size() != flow.layers.size()) return;  // of another network, for a moment
    if (row.GetWidth() >= kNoteWidth)
        textItem(ui, row, "Gradients note",
                 (isOut(snapshot) ? "The last that were numbers: step "
                                  : "RMS of dL/dz beside the last layer's, step ") +
                     grouped(flow.step),
                 {Font::Small, ui.colors().dim, Align::Right});
    const bool strip = area.GetWidth() > kName + kNumber + 2 * kLeastStrip;
    const float split =
        strip ? area.Min.x + std::max(kName + kNumber + kLeastStrip, area.GetWidth() * 0.5f)
              : area.Max.x;
    drawBars(context, {area.Min, {split - (strip ? 16.0f : 0.0f), area.Max.y}}, names);
    if (strip) drawOverSteps(context, {{split, area.Min.y}, area.Max});
}

void GradientsPanel::drawView(const PanelContext& context, const ImRect& row) {
    const ComboSpec list{
        .text = {.label = "Gradients view",
                 .help = "Gradient flow, a layer's histograms, or what the initial weights give."},
        .options = {"gradient flow", "histograms of a layer", "before the first step"},
        .chosen = static_cast<std::size_t>(view_),
        .flat = true};
    if (const auto chosen = combo(context.ui, row, list)) view_ = static_cast<View>(*chosen);
}

void GradientsPanel::draw(const PanelContext& context, const ImRect& row, const ImRect& area) {
    Stack rows(area, 4);
    const ImRect head = row.GetWidth() >= kViewWidth ? row : rows.take(context.ui.metrics.row);
    drawView(context, {{head.Max.x - kViewWidth, head.Min.y}, head.Max});
    const ImRect note(head.Min, {head.Max.x - kViewWidth - 8, head.Max.y});
    const Snapshot& snapshot = context.driver.snapshot();
    const auto names = layerTitles(context.driver.experiment().network);
    layer_ = std::min(layer_, names.size() - 1);
    if (view_ == View::Histograms) {
        const auto chosen = drawHistograms(context.ui, context.heatMaps, rows.rest(),
                                           {snapshot.histograms.get(), names, layer_});
        if (chosen) layer_ = *chosen;
    } else if (view_ == View::Spread) {
        spread_.draw(context.ui, rows.rest(), {snapshot.spread, names});
    } else {
        drawFlow(context, note, rows.rest());
    }
}

}  // namespace squash::ui
