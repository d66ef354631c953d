#include "ui/panels/network.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/panels/health.hpp"
#include "ui/panels/verdict.hpp"
#include "ui/widgets/bars.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

std::string functionOf(const Layer& layer) {
    const auto* dense = std::get_if<Dense>(&layer.spec);
    if (dense && dense->softmax) return "softmax";
    const auto activation = layer.activation();
    return activation ? std::string(activation->entry->name) : "";
}

std::string outputOf(const Shape& shape) {
    if (shape.flat) return std::to_string(shape.channels);
    return std::to_string(shape.height) + "\u00d7" + std::to_string(shape.width) + "\u00d7" +
           std::to_string(shape.channels);
}

constexpr float kLeastTable = 120;  // of the height, beside the verdict
constexpr float kLeastRow = 18;

struct Columns {
    ImRect layer, output, parameters, gradient, saturated;
};

Columns columnsOf(const ImRect& row) {
    // From the right; "32\u00d732\u00d7128" is the longest output.
    float right = row.Max.x - 2;
    const auto next = [&](float width) {
        right -= width + 6;
        return ImRect(right + 6, row.Min.y, right + 6 + width, row.Max.y);
    };
    Columns c;
    c.saturated = next(36);
    c.gradient = next(std::clamp(row.GetWidth() * 0.17f, 52.0f, 140.0f));
    c.parameters = next(68);
    c.output = next(64);
    c.layer = {row.Min.x + 2, row.Min.y, right, row.Max.y};
    return c;
}

void drawHead(Ui& ui, const ImRect& row) {
    const Columns c = columnsOf(row);
    tableHead(ui, std::array<ColumnHead, 5>{{{c.layer, "layer", Align::Left},
                                             {c.output, "output"},
                                             {c.parameters, "params"},
                                             {c.gradient, "gradient", Align::Left},
                                             {c.saturated, "flat %"}}});
}

// Of a layer with weights whose run is out: bars of an earlier step would look as if all were well.
void drawNoNumber(Ui& ui, const Columns& c, const std::string& name) {
    const bool fits = ui.fonts.width(Font::Small, kNoNumber.c_str()) <= c.gradient.GetWidth();
    drawText(ui, c.gradient, fits ? kNoNumber : "NaN", {Font::Small, ui.colors().badText});
    item(ui, c.gradient,
         {.label = "Gradient flow of " + name,
          .kind = Kind::Text,
          .help = "The loss is no longer a number, and so nothing that follows from it is. The "
                  "last numbers that there were stand in the tab Gradients.",
          .value = kNoNumber});
    drawText(ui, c.saturated, "-", {Font::NumberSmall, ui.colors().dim, Align::Right});
}

// The gradient's bar and the share of flat inputs, with what they mean for whoever points at them.
void drawHealth(Ui& ui, const Columns& c, const std::string& name, const LayerHealth& health) {
    const Tokens& t = ui.colors();
    if (health.out) return drawNoNumber(ui, c, name);
    if (health.flow != nullptr) {
        const FlowVerdict verdict = verdictOf(health.flow->toLast);
        flowBar(ui, c.gradient, health.flow->toLast);
        item(ui, c.gradient,
             {.label = "Gradient flow of " + name,
              .kind = Kind::Text,
              .help = flowText(*health.flow),
              .value = ratioText(health.flow->toLast) + " " + toText(verdict)});
    }
    if (health.units == nullptr) return;
    const double share = health.units->saturatedShare();
    drawText(ui, c.saturated, fixed(100 * share, 0), {Font::NumberSmall, t.text, Align::Right});
    item(ui, c.saturated,
         {.label = "Flat inputs of " + name,
          .kind = Kind::Text,
          .help = percent(share) + " of its inputs lie where |f'| < 0.05, " +
                  percent(health.units->deadShare()) +
                  " of its units are dead: f' is 0 for every validation image looked at.",
          .value = percent(share) + ", " + percent(health.units->deadShare()) + " dead"});
}

