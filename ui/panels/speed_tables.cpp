#include "ui/panels/speed_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/panels/network.hpp"
#include "ui/widgets/bars.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

constexpr float kHead = 20, kLeastRow = 16, kMostRow = 26;
constexpr float kNumber = 44, kGap = 10;  // "1234.5"

// Is it higher than its room, by more than a rounding?
bool overflows(const ImRect& room, float height) { return height > room.GetHeight() + 0.5f; }

struct Columns {
    ImRect name;
    std::array<ImRect, 3> numbers, bars;
};

Columns columnsOf(const ImRect& row) {
    // "sparse_sigmoid" is the longest.
    const float name = std::clamp(row.GetWidth() * 0.24f, 92.0f, 150.0f);
    const float width = (row.GetWidth() - 8 - name) / 3;
    Columns c;
    c.name = {row.Min.x + 4, row.Min.y, row.Min.x + 4 + name, row.Max.y};
    for (std::size_t i = 0; i < 3; ++i) {
        const float left = c.name.Max.x + width * static_cast<float>(i);
        c.numbers[i] = {left, row.Min.y, left + kNumber, row.Max.y};
        c.bars[i] = {left + kNumber + 6, row.Min.y, left + width - kGap, row.Max.y};
    }
    c.bars[2].Max.x = row.Max.x - 4;
    return c;
}

struct Heading {
    std::string text, help;
};

void drawHead(Ui& ui, const ImRect& row, const std::string& table,
              const std::array<Heading, 4>& headings) {
    const Columns c = columnsOf(row);
    for (std::size_t i = 0; i < headings.size(); ++i) {
        // Right above the numbers; some are wider and reach over the bars at their left.
        const ImRect box =
            i == 0 ? c.name
                   : ImRect(c.numbers[i - 1].Min - ImVec2(2 * kGap, 0), c.numbers[i - 1].Max);
        drawText(ui, box, headings[i].text,
                 {Font::Small, ui.colors().dim, i == 0 ? Align::Left : Align::Right});
        item(ui, box,
             {.label = table + ": " + headings[i].text,
              .kind = Kind::Text,
              .help = headings[i].help,
              .value = headings[i].text});
    }
}

struct Cell {
    std::string number = {};
    double share = 0;
    Color color = {};
    bool hasBar = true;
};
struct Line {
    std::string label, name, detail, help, value;
    std::array<Cell, 3> cells;
    bool marked = false, strong = false;
};

void drawName(Ui& ui, const ImRect& box, const Line& line) {
    const Color ink = line.marked ? ui.colors().accent : ui.colors().text;
    const float width = ui.fonts.width(Font::Small, line.name.c_str()) + 1;
    drawText(ui, {box.Min, {std::min(box.Min.x + width, box.Max.x), box.Max.y}}, line.name,
             {Font::Small, ink});
    const ImRect rest({box.Min.x + width + 4, box.Min.y}, box.Max);
    if (ui.fonts.width(Font::Tiny, line.detail.c_str()) <= rest.GetWidth())
        drawText(ui, rest, line.detail, {Font::Tiny, ui.colors().dim});
}

void drawLine(Ui& ui, const ImRect& row, const Line& line) {
    const Tokens& t = ui.colors();
    const Columns c = columnsOf(row);
    const float top = snapped(ui, row.Min).y;
    const Color rule = line.strong ? t.faint : mix(t.panel, t.line, 0.6f);
    ImGui::GetWindowDrawList()->AddRectFilled({row.Min.x, top}, {row.Max.x, top + 1}, rule.u32());
    drawName(ui, c.name, line);
    for (std::size_t i = 0; i < 3; ++i) {
        const Cell& cell = line.cells[i];
        const Color ink = line.strong ? t.text : t.dim;
        drawText(ui, c.numbers[i], cell.number, {Font::NumberSmall, ink, Align::Right});
        if (cell.hasBar && c.bars[i].GetWidth() >= 4) bar(ui, c.bars[i], cell.share, cell.color);
    }
    item(ui, row,
         {.label = line.label, .kind = Kind::Text, .help = line.help, .value = line.value});
}

// Microseconds an image, in at most six letters below a tenth of a second.
std::string microsText(double ms, double batch) {
    const double micros = 1000 * ms / batch;
    return fixed(micros, micros < 1000 ? 1 : 0);
}

// What the layers' bars are drawn against.
struct LayerScale {
    double batch, longestMs, peak, highest;  // peak: of one core, 0 when it is not known
};

