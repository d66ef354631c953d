#include "ui/panels/gradients.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <ranges>
#include <utility>

#include "ui/panels/histograms.hpp"
#include "ui/panels/strip.hpp"
#include "ui/widgets/bars.hpp"

namespace squash::ui {
namespace {

constexpr float kName = 92, kNumber = 74, kGap = 10, kLeastStrip = 120;
constexpr float kViewWidth = 170, kNoteWidth = 300, kNoteHeight = 20;

bool hasNumbers(const GradientFlow& flow) {
    return std::ranges::all_of(flow.layers,
                               [](const LayerFlow& each) { return std::isfinite(each.toLast); });
}

// What there is to show. Of a run whose loss is no number any more that is the last moment that had numbers: it is where
// one sees what went wrong. Without any such moment the newest one.
const GradientFlow& shownOf(const FlowHistory& history, bool out) {
    if (out)
        for (const GradientFlow& moment : history.moments() | std::views::reverse)
            if (hasNumbers(moment)) return moment;
    return history.newest();
}

std::string noteOf(const FlowHistory& history, const GradientFlow& flow, bool out) {
    if (!out) return "RMS of dL/dz beside the last layer's, step " + grouped(flow.step);
    return hasNumbers(flow) ? "The last that were numbers: step " + grouped(flow.step)
                            : "No numbers since step " + grouped(history.moments().front().step);
}

std::string helpOf(const GradientFlow& flow, const LayerFlow& layer, const std::string& name,
                   bool out) {
    if (!out) return name + " is " + flowText(layer);
    if (!hasNumbers(flow))
        return "The loss is no number, and so the gradient of " + name + " is none.";
    return "Of step " + grouped(flow.step) + ", the last with numbers. " + name + " is " +
           flowText(layer);
}

}  // namespace

void GradientsPanel::drawBars(const PanelContext& context, const ImRect& area,
                              const GradientFlow& flow,
                              const std::vector<std::string>& names) const {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    const bool out = isOut(context.driver.snapshot()), none = out && !hasNumbers(flow);
    const float height = stripRowHeight(area, flow.layers.size());
    const Font font = height < 16 ? Font::Tiny : Font::Small;
    for (std::size_t i = 0; i < flow.layers.size(); ++i) {
        LayerFlow layer = flow.layers[i];
        if (none) layer.toLast = std::numeric_limits<double>::quiet_NaN();
        const float top = area.Min.y + height * static_cast<float>(i);
        const ImRect row(area.Min.x, top, area.Max.x, top + height);
        const FlowVerdict verdict = verdictOf(layer.toLast);
        if (height >= 11) {
            drawText(ui, {row.Min, {row.Min.x + kName, row.Max.y}}, names[i], {font, c.text});
            drawText(ui, {{row.Max.x - kNumber, row.Min.y}, row.Max},
                     none ? kNoNumber : ratioText(layer.toLast),
                     {height < 16 ? Font::NumberTiny : Font::NumberSmall,
                      none  ? c.badText
                      : out ? c.dim
                            : verdictTextColor(c, verdict),
                      Align::Right});
        }
        flowBar(ui, {{row.Min.x + kName, row.Min.y}, {row.Max.x - kNumber - kGap, row.Max.y}},
                layer.toLast, out);
        item(ui, row,
             {.label = "Gradient of " + names[i],
              .kind = Kind::Text,
              .help = helpOf(flow, layer, names[i], out),
              .value = none ? kNoNumber : ratioText(layer.toLast) + " " + toText(verdict)});
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
    const bool out = isOut(snapshot);
    if (!snapshot.flow) {
        drawText(ui, area,
                 out ? "The loss is no number, and so no gradient is."
                     : "Each layer's gradient beside the last one's will be here: press Play.",
                 {Font::Small, ui.colors().dim, Align::Center});
        return;
    }
    const GradientFlow& flow = shownOf(*snapshot.flow, out);
    const std::vector<std::string> names = layerTitles(context.driver.experiment().network);
    if (names.size() != flow.layers.size()) return;  // of another network, for a moment
    // That what is shown is not of now must be read in a narrow window, too.
    Stack rows(area, 4);
    const bool beside = row.GetWidth() >= kNoteWidth;
    if (beside || out)
        textItem(ui, beside ? row : rows.take(kNoteHeight), "Gradients note",
                 noteOf(*snapshot.flow, flow, out),
                 {Font::Small, ui.colors().dim, beside ? Align::Right : Align::Left});
    const ImRect rest = rows.rest();
    const bool strip = rest.GetWidth() > kName + kNumber + 2 * kLeastStrip;
    const float split =
        strip ? rest.Min.x + std::max(kName + kNumber + kLeastStrip, rest.GetWidth() * 0.5f)
              : rest.Max.x;
    drawBars(context, {rest.Min, {split - (strip ? 16.0f : 0.0f), rest.Max.y}}, flow, names);
    if (strip) drawOverSteps(context, {{split, rest.Min.y}, rest.Max});
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