// `title` is what charts and advice call it, empty where they do not.
void drawLayer(Ui& ui, const ImRect& row, const Layer& layer, const std::string& title,
               const LayerHealth& health) {
    const Tokens& t = ui.colors();
    const Columns c = columnsOf(row);
    const float top = snapped(ui, row.Min).y;
    ImGui::GetWindowDrawList()->AddRectFilled({row.Min.x, top}, {row.Max.x, top + 1}, t.line.u32());
    const std::string size = layerSize(layer);
    const std::string type = layer.type == "MaxPooling2D" ? "MaxPool" : layer.type;
    const float name = ui.fonts.width(Font::Text, type.c_str()) + 1;
    drawText(ui, {c.layer.Min, {c.layer.Min.x + name, c.layer.Max.y}}, type, {Font::Text, t.text});
    const ImRect beside(c.layer.Min.x + name + 5, row.Min.y + 1, c.layer.Max.x, row.Max.y + 1);
    if (ui.fonts.width(Font::Small, size.c_str()) <= beside.GetWidth())
        drawText(ui, beside, size, {Font::Small, t.dim});
    drawText(ui, c.output, outputOf(layer.output), {Font::NumberSmall, t.dim, Align::Right});
    if (layer.parameterCount > 0)
        drawText(ui, c.parameters, grouped(layer.parameterCount),
                 {Font::NumberSmall, t.text, Align::Right});
    const std::string function = functionOf(layer);
    const std::string value = layer.type + " " + size + (function.empty() ? "" : ", " + function) +
                              ", output " + outputOf(layer.output) + ", " +
                              grouped(layer.parameterCount) + " parameters";
    item(
        ui, c.layer,
        {.label = "Layer " + layer.name,
         .kind = Kind::Text,
         .help = value + "." + (title.empty() ? "" : " Called " + title + " in charts and advice."),
         .value = value});
    if (layer.parameterCount > 0) drawHealth(ui, c, layer.name, health);
}

}  // namespace

std::string layerType(const Layer& layer) {
    return layer.type == "MaxPooling2D" ? "MaxPool2D" : layer.type;
}

std::string layerSize(const Layer& layer) {
    if (const auto* conv = std::get_if<Conv2D>(&layer.spec)) return std::to_string(conv->filters);
    if (const auto* pool = std::get_if<MaxPool2D>(&layer.spec))
        return std::to_string(pool->pool) + "\u00d7" + std::to_string(pool->pool);
    if (const auto* dense = std::get_if<Dense>(&layer.spec)) return std::to_string(dense->units);
    return "";
}

const Network& NetworkPanel::network(const Experiment& experiment) {
    if (!network_ || madeFor_ != experiment.activations || architecture_ != experiment.network) {
        network_.emplace(makeNetwork(experiment));
        madeFor_ = experiment.activations;
        architecture_ = experiment.network;
    }
    return *network_;
}

std::string NetworkPanel::note(const Experiment& experiment) {
    return grouped(network(experiment).parameterCount()) + " parameters";
}

void NetworkPanel::draw(const PanelContext& context, const ImRect& area) {
    Ui& ui = context.ui;
    const auto& layers = network(context.driver.experiment()).layers();
    const Snapshot& snapshot = context.driver.snapshot();
    constexpr float head = 20;
    ImRect table = area;
    // The whole table where the verdict does with a line of each sort; a longer one scrolls.
    const float whole = head + kLeastRow * static_cast<float>(layers.size());
    const float verdict = std::clamp(area.GetHeight() - whole, kLeastVerdictHeight, kVerdictHeight);
    // Where training cannot go on the button that helps is there in any case: others point to it.
    if (area.GetHeight() > verdict + kLeastTable || isOut(context.driver.snapshot())) {
        table.Max.y -= verdict;
        drawVerdict(context, {{table.Min.x, table.Max.y + 6}, area.Max},
                    network(context.driver.experiment()));
    }
    const float room = (table.GetHeight() - head) / static_cast<float>(layers.size());
    const float height = std::clamp(std::floor(room), kLeastRow, 32.0f);
    ImRect row(table.Min, {table.Max.x, table.Min.y + head});
    drawHead(ui, row);
    const auto drawAll = [&](ImVec2 at, float width) {
        Stack rows({at, {at.x + width, at.y + 1e4f}}, 0);
        const std::vector<std::string> titles = layerTitles(context.driver.experiment().network);
        std::size_t hidden = 0, weighted = 0;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const std::size_t own = layers[i].activation() ? hidden++ : ~std::size_t{0};
            const std::string title = layers[i].parameterCount > 0 ? titles[weighted++] : "";
            drawLayer(ui, rows.take(height), layers[i], title, healthOf(snapshot, i, own));
        }
        return rows.used();
    };
    const ImRect rest({table.Min.x, row.Max.y}, table.Max);
    if (room >= kLeastRow) {
        drawAll(rest.Min, rest.GetWidth());
        return;
    }
    const float bar = ImGui::GetStyle().ScrollbarSize, width = rest.GetWidth() - bar;
    scrolling("##layers", {rest.Min, {rest.Max.x - bar, rest.Max.y}}, bar,
              [&](ImVec2 at) { return drawAll(at, width); });
}

}  // namespace squash::ui