LayerScale scaleOf(const Snapshot& snapshot, std::size_t workers) {
    const auto batch = static_cast<double>(snapshot.experiment.batch);
    const double peak = snapshot.measured.peakGflops / static_cast<double>(workers);
    LayerScale scale{batch, 1e-9, peak, std::max(peak, 1e-9)};
    for (const LayerTime& layer : snapshot.profile.layers) {
        scale.longestMs = std::max({scale.longestMs, layer.forwardMs, layer.backwardMs});
        scale.highest = std::max(scale.highest, layer.gflops);
    }
    return scale;
}

Line layerLine(const Ui& ui, const LayerTime& time, const LayerScale& scale) {
    const Tokens& t = ui.colors();
    const std::string forward = microsText(time.forwardMs, scale.batch),
                      backward = microsText(time.backwardMs, scale.batch),
                      rate = time.gflops > 0 ? fixed(time.gflops, 1) : "";
    Line line;
    line.label = "Time of " + time.name;
    line.cells = {{{forward, time.forwardMs / scale.longestMs, t.series[0]},
                   {backward, time.backwardMs / scale.longestMs, t.series[1]},
                   {rate, time.gflops / scale.highest, t.dim, time.gflops > 0}}};
    line.value = "forward " + forward + ", backward " + backward + " \u00b5s an image" +
                 (rate.empty() ? "" : ", " + rate + " GFLOP/s");
    line.help = time.name + ": " + line.value + ".";
    if (!rate.empty() && scale.peak > 0)
        line.help += " That is " + percent(time.gflops / scale.peak) + " of a core's peak.";
    return line;
}

Line restLine(const Profile& profile, const LayerScale& scale) {
    const std::string loss = microsText(profile.lossMs, scale.batch),
                      optimizer = microsText(profile.optimizerMs, scale.batch);
    Line line;
    line.label = "Time of loss and optimizer";
    line.name = "Loss, update";
    line.cells[0].hasBar = line.cells[2].hasBar = false;
    line.cells[1] = {microsText(profile.lossMs + profile.optimizerMs, scale.batch), 0, {}, false};
    line.value = "loss " + loss + ", optimizer " + optimizer + " \u00b5s an image";
    line.help = "The loss with its gradient takes " + loss + ", the optimizer " + optimizer +
                " \u00b5s an image.";
    return line;
}

Line totalLine(const Ui& ui, const Profile& profile, const LayerScale& scale) {
    Line line = layerLine(ui, profile.total, scale);
    line.name = "Total";
    line.strong = true;
    line.cells[0].hasBar = line.cells[1].hasBar = false;
    line.help = "Of one worker's time: " + line.value + ", by the layers' definition.";
    return line;
}

// Over all rows, where the bars of the rates would reach the peak; its number in `free`, a row without a rate.
void drawPeak(Ui& ui, const ImRect& rows, const ImRect& free, const LayerScale& scale) {
    const Columns columns = columnsOf(rows);
    const ImRect bars = columns.bars[2];
    if (scale.peak <= 0 || bars.GetWidth() < 4) return;
    const float share = static_cast<float>(scale.peak / scale.highest);
    const float x = bars.Min.x + bars.GetWidth() * share;
    const ImVec2 at = snapped(ui, {x - 1, rows.Min.y});
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + 1, rows.Max.y}, ui.colors().text.u32());
    const ImRect label({columns.numbers[2].Min.x, free.Min.y}, {x - 5, free.Max.y});
    drawText(ui, label, "peak " + fixed(scale.peak, scale.peak < 100 ? 1 : 0),
             {Font::Tiny, ui.colors().dim, Align::Right});
}

// Draws the rows below the headings, within their room where they fit, else scrolling.
template <class Draw>
void drawRows(const char* name, const ImRect& room, float height, Draw draw) {
    if (!overflows(room, height)) return draw(Stack(room, 0));
    const float bar = ImGui::GetStyle().ScrollbarSize;
    scrolling(name, {room.Min, {room.Max.x - bar, room.Max.y}}, bar, [&](ImVec2 at) {
        draw(Stack({at, {at.x + room.GetWidth() - bar, at.y + height}}, 0));
        return height;
    });
}

// The table's headings, as wide as its rows will be, and the room for these.
struct Parts {
    ImRect head, rows;
};

Parts partsOf(const ImRect& area, float height) {
    Parts parts{{area.Min, {area.Max.x, area.Min.y + kHead}},
                {{area.Min.x, area.Min.y + kHead}, area.Max}};
    if (overflows(parts.rows, height)) parts.head.Max.x -= ImGui::GetStyle().ScrollbarSize;
    return parts;
}

