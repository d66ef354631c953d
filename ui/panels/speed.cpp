#include "ui/panels/speed.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/panels/speed_tables.hpp"
#include "ui/widgets/bars.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

constexpr float kFactRow = 20, kFactGap = 16, kLeastFactGap = 8, kBetween = 16;
constexpr float kSideBySideFrom = 640;  // width; below it the tables stand one over the other
constexpr float kButton = 152;
constexpr float kComfortable = 22;  // a row, where nothing limits it
const char* const kMeasure = "Measure activations";

struct Fact {
    std::string label, name, value, help;
    std::size_t places;  // letters kept free for the value, so that the next fact stays where it is
};

std::vector<Fact> factsOf(const PanelContext& context) {
    const Driver& driver = context.driver;
    const Snapshot& s = driver.snapshot();
    const bool runs = s.imagesPerSecond > 0;
    const double peak = s.measured.peakGflops;
    return {
        {"Workers", "workers", std::to_string(driver.workers()), "Threads that train.", 1},
        {"Kernel set", "kernels", driver.kernelTitle(), "The instructions they compute with.", 1},
        {"Images a second", "images/s",
         runs ? grouped(static_cast<std::uint64_t>(s.imagesPerSecond)) : "-",
         "Trained in the last second or so.", 6},
        {"Achieved GFLOP/s", "GFLOP/s", runs ? fixed(s.gflops, 1) : "-",
         "What training needs by the layers' definition, of all workers together.", 5},
        {"Peak GFLOP/s", "peak", peak > 0 ? fixed(peak, 1) : "-",
         "Multiply-adds in registers alone, measured here, of all workers together" +
             (peak > 0 ? "; of one core " + fixed(peak / static_cast<double>(driver.workers()), 1) +
                             ", the line in the table."
                       : std::string(".")),
         5},
        {"Frame time", "frame", fixed(context.frameMs, 1) + " ms",
         "What drawing the screen takes of the main thread, a frame.", 6},
    };
}

float factWidth(const Ui& ui, const Fact& fact) {
    const std::string room(fact.places, '0');
    const auto width = [&](Font font, const std::string& text) {
        return ui.fonts.width(font, text.c_str()) + 1;
    };
    return width(Font::Small, fact.name) + 5 +
           std::max(width(Font::NumberSmall, room), width(Font::NumberSmall, fact.value));
}

void drawFact(Ui& ui, const ImRect& box, const Fact& fact) {
    const float name = ui.fonts.width(Font::Small, fact.name.c_str()) + 1;
    drawText(ui, {box.Min, {box.Min.x + name, box.Max.y}}, fact.name,
             {Font::Small, ui.colors().dim});
    drawText(ui, {{box.Min.x + name + 5, box.Min.y}, box.Max}, fact.value,
             {Font::NumberSmall, ui.colors().text});
    item(ui, box,
         {.label = fact.label, .kind = Kind::Text, .help = fact.help, .value = fact.value});
}

// Between two facts: rather less than a line more.
float factGap(const Ui& ui, float room, const std::vector<Fact>& facts) {
    for (const Fact& fact : facts) room -= factWidth(ui, fact);
    const float gap = std::floor(room / static_cast<float>(facts.size() - 1));
    return gap < kLeastFactGap ? kFactGap : std::min(gap, kFactGap);
}

// Places the facts in as many lines as they need; returns their height.
template <class Place>
float flowFacts(const Ui& ui, const ImRect& area, const std::vector<Fact>& facts, Place place) {
    const float gap = factGap(ui, area.GetWidth(), facts);
    ImVec2 at = area.Min;
    for (const Fact& fact : facts) {
        const float width = std::min(factWidth(ui, fact), area.GetWidth());
        if (at.x > area.Min.x && at.x + width > area.Max.x) at = {area.Min.x, at.y + kFactRow};
        place(ImRect(at, at + ImVec2(width, kFactRow)), fact);
        at.x += width + gap;
    }
    return at.y + kFactRow - area.Min.y;
}

float factsHeight(const PanelContext& context, float width) {
    const ImRect area(0, 0, width, 0);
    return flowFacts(context.ui, area, factsOf(context), [](const ImRect&, const Fact&) {}) + 4;
}

bool buttonFits(const ImRect& row) { return row.GetWidth() >= kButton; }

