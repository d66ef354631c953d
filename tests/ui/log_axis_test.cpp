// A plot whose x is logarithmic: ticks, thinning, mouse, card and drawing.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>
#include <random>

#include "stage.hpp"
#include "trained.hpp"
#include "ui/plot/frame.hpp"
#include "ui/plot/svg.hpp"

namespace squash::ui::test {
namespace {

const ImRect kBox(100, 100, 700, 500);

// y = log10(x) from 0 on (where it has no place) to 1000: a straight line from corner to corner.
struct LogPlot {
    Stage stage;
    PlotView view;
    std::vector<PlotPoint> points{{0, -1}};
    PlotSpec spec;

    LogPlot() {
        for (int i = 0; i <= 300; ++i) points.push_back({std::pow(10, i * 0.01), i * 0.01});
        spec = {.label = "Chart",
                .series = {{.name = "line", .points = points, .color = Color::hex(0xff0000)}},
                .fitX = {1, 1000},
                .fitY = {0, 3},
                .logX = true,
                .xName = "step"};
        stage.ui.registry.recordTexts = true;
        stage.frame(draw);
    }
    std::function<void()> draw = [this] { plot(stage.ui, kBox, spec, view); };
    PlotFrame frame() const { return {stage.ui, kBox, spec, view}; }
    double xUnder(ImVec2 mouse) const {
        const PlotFrame f = frame();
        return f.x.at((mouse.x - f.inner.Min.x) / f.inner.GetWidth());
    }
    void wheel(float notches) {
        ImGui::GetIO().AddMouseWheelEvent(0, notches);
        stage.frames(2, draw);
    }
    bool shows(const std::string& text) const {
        const auto& texts = stage.ui.registry.texts();
        return std::ranges::any_of(texts, [&](const TextPiece& p) { return p.text == text; });
    }
};

bool near(double a, double b) { return std::abs(a / b - 1) < 1e-9; }

}  // namespace

TEST_CASE("a logarithmic x has 1, 2, 5 inside a decade, whole labels apart at any zoom",
          "[plot][log]") {
    LogPlot p;
    p.view.x = Range{1, 10};
    std::vector<std::string> labels;
    for (const Tick& tick : p.frame().columns) labels.push_back(tick.label);
    CHECK(labels == std::vector<std::string>{"1", "2", "5", "10"});
    std::mt19937 generator(4);
    const auto share = [&] { return static_cast<double>(generator()) / 4294967296.0; };
    for (int round = 0; round < 2000; ++round) {
        const double low = std::pow(10, share() * 10 - 7);
        p.view.x = Range{low, low * std::pow(10, 0.01 + share() * share() * 9)};
        const PlotFrame frame = p.frame();
        INFO(p.view.x->low << " to " << p.view.x->high);
        REQUIRE(frame.x.log);
        REQUIRE_FALSE(frame.columns.empty());
        for (std::size_t i = 1; i < frame.columns.size(); ++i) {
            const Tick &before = frame.columns[i - 1], &after = frame.columns[i];
            const auto half = [&](const Tick& tick) {
                return p.stage.ui.fonts.width(Font::NumberTiny, tick.label.c_str()) / 2;
            };
            REQUIRE(frame.px(before.value) + half(before) + 4 <=
                    frame.px(after.value) - half(after));
        }
    }
    p.view.x = Range{-1, 10};  // where it has no place the axis is even
    CHECK_FALSE(p.frame().x.log);
}

TEST_CASE("on a logarithmic x the wheel zooms at the cursor and back exactly", "[plot][log]") {
    LogPlot p;
    const ImVec2 mouse = ImFloor({p.frame().px(30), 300});
    p.stage.moveTo(mouse, p.draw);
    const double before = p.xUnder(mouse);
    for (int i = 0; i < 5; ++i) p.wheel(1);
    REQUIRE(p.view.x);
    CHECK(p.view.x->low > 1.5);
    CHECK(near(p.xUnder(mouse), before));
    for (int i = 0; i < 5; ++i) p.wheel(-1);
    CHECK_FALSE(p.view.zoomed());
    for (int i = 0; i < 200; ++i) p.wheel(-5);  // far out: still an axis
    CHECK(p.frame().x.log);
    CHECK(std::isfinite(p.frame().x.range.span()));
    p.stage.press(ImGuiKey_Home, p.draw);
    CHECK(p.frame().x.range == p.spec.fitX);
}

TEST_CASE("a small zoom at the low end of many decades is not taken for none", "[plot][log]") {
    LogPlot p;
    p.spec.fitX = {1e-6, 1e3};
    const ImRect inner = p.frame().inner;
    p.stage.moveTo({inner.Max.x - 1, inner.Max.y + 10}, p.draw);
    p.wheel(1);
    REQUIRE(p.view.x);
    CHECK(p.view.x->low > 1e-5);
    CHECK(p.view.x->high > 900);
}

TEST_CASE("dragging keeps the ratio of a logarithmic x, a box is what it went over",
          "[plot][log]") {
    LogPlot p;
    const PlotFrame frame = p.frame();
    p.stage.drag({frame.px(100), 300}, {frame.px(10), 300}, p.draw);
    REQUIRE(p.view.x);
    CHECK(near(p.view.x->high / p.view.x->low, 1000));
    CHECK(p.view.x->low > 8);
    CHECK(p.view.x->low < 10.5);
    p.view.fit();
    p.stage.drag({frame.px(2), frame.py(0.5)}, {frame.px(200), frame.py(2)}, p.draw,
                 ImGuiMouseButton_Right);
    REQUIRE(p.view.x);
    CHECK(std::abs(std::log(p.view.x->low / 2)) < 0.03);
    CHECK(std::abs(std::log(p.view.x->high / 200)) < 0.03);
}

TEST_CASE(
    "between two points of a logarithmic x the card is on the drawn line, a step at the nearest",
    "[plot][log]") {
    const std::vector<PlotPoint> points{{-1, 9}, {0, 9}, {1, 0}, {100, 2}};
    Series series{.points = points};
    const Axis axis{{1, 100}, true};
    CHECK(pointAt(series, 10, axis).value() == PlotPoint{10, 1});
    CHECK_FALSE(pointAt(series, 0.5, axis));
    series.stepped = true;
    CHECK(pointAt(series, 9, axis).value() == points[2]);
    CHECK(pointAt(series, 11, axis).value() == points[3]);
    CHECK(pointAt(series, 11).value() == points[2]);  // along an even axis

    LogPlot p;
    p.spec.snapX = true;
    p.points = {{0, -1}, {1, 0}, {10, 1}, {1000, 3}};
    p.spec.series[0].points = p.points;
    p.stage.moveTo({p.frame().px(80), 300}, p.draw);
    CHECK(p.shows("10.000"));
    CHECK(p.shows("1.0000"));
    p.stage.moveTo({p.frame().px(150), 300}, p.draw);
    CHECK(p.shows("1000.000"));
    CHECK(p.shows("3.0000"));
}

TEST_CASE("a line over a logarithmic x is straight where it should be, and begins where x does",
          "[plot][log]") {
    LogPlot p;
    int seen = 0;
    p.stage.frame([&] {
        const PlotFrame frame = p.frame();
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const int before = list.VtxBuffer.Size;
        drawSeries(p.stage.ui, frame, p.spec.series[0], p.view);
        for (int i = before; i < list.VtxBuffer.Size; ++i) {
            const ImVec2 at = list.VtxBuffer[i].pos - frame.inner.Min;
            ++seen;
            REQUIRE(std::abs(at.x / frame.inner.GetWidth() - (1 - at.y / frame.inner.GetHeight())) <
                    0.02f);
        }
    });
    CHECK(seen > 300);
    const std::string drawing = svgOf(p.stage.ui, {600, 400}, p.spec, p.view);
    const PlotFrame frame(p.stage.ui, {{0, 26}, {600, 400}}, p.spec, p.view);
    char start[32];
    std::snprintf(start, sizeof start, "M%.2f %.2f", static_cast<double>(frame.px(1)),
                  static_cast<double>(frame.py(0)));
    CHECK(drawing.find(start) != std::string::npos);
    CHECK(drawing.find("nan") == std::string::npos);
    for (const char* label : {">1</text>", ">10</text>", ">100</text>", ">1000</text>"})
        CHECK(drawing.find(label) != std::string::npos);
}

TEST_CASE("thinning along a logarithmic x keeps each column's extremes", "[plot][log]") {
    std::mt19937 generator(5);
    std::vector<PlotPoint> points(100'000);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {static_cast<double>(i), static_cast<double>(generator() % 1000)};
    points[60'000].y = 1e6;
    points[90'000].y = -1e6;
    constexpr std::size_t columns = 100;
    const Axis axis{{1, 1e5}, true};
    const auto thin = decimate(points, axis.range, columns, true);
    REQUIRE(thin.size() <= 4 * columns);
    CHECK(thin.front().x == 1);  // 0 has no place
    std::vector<Range> all(columns, {1e9, -1e9}), left = all;
    const auto count = [&](std::vector<Range>& into, const PlotPoint& p) {
        if (p.x < 1) return;
        Range& range = into[static_cast<std::size_t>(axis.share(p.x) * columns)];
        range = {std::min(range.low, p.y), std::max(range.high, p.y)};
    };
    for (const PlotPoint& p : points) count(all, p);
    for (const PlotPoint& p : thin) count(left, p);
    CHECK(all == left);
    // The first decade has ten points, all of which are there.
    CHECK(std::ranges::count_if(thin, [](const PlotPoint& p) { return p.x <= 10; }) == 10);
}

TEST_CASE("charts are drawn over a logarithmic x on request, from the first step on",
          "[charts][log]") {
    Trained bench({1440, 900, 1, true});
    const auto chartShows = [&](const char* chart, const char* text, bool below = true) {
        const json list = bench.widgets();
        const json* w = bench.find(list, chart);
        REQUIRE(w);
        const ImVec2 corner((*w)["x"].get<float>(), (*w)["y"].get<float>());
        const ImRect box(corner,
                         corner + ImVec2((*w)["width"].get<float>(), (*w)["height"].get<float>()));
        return std::ranges::any_of(bench.app->texts(), [&](const TextPiece& piece) {
            return piece.text == text && box.Contains(piece.rect.GetCenter()) &&
                   (!below || piece.rect.GetCenter().y > box.Max.y - 22);
        });
    };
    CHECK(chartShows("Loss chart", "0.0"));
    choose(bench, "Chart view", "x on a logarithmic axis");
    CHECK_FALSE(chartShows("Loss chart", "0.0"));
    for (const char* label : {"0.5", "1", "2"})
        CHECK(chartShows("Loss chart", label));  // three steps an epoch: from 1/3 on
    CHECK(valueOf(bench, "validation") == "true");
    // The list was over the chart, and so is the mouse: its card may lie on a label.
    ImGui::GetIO().AddMousePosEvent(5, 5);
    bench.frames(2);
    bench.check();
    REQUIRE(bench.click("Accuracy"));
    bench.check();
    bench.pointAt("Accuracy chart");
    CHECK(chartShows("Accuracy chart", "1.0000", false));  // the card's epoch: sqrt(1/3 * 3)
    choose(bench, "Chart view", "x on a logarithmic axis  \u2713");
    CHECK(chartShows("Accuracy chart", "0.0"));
    CHECK(valueOf(bench, "Fit") == "nothing");
}

}  // namespace squash::ui::test
