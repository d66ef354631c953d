// A plot under mouse and keys, and what it does with values that are not numbers or far away.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <set>

#include "stage.hpp"
#include "ui/plot/frame.hpp"

namespace squash::ui::test {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const ImRect kBox(100, 100, 700, 500);

// A plot on a stage: its view, and the frame it is drawn in.
struct Plotted {
    Stage stage;
    PlotView view;
    std::vector<PlotPoint> points;
    PlotSpec spec;

    Plotted() {
        for (int i = 0; i <= 100; ++i) points.push_back({i * 0.1, std::sin(i * 0.1)});
        spec.label = "Chart";
        spec.xName = "x";
        spec.fitX = {0, 10};
        spec.fitY = {-1.2, 1.3};
        update();
        stage.frame(draw);
    }
    void update() {
        Series series;
        series.name = "line";
        series.points = points;
        spec.series = {series};
    }
    std::function<void()> draw = [this] { plot(stage.ui, kBox, spec, view); };
    PlotFrame frame() const { return {stage.ui, kBox, spec, view}; }
    ImVec2 at(double x, double y) const { return {frame().px(x), frame().py(y)}; }
    void wheel(float notches) {
        ImGui::GetIO().AddMouseWheelEvent(0, notches);
        stage.frames(2, draw);
    }
    double xUnder(ImVec2 mouse) const {
        const PlotFrame f = frame();
        return f.x.at((mouse.x - f.inner.Min.x) / f.inner.GetWidth());
    }
};

}  // namespace

TEST_CASE("the wheel zooms at the cursor, and back again exactly", "[plot]") {
    for (const bool log : {false, true}) {
        INFO((log ? "log" : "linear"));
        Plotted p;
        if (log) p.spec.logY = true, p.spec.fitY = {0.01, 3};
        const ImVec2 mouse = ImFloor(p.at(3, log ? 0.5 : 0.2));  // as Dear ImGui takes it
        p.stage.moveTo(mouse, p.draw);
        const double before = p.xUnder(mouse);
        for (int i = 0; i < 5; ++i) p.wheel(1);
        REQUIRE(p.view.zoomed());
        CHECK(p.view.x->span() < 5);
        CHECK(std::abs(p.xUnder(mouse) - before) < 1e-9);
        CHECK(p.stage.ui.registry.find("Fit") != nullptr);
        for (int i = 0; i < 5; ++i) p.wheel(-1);
        CHECK_FALSE(p.view.zoomed());
        CHECK(p.frame().x.range == p.spec.fitX);
        CHECK(p.frame().y.range == p.spec.fitY);
        CHECK(p.stage.ui.registry.find("Fit") == nullptr);
    }
}

TEST_CASE("over an axis the wheel zooms only that one", "[plot]") {
    Plotted p;
    const ImRect inner = p.frame().inner;
    p.stage.moveTo({inner.GetCenter().x, inner.Max.y + 10}, p.draw);
    p.wheel(2);
    CHECK(p.view.x);
    CHECK_FALSE(p.view.y);
    p.view.fit();
    p.stage.moveTo({inner.Min.x - 10, inner.GetCenter().y}, p.draw);
    p.wheel(2);
    CHECK_FALSE(p.view.x);
    CHECK(p.view.y);
}

TEST_CASE("dragging moves the values with the mouse", "[plot]") {
    Plotted p;
    const ImVec2 from = p.at(5, 0), to = p.at(3, 0.5);
    const double start = p.xUnder(from);
    p.stage.drag(from, to, p.draw);
    REQUIRE(p.view.zoomed());
    // The first three pixels decide that it is a drag at all.
    CHECK(std::abs(p.xUnder(to) - start) < 10 * 4 / p.frame().inner.GetWidth());
    CHECK(std::abs(p.view.x->span() - 10) < 1e-6);
}

TEST_CASE("a click keeps the card of its place, another one lets it go, a drag does neither",
          "[plot]") {
    Plotted p;
    p.stage.ui.registry.recordTexts = true;
    const auto hasCard = [&] {
        return std::ranges::any_of(p.stage.ui.registry.texts(),
                                   [](const TextPiece& piece) { return piece.text == "line"; });
    };
    const ImVec2 at = ImFloor(p.at(4, 0));
    p.stage.click(at, p.draw);
    REQUIRE(p.view.pinned);
    CHECK(std::abs(*p.view.pinned - p.xUnder(at)) < 1e-9);
    p.stage.moveTo({20, 20}, p.draw);
    CHECK(hasCard());
    const double kept = *p.view.pinned;
    p.stage.drag(p.at(5, 0), p.at(4.5, 0), p.draw);
    CHECK(*p.view.pinned == kept);
    p.stage.click(p.at(7, 0.5), p.draw);
    CHECK_FALSE(p.view.pinned);
    p.stage.moveTo({20, 20}, p.draw);
    CHECK_FALSE(hasCard());
}

