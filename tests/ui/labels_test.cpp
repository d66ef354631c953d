// Words within a plot: apart from the lines and from each other, and at the line that they name.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <sstream>

#include "page.hpp"
#include "trained.hpp"
#include "ui/plot/frame.hpp"

namespace squash::ui::test {
namespace {

using Points = std::vector<PlotPoint>;

// A page with one plot: where its texts are.
struct Plotted {
    Page page;
    PlotView view;
    PlotSpec spec{.label = "Chart", .fitX = {-8, 8}, .fitY = {0, 10}};
    Plotted() { page.area = {20, 20, 620, 320}; }

    ImRect boxOf(const std::string& text) {
        page.show([&] { plot(page.stage.ui, page.area, spec, view); });
        page.check();
        for (const TextPiece& piece : page.stage.ui.registry.texts())
            if (piece.text == text) return piece.rect;
        return {};
    }
    PlotFrame frame() { return {page.stage.ui, page.area, spec, view}; }
    float heightOf(const Series& series, double x) {
        return frame().place(pointAt(series, x).value(), series).y;
    }
};

ShadedSpan stripe(double from, double to) {
    return {.from = from,
            .to = to,
            .label = "saturated, each",
            .labelColor = darkTokens().text,
            .stripe = 1};
}

}  // namespace

TEST_CASE("what a shaded part is called stands beside the lines", "[labels]") {
    Plotted plotted;
    const PlotFrame frame = plotted.frame();
    const float middle = (frame.px(-4) + frame.px(-5)) / 2;
    // Steep lines through the middle of the stripe from -8 to -1, and one beside it.
    const Points steep{{-4.6, 0}, {-4.4, 10}}, other{{-3.5, 10}, {-3, 0}};
    Series first{.name = "first", .points = steep}, second{.name = "second", .points = other};
    const Points high{{-8, 9}, {8, 9}};
    plotted.spec.series = {{.name = "high", .points = high}};
    plotted.spec.spans = {stripe(-8, -1)};
    const ImRect free = plotted.boxOf("saturated, each");
    CHECK(std::abs(free.GetCenter().x - middle) < 2);
    plotted.spec.series = {first, second};
    const ImRect moved = plotted.boxOf("saturated, each");
    CHECK(moved.GetWidth() > 0);
    CHECK(moved.Min.y == free.Min.y);
    for (const Series& series : plotted.spec.series)
        for (float x = moved.Min.x; x <= moved.Max.x; ++x) {
            const double at = frame.x.at((x - frame.inner.Min.x) / frame.inner.GetWidth());
            if (!pointAt(series, at)) continue;
            const float y = plotted.heightOf(series, at);
            CHECK((y < moved.Min.y || y > moved.Max.y));
        }
    // A line that is hidden is in nobody's way.
    plotted.view.hidden = {"first", "second"};
    CHECK(plotted.boxOf("saturated, each").Min.x == free.Min.x);
    plotted.view.hidden.clear();
    // One lies along the whole of the stripe: it goes to where there is none.
    const Points level{{-8, 0.4}, {0, 0.4}};
    plotted.spec.series = {{.name = "level", .points = level}};
    CHECK(plotted.boxOf("saturated, each").Min.x > frame.px(0));
    // Of one that crosses the band only that part is in the way, however long its strokes are.
    const Points across{{-8, 10}, {8, -6}};
    plotted.spec.series = {{.name = "across", .points = across}};
    plotted.spec.spans = {stripe(-8, 6)};
    const ImRect whole = plotted.boxOf("saturated, each");
    CHECK(std::abs(whole.GetCenter().x - frame.px(-1)) < 2);
    // A name longer than the plot is wide begins with it.
    plotted.spec.spans = {stripe(-8, 8)};
    plotted.page.area.Max.x = 90;
    ImRect narrow =
        spanLabelBox(plotted.frame(), plotted.spec, plotted.view, plotted.spec.spans[0], 80)
            .value();
    CHECK(narrow.Min.x == plotted.frame().inner.Min.x);
    plotted.page.area.Max.x = 620;
    // A stripe narrower than its name has it all the same.
    plotted.spec.series = {{.name = "high", .points = high}};
    plotted.spec.spans = {stripe(-1.5, -1)};
    CHECK(std::abs(plotted.boxOf("saturated, each").GetCenter().x - frame.px(-1.25)) < 2);
}

TEST_CASE("what is shaded all the way down is named below a line that runs along its top",
          "[labels]") {
    Plotted plotted;
    const Points along{{-8, 9.8}, {8, 9.6}}, low{{-8, 1}, {8, 1}};
    plotted.spec.series = {{.name = "low", .points = low}};
    plotted.spec.spans = {
        {.from = -8, .to = -1, .label = "saturated", .labelColor = darkTokens().text}};
    const ImRect free = plotted.boxOf("saturated");
    plotted.spec.series.push_back({.name = "along", .points = along});
    const ImRect moved = plotted.boxOf("saturated");
    CHECK(moved.Min.x == free.Min.x);
    CHECK(free.Min.y < plotted.heightOf(plotted.spec.series[1], -4.5));
    CHECK(moved.Min.y > plotted.heightOf(plotted.spec.series[1], -4.5));
    CHECK(moved.Max.y < plotted.heightOf(plotted.spec.series[0], -4.5));
}

TEST_CASE("a line's name stands at its end, whatever ends elsewhere", "[labels]") {
    Plotted plotted;
    const Points early{{-8, 9}, {-4, 5}}, late{{-8, 8}, {4, 5}}, next{{-8, 7}, {4, 5.1}};
    const auto line = [](const char* name, const Points& points) {
        return Series{.name = name,
                      .points = points,
                      .color = darkTokens().series[0],
                      .textColor = darkTokens().seriesText[0],
                      .endLabel = true};
    };
    plotted.spec.series = {line("relu", early), line("tanh", late)};
    for (const Series& series : plotted.spec.series) {
        const float end = plotted.heightOf(series, series.points.back().x);
        CHECK(std::abs(plotted.boxOf(series.name).GetCenter().y - end) < 1);
    }
    // Two of one end stand above and below it, alike.
    plotted.spec.series.push_back(line("elu", next));
    const float end = (plotted.heightOf(plotted.spec.series[1], 4) +
                       plotted.heightOf(plotted.spec.series[2], 4)) /
                      2;
    const float above = end - plotted.boxOf("elu").GetCenter().y;
    const float below = plotted.boxOf("tanh").GetCenter().y - end;
    CHECK(above > 5);
    CHECK(std::abs(above - below) < 1);
    const float alone = plotted.heightOf(plotted.spec.series[0], -4);
    CHECK(std::abs(plotted.boxOf("relu").GetCenter().y - alone) < 1);
}

TEST_CASE("no line of the Lab lies under the stripes of several functions", "[labels]") {
    for (const Look& look : {Look{1440, 900, 1, false}, Look{1024, 640, 1, false}}) {
        Trained bench(look);
        for (const char* other : {"add silu", "add sigmoid", "add tanh", "add elu", "add selu"})
            compare(bench, other);
        choose(bench, "Take along", "save SVG");
        const std::string& drawing = bench.platform.saved["activation.svg"];
        // The stripes are the only rectangles of that height.
        double highest = 1e9, lowest = 0;
        std::size_t stripes = 0;
        for (std::size_t at = 0; (at = drawing.find("height=\"4.00\"", at)) != drawing.npos; ++at) {
            const std::size_t y = drawing.rfind(" y=\"", at);
            highest = std::min(highest, std::stod(drawing.substr(y + 4)));
            ++stripes;
        }
        CHECK(stripes >= 6);
        const std::size_t inside = drawing.find("<g clip-path"), end = drawing.find("</g>");
        for (std::size_t at = inside; (at = drawing.find(" stroke-width=\"2.50\"", at)) < end;
             ++at) {
            const std::size_t path = drawing.rfind("d=\"M", at);
            std::istringstream points(
                drawing.substr(path + 4, drawing.find('"', path + 4) - path - 4));
            for (std::string x, y; std::getline(points, x, ' ') && std::getline(points, y, 'L');)
                lowest = std::max(lowest, std::stod(y));
        }
        CHECK(lowest > 0);
        CHECK(lowest < highest);
    }
}

TEST_CASE("why maxout's example cannot be kept beside others is said", "[labels]") {
    Trained bench;
    bench.set({{"activation", "maxout"}});
    bench.frames(3);
    REQUIRE(bench.click("Compare"));
    REQUIRE(valueOf(bench, "keep maxout") != "nothing");
    bench.pointAt("keep maxout");
    CHECK(bench.shows("This curve is an example: a network learns its own."));
    REQUIRE(bench.click("keep maxout"));
    press(bench, ImGuiKey_Escape);
    bench.frames(3);
    choose(bench, "More functions", "celu");
    CHECK(valueOf(bench, "celu f(x)") == "true");
    CHECK(valueOf(bench, "maxout f(x)") == "nothing");
}

}  // namespace squash::ui::test
