#include "ui/panels/network.hpp"

#include <algorithm>
#include <cmath>

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

struct Columns {
    ImRect layer, function, output, parameters;
};

Columns columnsOf(const ImRect& row) {
    const float right = row.Max.x - 4, width = row.GetWidth();
    // "hard_sigmoid" and "32x32x128" are the longest.
    const float parameters = 66, output = 68, function = std::clamp(width * 0.215f, 84.0f, 120.0f),
                gap = 6;
    Columns c;
    c.parameters = {right - parameters, row.Min.y, right, row.Max.y};
    c.output = {c.parameters.Min.x - gap - output, row.Min.y, c.parameters.Min.x - gap, row.Max.y};
    c.function = {c.output.Min.x - gap - function, row.Min.y, c.output.Min.x - gap, row.Max.y};
    c.layer = {row.Min.x + 4, row.Min.y, c.function.Min.x - 4, row.Max.y};
    return c;
}

void drawHead(Ui& ui, const ImRect& row) {
    const Columns c = columnsOf(row);
    const TextStyle left{Font::Small, ui.colors().dim},
        right{Font::Small, ui.colors().dim, Align::Right};
    drawText(ui, c.layer, "layer", left);
    drawText(ui, c.function, "function", left);
    drawText(ui, c.output, "output", right);
    drawText(ui, c.parameters, "params", right);
}

void drawLayer(Ui& ui, const ImRect& row, const Layer& layer) {
    const Tokens& t = ui.colors();
    const Columns c = columnsOf(row);
    const float top = snapped(ui, row.Min).y;
    ImGui::GetWindowDrawList()->AddRectFilled({row.Min.x, top}, {row.Max.x, top + 1}, t.line.u32());
    const std::string size = layerSize(layer);
    const std::string type = layerType(layer);
    const float name = ui.fonts.width(Font::Text, type.c_str()) + 1;
    drawText(ui, {c.layer.Min, {c.layer.Min.x + name, c.layer.Max.y}}, type, {Font::Text, t.text});
    drawText(ui, {c.layer.Min.x + name + 5, row.Min.y + 1, c.layer.Max.x, row.Max.y + 1}, size,
             {Font::Small, t.dim});
    drawText(ui, c.function, functionOf(layer), {Font::Small, t.dim});
    drawText(ui, c.output, outputOf(layer.output), {Font::NumberSmall, t.dim, Align::Right});
    if (layer.parameterCount > 0)
        drawText(ui, c.parameters, grouped(layer.parameterCount),
                 {Font::NumberSmall, t.text, Align::Right});
    const std::string value = layer.type + " " + size + ", output " + outputOf(layer.output) +
                              ", " + grouped(layer.parameterCount) + " parameters";
    ui.registry.add(Widget{"Layer " + layer.name, Kind::Text, row, value, true, 0});
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
    if (!network_ || madeFor_ != experiment.activations) {
        network_.emplace(makeNetwork(experiment));
        madeFor_ = experiment.activations;
    }
    return *network_;
}

std::string NetworkPanel::note(const Experiment& experiment) {
    return grouped(network(experiment).parameterCount()) + " parameters";
}

void NetworkPanel::draw(const PanelContext& context, const ImRect& area) {
    Ui& ui = context.ui;
    const auto& layers = network(context.driver.experiment()).layers();
    constexpr float head = 20;
    const float room = (area.GetHeight() - head) / static_cast<float>(layers.size());
    const float height = std::clamp(std::floor(room), 18.0f, 32.0f);
    ImRect row(area.Min, {area.Max.x, area.Min.y + head});
    drawHead(ui, row);
    for (const Layer& layer : layers) {
        row = {area.Min.x, row.Max.y, area.Max.x, row.Max.y + height};
        drawLayer(ui, row, layer);
    }
}

}  // namespace squash::ui
