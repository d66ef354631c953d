// Histograms of a layer's weights and gradients: their rows and axis, and the picture in any rectangle that it may get.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "page.hpp"
#include "ui/panels/histogram_bins.hpp"
#include "ui/panels/histograms.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui::test {
namespace {

const std::vector<std::string> kLayers{"Conv2D 1", "Conv2D 2", "Conv2D 3", "Dense 1", "Dense 2"};

std::vector<float> normal(std::size_t count, float deviation) {
    std::mt19937 generator(1);
    std::normal_distribution<float> draw(0, deviation);
    std::vector<float> values(count);
    for (float& value : values) value = draw(generator);
    return values;
}

// Weights around 0.05; gradients that vanish over the run.
HistogramHistory historyOf(std::size_t layer, std::size_t moments) {
    HistogramHistory history(layer);
    for (std::size_t i = 1; i <= moments; ++i)
        history.append(
            {i * 1000, histogramOf(normal(450, 0.05f)),
             histogramOf(normal(450, std::pow(10.0f, -3 - 5 * float(i) / float(moments))))});
    return history;
}

}  // namespace

TEST_CASE("histograms fit everywhere and show the layer's weights and gradients",
          "[histories][layout]") {
    inEverySize([](Page& page) {
        const HistogramHistory history = historyOf(1, 60);
        const auto draw = [&] {
            drawHistograms(page.stage.ui, page.heatMaps, page.area, {&history, kLayers, 1});
        };
        page.show(draw);
        page.check();
        CHECK(page.value("Histograms of") == "Conv2D 2");
        CHECK(page.value("Histograms note") == "450 weights, step 60,000");
        CHECK(page.value("Weights over the steps") == "steps 1,000 to 60,000, 60 moments");
        CHECK(page.value("Gradients now").starts_with("450 finite, "));
        CHECK(page.value("Weights range").find("0.1") != std::string::npos);
        CHECK(page.shows("0"));
        CHECK(page.shows("0.1"));
        CHECK(page.shows("-0.1"));
        // Where the gradients went, as far as there is room for it.
        const auto& texts = page.stage.ui.registry.texts();
        CHECK(std::ranges::any_of(
            texts, [](const TextPiece& piece) { return piece.text.starts_with("10\u207b"); }));
        if (page.area.GetHeight() >= 300) CHECK(page.shows("10\u207b\u2074"));
    });
}

TEST_CASE("histograms of nothing but zeros and of what is no number", "[histories][layout]") {
    inEverySize([](Page& page) {
        HistogramHistory history(0);
        std::vector<float> broken(100, std::numeric_limits<float>::quiet_NaN());
        broken[0] = -1e30f;
        history.append({7, histogramOf(broken), histogramOf(std::vector<float>(100, 0.0f))});
        const auto draw = [&] {
            drawHistograms(page.stage.ui, page.heatMaps, page.area, {&history, kLayers, 0});
        };
        page.show(draw);
        page.check();
        CHECK(page.shows("99 not finite"));
        CHECK(page.value("Weights now") == "1 finite, 1.0 % from -16 and beyond");
        CHECK(page.value("Gradients now").starts_with("100 finite, 100.0 % from -"));
    });
}

TEST_CASE("what is not there yet is told, and the layer can be chosen all the same",
          "[histories][layout]") {
    inEverySize([](Page& page) {
        const HistogramHistory other = historyOf(3, 2);
        for (const HistogramHistory* history :
             {static_cast<const HistogramHistory*>(nullptr), &other}) {
            std::optional<std::size_t> chosen;
            const auto draw = [&] {
                const auto now =
                    drawHistograms(page.stage.ui, page.heatMaps, page.area, {history, kLayers, 0});
                if (now) chosen = now;
            };
            page.show(draw);
            page.check();
            CHECK(page.value("Weights now") == "nothing");
            const Widget* list = page.stage.ui.registry.find("Histograms of");
            REQUIRE(list);
            page.stage.click(list->rect.GetCenter(), draw);
            const Widget* option = page.stage.ui.registry.find("Dense 1");
            REQUIRE(option);
            page.stage.click(option->rect.GetCenter(), draw);
            CHECK(chosen == 3);
        }
    });
}

TEST_CASE("pointing at a histogram tells step, size and share", "[histories]") {
    Page page;
    page.area.Max = {720, 320};
    const HistogramHistory history = historyOf(1, 4);
    const auto draw = [&] {
        page.heatMaps.beginFrame();
        drawHistograms(page.stage.ui, page.heatMaps, page.area, {&history, kLayers, 1});
    };
    page.show(draw);
    const Widget* map = page.stage.ui.registry.find("Weights over the steps");
    REQUIRE(map);
    const ImRect box = map->rect;
    page.stage.moveTo({box.Max.x - 3, box.GetCenter().y}, draw);
    page.stage.frames(60, draw);
    const BinRows rows = binRows(history.moments(), &WeightHistograms::weights);
    const double share = double(rows.valuesIn(history.newest().weights, rows.count() / 2)) / 450;
    CHECK(page.shows("Step 4,000: " + percent(share) + " of the weights lie from " +
                     rows.text(rows.count() / 2) + "."));
}

TEST_CASE("rows hold every value, mirror the signs and leave the seldom ones to the middle",
          "[histories]") {
    const HistogramHistory history = historyOf(0, 5);
    for (const HistogramOf which : {&WeightHistograms::weights, &WeightHistograms::gradients}) {
        const BinRows rows = binRows(history.moments(), which);
        CHECK(rows.count() < MagnitudeHistogram::kBins);
        for (const WeightHistograms& moment : history.moments()) {
            std::uint64_t all = 0;
            for (std::size_t row = 0; row < rows.count(); ++row)
                all += rows.valuesIn(moment.*which, row);
            CHECK(all == 450);
        }
    }
    CHECK(binRows(history.moments(), &WeightHistograms::weights).count() < 50);
    MagnitudeHistogram h = histogramOf(std::vector<float>{0.5f, 0.5f, -3.0f, 0.0f});
    const BinRows rows = binRows({{1, h, h}}, &WeightHistograms::weights);
    CHECK(rows.valuesIn(h, static_cast<std::size_t>(rows.rowOf(0.5001))) == 2);
    CHECK(rows.valuesIn(h, static_cast<std::size_t>(rows.rowOf(-3))) == 1);
    CHECK(rows.valuesIn(h, static_cast<std::size_t>(rows.rowOf(0))) == 1);
    CHECK(rows.text(static_cast<std::size_t>(rows.rowOf(-3))) == "-2.8 to -4");
    const auto ticks = binTicks(rows, 1);
    for (const BinTick& tick : ticks) {
        INFO(tick.label);
        CHECK(tick.row == rows.rowOf(std::stod(tick.label)));
        CHECK(std::stod(tick.label) <= 4);
    }
    CHECK(ticks.size() == 3);  // 1, 0, -1
}

}  // namespace squash::ui::test
