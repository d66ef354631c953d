// The plot's arithmetic: ticks, thinning, mapping and strokes.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "stage.hpp"
#include "ui/plot/decimate.hpp"
#include "ui/plot/frame.hpp"
#include "ui/plot/strokes.hpp"

namespace squash::ui::test {
namespace {

using Catch::Matchers::WithinRel;

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
    std::vector<std::string> texts;
    for (const Tick& tick : ticks) texts.push_back(tick.label);
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("linear ticks are 1, 2 or 5 times a power of ten", "[plot]") {
    CHECK(labels(linearTicks({0, 10}, 500, 50)) ==
          Texts{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"});
    CHECK(labels(linearTicks({0, 1}, 250, 50)) == Texts{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"});
    CHECK(labels(linearTicks({-8, 8}, 300, 60)) == Texts{"-5", "0", "5"});
    CHECK(labels(linearTicks({0, 2e6}, 200, 60)) == Texts{"0", "1e+06", "2e+06"});
    for (const double span : {1e-9, 3e-4, 0.7, 12.0, 4.5e5, 1e12})
        for (const double low : {-3.3, 0.0, 17.2}) {
            const Range range{low * span, low * span + span};
            const auto ticks = linearTicks(range, 400, 50);
            INFO(span << " from " << low);
            REQUIRE(ticks.size() >= 2);
            REQUIRE(ticks.size() <= 9);
            for (std::size_t i = 1; i < ticks.size(); ++i) {
                const double pixels = (ticks[i].value - ticks[i - 1].value) / span * 400;
                CHECK(pixels >= 50 * (1 - 1e-6));
            }
        }
}

TEST_CASE("an axis that cannot be divided has no ticks and ends", "[plot]") {
    CHECK(linearTicks({1, 1}, 400, 50).empty());
    CHECK(linearTicks({2, 1}, 400, 50).empty());
    CHECK(linearTicks({std::nan(""), 1}, 400, 50).empty());
    CHECK(linearTicks({0, 1}, 10, 50).empty());
    // Finer than doubles are there: the step is lost in the value.
    CHECK(linearTicks({1e17, 1e17 + 16}, 400, 5).size() < 200);
    CHECK(linearTicks({0, std::numeric_limits<double>::infinity()}, 400, 50).empty());
}

TEST_CASE("a log axis shows 1, 2, 5 inside one decade and powers over many", "[plot]") {
    CHECK(labels(logTicks({1, 10}, 400, 40)) == Texts{"1", "2", "5", "10"});
    CHECK(labels(logTicks({0.1, 1}, 400, 40)) == Texts{"0.1", "0.2", "0.5", "1"});
    CHECK(labels(logTicks({1, 1e4}, 200, 40)) == Texts{"1", "10", "100", "1000", "10000"});
    CHECK(logTicks({1, 1e12}, 200, 40).size() <= 6);
    CHECK(logTicks({2.1, 2.9}, 400, 60).size() >= 2);  // linear where no 1-2-5 falls in
    CHECK(logTicks({0, 10}, 400, 40).empty());
    CHECK(logTicks({-1, 10}, 400, 40).empty());
}

TEST_CASE("axis labels are whole and apart however deep the zoom", "[plot]") {
    Stage stage;
    stage.frame([] {});
    const ImRect box(100, 100, 700, 500);
    for (const Range& range : {Range{0, 10}, Range{4.123, 4.1231}, Range{-3.00001, -3},
                               Range{99'999.5, 100'000}, Range{-2e-7, 2e-7}}) {
        INFO(range.low << " to " << range.high);
        PlotSpec spec;
        spec.rightAxis = true;
        spec.fitX = spec.fitY = spec.fitRight = range;
        const PlotFrame frame(stage.ui, box, spec, {});
        const auto width = [&](const Tick& tick) {
            return stage.ui.fonts.width(Font::NumberTiny, tick.label.c_str());
        };
        REQUIRE(frame.rows.size() >= 2);
        REQUIRE(frame.columns.size() >= 2);
        for (const Tick& tick : frame.rows) CHECK(width(tick) + 8 <= frame.inner.Min.x - box.Min.x);
        for (const Tick& tick : frame.rightRows)
            CHECK(width(tick) + 8 <= box.Max.x - frame.inner.Max.x);
        for (std::size_t i = 1; i < frame.columns.size(); ++i) {
            const Tick &before = frame.columns[i - 1], &after = frame.columns[i];
            CHECK(before.label != after.label);
            CHECK(frame.px(before.value) + width(before) / 2 + 4 <=
                  frame.px(after.value) - width(after) / 2);
        }
    }
}

TEST_CASE("nice steps are not below what was asked", "[plot]") {
    CHECK_THAT(niceStep(0.11), WithinRel(0.2, 1e-12));
    CHECK_THAT(niceStep(0.2), WithinRel(0.2, 1e-12));
    CHECK_THAT(niceStep(3), WithinRel(5.0, 1e-12));
    CHECK_THAT(niceStep(7), WithinRel(10.0, 1e-12));
}

TEST_CASE("thinning a million points keeps each column's extremes", "[plot]") {
    std::mt19937 generator(5);
    std::vector<PlotPoint> points(1'000'000);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {static_cast<double>(i), static_cast<double>(generator() % 1000)};
    points[123'456].y = 1e6;
    points[765'432].y = -1e6;
    constexpr std::size_t columns = 500;
    const Range range{0, 1e6};
    const auto thin = decimate(points, range, columns);
    REQUIRE(thin.size() <= 4 * columns + 4);
    CHECK(thin.front() == points.front());
    CHECK(thin.back() == points.back());
    // Every column's lowest and highest value are among what is left.
    std::size_t at = 0;
    for (std::size_t c = 0; c < columns; ++c) {
        double low = 1e9, high = -1e9, thinLow = 1e9, thinHigh = -1e9;
        for (std::size_t i = c * 2000; i < (c + 1) * 2000; ++i) {
            low = std::min(low, points[i].y);
            high = std::max(high, points[i].y);
        }
        for (; at < thin.size() && thin[at].x < static_cast<double>((c + 1) * 2000); ++at) {
            thinLow = std::min(thinLow, thin[at].y);
            thinHigh = std::max(thinHigh, thin[at].y);
        }
        CHECK(low == thinLow);
        CHECK(high == thinHigh);
    }
    for (std::size_t i = 1; i < thin.size(); ++i) REQUIRE(thin[i - 1].x < thin[i].x);
}

TEST_CASE("thinning leaves few points alone, and one neighbour outside", "[plot]") {
    std::vector<PlotPoint> points;
    for (int i = 0; i < 20; ++i) points.push_back({static_cast<double>(i), 1.0 * i * i});
    CHECK(decimate(points, {0, 19}, 100) == points);
    const auto part = decimate(points, {4.5, 9.5}, 100);
    CHECK(part.front().x == 4);
    CHECK(part.back().x == 10);
    CHECK(decimate({}, {0, 1}, 100).empty());
}

TEST_CASE("axes map there and back", "[plot]") {
    for (const Axis& axis : {Axis{{-3, 9}, false}, Axis{{1e-3, 1e2}, true}})
        for (const double share : {-0.5, 0.0, 0.25, 1.0, 1.5})
            CHECK_THAT(axis.share(axis.at(share)) + 10, WithinRel(share + 10, 1e-12));
    // Zooming in at a place and out again returns.
    const Axis axis{{-8, 8}, false};
    const Axis inner{axis.between(0.2, 0.6), false};
    const Range back = inner.between(-0.5, 2.0);
    CHECK_THAT(back.low, WithinRel(-8.0, 1e-12));
    CHECK_THAT(back.high, WithinRel(8.0, 1e-12));
}

TEST_CASE("between two points there is a mean or the nearest of them, outside nothing", "[plot]") {
    const std::vector<PlotPoint> points{{0, 1}, {2, 5}, {3, 5}};
    Series series;
    series.points = points;
    CHECK(pointAt(series, 1).value() == PlotPoint{1, 3});
    CHECK(pointAt(series, 2).value() == PlotPoint{2, 5});
    CHECK_FALSE(pointAt(series, -0.1));
    CHECK_FALSE(pointAt(series, 3.1));
    series.stepped = true;
    CHECK(pointAt(series, 0.9).value() == PlotPoint{0, 1});
    CHECK(pointAt(series, 1.1).value() == PlotPoint{2, 5});
}

TEST_CASE("labels that would overlap are moved apart, in order and inside", "[plot]") {
    std::vector<float> centers{50, 51, 49, 120};
    separate(centers, 12, {10, 125});
    CHECK(centers[2] + 12 <= centers[0] + 1e-3f);
    CHECK(centers[0] + 12 <= centers[1] + 1e-3f);
    CHECK(centers[3] <= 125);
    // No farther than they must be, to both sides alike.
    CHECK(centers == std::vector<float>{50, 62, 38, 120});
    std::vector<float> bunch(5, 80);
    separate(bunch, 10, {10, 125});
    CHECK(bunch == std::vector<float>{60, 70, 80, 90, 100});
    std::vector<float> low{120, 124, 125};
    separate(low, 12, {10, 125});
    CHECK(low[2] <= 125);
    CHECK(low[1] <= low[2] - 12 + 1e-3f);
}

TEST_CASE("sharp turns of a thick line do not spike", "[plot]") {
    test::Context context;
    ImGui::GetIO().Fonts->AddFontDefault();
    ImGui::NewFrame();
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const std::vector<ImVec2> points{{100, 100}, {200, 101}, {100, 102}, {200, 103}};
    for (const Dash dash : {Dash::Solid, Dash::Dashed, Dash::Dotted, Dash::DashDot}) {
        const int before = list.VtxBuffer.Size;
        strokeLine(list, points, {IM_COL32_WHITE, 4, dash});
        REQUIRE(list.VtxBuffer.Size > before);
        for (int i = before; i < list.VtxBuffer.Size; ++i) {
            const ImVec2 at = list.VtxBuffer[i].pos;
            CHECK(at.x > 96);
            CHECK(at.x < 204);
            CHECK(at.y > 96);
            CHECK(at.y < 107);
        }
    }
    // A dashed line far beyond the screen costs no millions of dashes.
    const int before = list.VtxBuffer.Size;
    const std::vector<ImVec2> far{{0, 0}, {1e8f, 10}};
    strokeLine(list, far, {IM_COL32_WHITE, 2, Dash::Dashed});
    CHECK(list.VtxBuffer.Size - before < 100000);
    ImGui::EndFrame();
}

}  // namespace squash::ui::test
