#include "ui/panels/gradients.hpp"

#include <algorithm>
#include <cmath>

#include "ui/widgets/bars.hpp"

namespace squash::ui {
namespace {

constexpr float kName = 92, kNumber = 74, kGap = 10, kFoot = 18, kLeastStrip = 120;
constexpr float kMostRow = 30;
constexpr float kLowest = -6, kHighest = 0;  // powers of ten in the strip

float rowHeight(const ImRect& area, std::size_t layers) {
    return std::min((area.GetHeight() - kFoot) / static_cast<float>(layers), kMostRow);
}

}  // namespace

void GradientsPanel::drawBars(const PanelContext& context, const ImRect& area,
                              const std::vector<std::string>& names) const {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    const GradientFlow& flow = context.driver.snapshot().flow->newest();
    const float height = rowHeight(area, flow.layers.size());
    const Font font = height < 16 ? Font::Tiny : Font::Small;
    for (std::size_t i = 0; i < flow.layers.size(); ++i) {
        const LayerFlow& layer = flow.layers[i];
        const float top = area.Min.y + height * static_cast<float>(i);
        const ImRect row(area.Min.x, top, area.Max.x, top + height);
        const FlowVerdict verdict = verdictOf(layer.toLast);
        if (height >= 11) {
            drawText(ui, {row.Min, {row.Min.x + kName, row.Max.y}}, names[i], {font, c.text});
            drawText(ui, {{row.Max.x - kNumber, row.Min.y}, row.Max}, ratioText(layer.toLast),
                     {height < 16 ? Font::NumberTiny : Font::NumberSmall,
                      verdictTextColor(c, verdict), Align::Right});
        }
        bar(ui, {{row.Min.x + kName, row.Min.y}, {row.Max.x - kNumber - kGap, row.Max.y}},
            flowShare(layer.toLast), verdictColor(c, verdict));
        item(ui, row,
             {.label = "Gradient of " + names[i],
              .kind = Kind::Text,
              .help = names[i] + " is " + flowText(layer),
              .value = ratioText(layer.toLast) + " " + toText(verdict)});
    }
}

// A column a moment, a row a layer; the newest at the right.
void GradientsPanel::drawStrip(const PanelContext& context, const ImRect& area) const {
    Ui& ui = context.ui;
    const auto& moments = context.driver.snapshot().flow->moments();
    const std::size_t layers = moments.back().layers.size();
    const float height = rowHeight(area, layers) * static_cast<float>(layers);
    const ImRect box(area.Min, {area.Max.x, area.Min.y + height});
    gl::HeatMapSpec map;
    map.columns = static_cast<int>(moments.size());
    map.rows = static_cast<int>(layers);
    map.lowest = kLowest;
    map.highest = kHighest;
    map.values.reserve(moments.size() * layers);
    for (std::size_t layer = 0; layer < layers; ++layer)
        for (const GradientFlow& moment : moments) {
            const double ratio = moment.layers[layer].toLast;
            map.values.push_back(ratio > 0 ? static_cast<float>(std::log10(ratio)) : kLowest);
        }
    map.places = {{box.Min, box.Max, 0, map.rows}};
    context.heatMaps.draw(*ImGui::GetWindowDrawList(), std::move(map), ui.colors());
    const std::string first = "step " + grouped(moments.front().step),
                      last = grouped(moments.back().step);
    const ImRect foot({box.Min.x, box.Max.y + 2}, {box.Max.x, box.Max.y + kFoot});
    drawText(ui, foot, first, {Font::NumberTiny, ui.colors().dim});
    drawText(ui, foot, last, {Font::NumberTiny, ui.colors().dim, Align::Right});
    item(ui, box,
         {.label = "Gradients over the steps",
          .kind = Kind::Text,
          .help = "dL/dz of each layer beside the last layer's, from 1/1,000,000 (dark) to 1, step "
                  "by step.",
          .value = "steps " + grouped(moments.front().step) + " to " + last + ", " +
                   std::to_string(moments.size()) + " moments"});
}

void GradientsPanel::draw(const PanelContext& context, const ImRect& row, const ImRect& area) {
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
    textItem(ui, row, "Gradients note",
             "RMS of dL/dz beside the last layer's, step " + grouped(flow.step),
             {Font::Small, ui.colors().dim, Align::Right});
    const bool strip = area.GetWidth() > kName + kNumber + 2 * kLeastStrip;
    const float split =
        strip ? area.Min.x + std::max(kName + kNumber + kLeastStrip, area.GetWidth() * 0.5f)
              : area.Max.x;
    drawBars(context, {area.Min, {split - (strip ? 16.0f : 0.0f), area.Max.y}}, names);
    if (strip) drawStrip(context, {{split, area.Min.y}, area.Max});
}

}  // namespace squash::ui