bool inUse(const Experiment& experiment, const ActivationInfo* entry) {
    return std::any_of(experiment.activations.begin(), experiment.activations.end(),
                       [entry](const Activation& a) { return a.entry == entry; });
}

struct CostScale {
    double ns = 1e-9, share = 1e-9;
};

Line costLine(const Ui& ui, const ActivationCost& cost, const CostScale& scale) {
    const Tokens& t = ui.colors();
    const std::string forward = fixed(cost.forwardNs, 2), backward = fixed(cost.backwardNs, 2),
                      name(cost.entry->name);
    Line line;
    line.label = "Cost of " + name;
    line.name = name;
    line.cells = {{{forward, cost.forwardNs / scale.ns, t.series[0]},
                   {backward, cost.backwardNs / scale.ns, t.series[1]},
                   {percent(cost.stepShare), cost.stepShare / scale.share, t.dim}}};
    line.value = "forward " + forward + ", backward " + backward + " ns an element, " +
                 percent(cost.stepShare) + " of a step";
    line.help = name + ": " + line.value + " where it stands in all hidden layers.";
    return line;
}

}  // namespace

float speedRowHeight(float room, std::size_t rows) {
    return std::clamp(std::floor((room - kHead) / static_cast<float>(rows)), kLeastRow, kMostRow);
}

float speedTableHeight(float rowHeight, std::size_t rows) {
    return kHead + rowHeight * static_cast<float>(rows);
}

void drawLayerTimes(const PanelContext& context, const ImRect& area, float rowHeight,
                    const Network& network) {
    Ui& ui = context.ui;
    const Snapshot& snapshot = context.driver.snapshot();
    const Profile& profile = snapshot.profile;
    const LayerScale scale = scaleOf(snapshot, context.driver.workers());
    const float height = rowHeight * static_cast<float>(layerRows(network));
    const Parts parts = partsOf(area, height);
    drawHead(ui, parts.head, "Layers",
             {{{"layer, \u00b5s",
                "The network's layers, in order; microseconds of one worker for an image."},
               {"forward", "From the layer's input to its output, its activation included."},
               {"backward", "The gradients of its input and of its weights."},
               {"GFLOP/s",
                "By the layer's definition, of one worker. The line is one core's peak: minimal "
                "filtering does "
                "with fewer multiplications than the definition counts, so a convolution may pass "
                "it."}}});
    drawRows("##layers", parts.rows, height, [&](Stack rows) {
        ImRect all;
        for (std::size_t i = 0; i < profile.layers.size(); ++i) {
            Line line = layerLine(ui, profile.layers[i], scale);
            line.name = layerType(network.layers()[i]);
            line.detail = layerSize(network.layers()[i]);
            const ImRect row = rows.take(rowHeight);
            if (i == 0) all = row;
            drawLine(ui, row, line);
        }
        const ImRect rest = rows.take(rowHeight), last = rows.take(rowHeight);
        drawLine(ui, rest, restLine(profile, scale));
        drawLine(ui, last, totalLine(ui, profile, scale));
        drawPeak(ui, {all.Min, last.Max}, rest, scale);
    });
}

void drawActivationCosts(const PanelContext& context, const ImRect& area, float rowHeight) {
    Ui& ui = context.ui;
    std::vector<ActivationCost> costs = context.driver.snapshot().measured.costs;
    std::sort(costs.begin(), costs.end(), [](const ActivationCost& a, const ActivationCost& b) {
        return a.stepShare < b.stepShare;
    });
    CostScale scale;
    for (const ActivationCost& cost : costs) {
        scale.ns = std::max({scale.ns, cost.forwardNs, cost.backwardNs});
        scale.share = std::max(scale.share, cost.stepShare);
    }
    const float height = rowHeight * static_cast<float>(costs.size());
    const Parts parts = partsOf(area, height);
    drawHead(
        ui, parts.head, "Activations",
        {{{"function, ns",
           "Cheapest first, those in use marked; nanoseconds of one worker for an element."},
          {"forward", "f and f' together, from one evaluation."},
          {"backward", "The product with f': the same work whatever the function."},
          {"of a step", "The share of a training step where it stands in all hidden layers."}}});
    drawRows("##costs", parts.rows, height, [&](Stack rows) {
        for (const ActivationCost& cost : costs) {
            Line line = costLine(ui, cost, scale);
            line.marked = inUse(context.driver.experiment(), cost.entry);
            drawLine(ui, rows.take(rowHeight), line);
        }
    });
}

}  // namespace squash::ui