// The button, or, in its place, how far it is.
void drawMeasure(const PanelContext& context, const ImRect& row) {
    Ui& ui = context.ui;
    const ImRect box({row.Max.x - kButton, row.GetCenter().y - 13},
                     {row.Max.x, row.GetCenter().y + 13});
    if (context.driver.measuring()) {
        const double share = context.driver.snapshot().measured.progress;
        progressRow(ui, box, {"Measuring", "Measuring", share});
    } else if (button(ui, box,
                      {.label = kMeasure,
                       .help = "Times every activation on this machine; training waits a second "
                               "or two."})) {
        context.driver.measure();
    }
}

void drawNote(const PanelContext& context, const ImRect& area, const std::string& text) {
    drawWrapped(context.ui, {area.Min + ImVec2(4, 4), area.Max - ImVec2(4, 0)}, text,
                {Font::Small, context.ui.colors().dim});
}

void drawLayers(const PanelContext& context, const ImRect& area, float row,
                const Network& network) {
    const Driver& driver = context.driver;
    if (!driver.snapshot().profile.layers.empty())
        return drawLayerTimes(context, area, row, network);
    const std::string what =
        "The time of each layer, forward and backward, and how near it comes to the peak of a "
        "core, will be here ";
    drawNote(context, area,
             what + (driver.playing() ? "after the next step." : "while training: press Play."));
}

void drawCosts(const PanelContext& context, const ImRect& area, float row) {
    if (!context.driver.snapshot().measured.costs.empty())
        return drawActivationCosts(context, area, row);
    drawNote(context, area,
             std::string("What each activation costs an element, and the share of a training step "
                         "it would take, will be here") +
                 (context.driver.measuring() ? " in a moment." : ": press Measure activations."));
}

void drawBeside(const PanelContext& context, const ImRect& area, const Network& network) {
    const float half = std::floor((area.GetWidth() - kBetween) / 2);
    // Rows of both tables are equally high: their lines meet. Where not all activations fit, theirs scroll.
    const std::size_t layers = layerRows(network);
    float row = speedRowHeight(area.GetHeight(), costRows());
    if (speedTableHeight(row, costRows()) > area.GetHeight())
        row = speedRowHeight(area.GetHeight(), layers);
    const float height = std::min(area.GetHeight(), speedTableHeight(row, layers));
    const ImRect left(area.Min, {area.Min.x + half, area.Min.y + height}),
        right({area.Max.x - half, area.Min.y}, area.Max);
    drawLayers(context, left, row, network);
    drawCosts(context, right, row);
}

// One over the other; returns the height.
float drawStacked(const PanelContext& context, const ImRect& row, const ImRect& area,
                  const Network& network) {
    Stack parts(area, 8);
    if (!buttonFits(row)) drawMeasure(context, parts.take(context.ui.metrics.row));
    drawLayers(context, parts.take(speedTableHeight(kComfortable, layerRows(network))),
               kComfortable, network);
    drawCosts(context, parts.take(speedTableHeight(kComfortable, costRows())), kComfortable);
    return parts.used();
}

}  // namespace

float SpeedPanel::height(const PanelContext& context, float width, const Network& network) const {
    return factsHeight(context, width) + speedTableHeight(kComfortable, layerRows(network)) + 8 +
           context.ui.metrics.row + 8 + speedTableHeight(kComfortable, costRows());
}

void SpeedPanel::draw(const PanelContext& context, const ImRect& row, const ImRect& area,
                      const Network& network) {
    const bool measured = measuring_ && !context.driver.measuring();
    measuring_ = context.driver.measuring();
    if (buttonFits(row)) drawMeasure(context, row);
    const float facts =
        4 + flowFacts(context.ui, area, factsOf(context),
                      [&](const ImRect& box, const Fact& f) { drawFact(context.ui, box, f); });
    const ImRect tables({area.Min.x, area.Min.y + facts}, area.Max);
    if (area.GetWidth() >= kSideBySideFrom) return drawBeside(context, tables, network);
    const float wanted = height(context, area.GetWidth(), network) - facts;
    if (wanted <= tables.GetHeight() + 1) {
        drawStacked(context, row, tables, network);
        return;
    }
    const float bar = ImGui::GetStyle().ScrollbarSize;
    scrolling("##speed", {tables.Min, {tables.Max.x - bar, tables.Max.y}}, bar, [&](ImVec2 at) {
        const ImRect inside(at, at + ImVec2(tables.GetWidth() - bar, wanted));
        // What was asked for comes into view.
        if (measured)
            ImGui::SetScrollY(speedTableHeight(kComfortable, layerRows(network)) +
                              (buttonFits(row) ? 0 : context.ui.metrics.row + 8));
        return drawStacked(context, row, inside, network);
    });
}

}  // namespace squash::ui