TEST_CASE("fit: by double click, by Home, by its button", "[plot]") {
    Plotted p;
    const ImVec2 middle = p.frame().inner.GetCenter();
    const auto zoomIn = [&] {
        p.stage.moveTo(middle, p.draw);
        p.wheel(3);
        REQUIRE(p.view.zoomed());
    };
    zoomIn();
    for (const bool down : {true, false, true, false}) {
        ImGui::GetIO().AddMouseButtonEvent(0, down);
        p.stage.frame(p.draw);
    }
    p.stage.frames(2, p.draw);
    CHECK_FALSE(p.view.zoomed());
    zoomIn();
    p.stage.press(ImGuiKey_Home, p.draw);
    CHECK_FALSE(p.view.zoomed());
    zoomIn();
    const Widget* fit = p.stage.ui.registry.find("Fit");
    REQUIRE(fit);
    p.stage.frames(60, p.draw);  // not a double click with what came before
    p.stage.click(fit->rect.GetCenter(), p.draw);
    CHECK_FALSE(p.view.zoomed());
}

TEST_CASE("a right drag shows the box it went over, a short one nothing", "[plot]") {
    Plotted p;
    p.stage.drag(p.at(2, -0.5), p.at(6, 0.75), p.draw, ImGuiMouseButton_Right);
    REQUIRE(p.view.x);
    REQUIRE(p.view.y);
    CHECK(std::abs(p.view.x->low - 2) < 0.03);
    CHECK(std::abs(p.view.x->high - 6) < 0.03);
    CHECK(std::abs(p.view.y->low + 0.5) < 0.01);
    CHECK(std::abs(p.view.y->high - 0.75) < 0.01);
    p.view.fit();
    const ImVec2 at = p.at(5, 0);
    p.stage.drag(at, at + ImVec2(4, 40), p.draw, ImGuiMouseButton_Right);
    CHECK_FALSE(p.view.zoomed());
}

TEST_CASE("zooming has an end while numbers still differ", "[plot]") {
    Plotted p;
    p.stage.moveTo(p.at(7.3, 0.8), p.draw);
    for (int i = 0; i < 150; ++i) p.wheel(5);
    const Range in = p.frame().x.range;
    CHECK(in.span() > 0);
    CHECK(linearTicks(in, 500, 56).size() >= 2);
    for (int i = 0; i < 400; ++i) p.wheel(-5);
    const Range out = p.frame().x.range;
    CHECK(std::isfinite(out.span()));
    CHECK(out.span() < 1e12);
    p.stage.press(ImGuiKey_Home, p.draw);
    CHECK(p.frame().x.range == p.spec.fitX);
}

TEST_CASE("labels of neighbouring ticks differ, however far zoomed in or out", "[plot]") {
    std::mt19937 generator(2);
    const auto share = [&] { return static_cast<double>(generator()) / 4294967296.0; };
    for (int round = 0; round < 3000; ++round) {
        const double middle = (share() - 0.5) * 20, span = std::pow(10, share() * 13 - 6);
        const Range range{middle - span / 2, middle + span / 2};
        std::set<std::string> labels;
        const auto ticks = linearTicks(range, 600, 56);
        for (const Tick& tick : ticks) labels.insert(tick.label);
        INFO(range.low << " to " << range.high);
        REQUIRE(ticks.size() >= 2);
        REQUIRE(labels.size() == ticks.size());
        for (const Tick& tick : ticks) {
            REQUIRE(tick.value >= range.low - span * 1e-6);
            REQUIRE(tick.value <= range.high + span * 1e-6);
            REQUIRE(std::abs(std::stod(tick.label) - tick.value) <= span * 1e-3);
        }
    }
}

TEST_CASE("ticks of a log axis keep apart, and there are two where any fit", "[plot]") {
    std::mt19937 generator(3);
    const auto share = [&] { return static_cast<double>(generator()) / 4294967296.0; };
    for (int round = 0; round < 3000; ++round) {
        const double low = std::pow(10, share() * 8 - 6), decades = 0.05 + share() * 7;
        const Range range{low, low * std::pow(10, decades)};
        const double pixels = 80 + share() * 600;
        const Axis axis{range, true};
        const auto ticks = logTicks(range, pixels, 36);
        INFO(range.low << " to " << range.high << " in " << pixels);
        if (pixels > 150) REQUIRE_FALSE(ticks.empty());
        for (std::size_t i = 1; i < ticks.size(); ++i)
            REQUIRE((axis.share(ticks[i].value) - axis.share(ticks[i - 1].value)) * pixels > 14);
    }
}

TEST_CASE("thinning: what is no number hides no extreme", "[plot]") {
    std::vector<PlotPoint> points;
    for (int i = 0; i < 20000; ++i) points.push_back({i * 0.01, i % 3 == 0 ? kNan : i % 7});
    points[700].y = 50;
    points[703].y = -50;
    points[1501].y = std::numeric_limits<double>::infinity();
    const auto thin = decimate(points, {0, 200}, 20);
    REQUIRE(thin.size() <= 4 * 20 + 2);
    const auto has = [&](double y) {
        return std::any_of(thin.begin(), thin.end(), [&](const PlotPoint& p) { return p.y == y; });
    };
    CHECK(has(50));
    CHECK(has(-50));
    CHECK(has(std::numeric_limits<double>::infinity()));
    CHECK(has(6));
    CHECK(has(0));
}

TEST_CASE("a line with values that are no numbers is drawn with gaps, within its plot", "[plot]") {
    Plotted p;
    p.points[20].y = kNan;
    p.points[40].y = std::numeric_limits<double>::infinity();
    p.points[41].y = -std::numeric_limits<double>::infinity();
    p.update();
    int drawn = 0;
    p.stage.frame([&] {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const int before = list.VtxBuffer.Size;
        drawSeries(p.stage.ui, p.frame(), p.spec.series[0], p.view);
        drawn = list.VtxBuffer.Size - before;
        for (int i = before; i < list.VtxBuffer.Size; ++i) {
            REQUIRE(std::isfinite(list.VtxBuffer[i].pos.x));
            REQUIRE(std::isfinite(list.VtxBuffer[i].pos.y));
        }
    });
    CHECK(drawn > 300);
}

TEST_CASE("a steep line is drawn where it is, also when zoomed far in", "[plot]") {
    // From (0, 0) to (10, 1e6): at y = 5e5 it is at x = 5, and nowhere else near.
    Plotted p;
    p.points = {{0, 0}, {10, 1e6}};
    p.update();
    p.view.x = Range{4, 6};
    p.view.y = Range{499'900, 500'100};
    for (const Dash dash : {Dash::Solid, Dash::Dashed}) {
        p.spec.series[0].dash = dash;
        int seen = 0;
        p.stage.frame([&] {
            ImDrawList& list = *ImGui::GetWindowDrawList();
            const PlotFrame frame = p.frame();
            const int before = list.VtxBuffer.Size;
            drawSeries(p.stage.ui, frame, p.spec.series[0], p.view);
            CHECK(list.VtxBuffer.Size - before < 20000);
            for (int i = before; i < list.VtxBuffer.Size; ++i) {
                ++seen;
                CHECK(std::abs(list.VtxBuffer[i].pos.x - frame.px(5)) < 6);
            }
        });
        CHECK(seen > 0);
    }
}

TEST_CASE("the card at the cursor has every line's value", "[plot]") {
    Plotted p;
    p.stage.ui.registry.recordTexts = true;
    p.stage.moveTo(p.at(5, 0), p.draw);
    const auto& texts = p.stage.ui.registry.texts();
    const auto shown = [&](const std::string& text) {
        return std::any_of(texts.begin(), texts.end(),
                           [&](const TextPiece& piece) { return piece.text == text; });
    };
    CHECK(shown("line"));
    const double x = p.xUnder(ImGui::GetIO().MousePos);
    char value[32];
    std::snprintf(value, sizeof value, "%.4f", pointAt(p.spec.series[0], x).value().y);
    CHECK(shown(value));
    p.view.hidden.push_back("line");
    p.stage.frames(2, p.draw);
    CHECK_FALSE(shown(value));
}

}  // namespace squash::ui::test
