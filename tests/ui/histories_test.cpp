// Units over time and the spread through depth: in any rectangle that they may get, with the numbers that they were
// given.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "page.hpp"
#include "ui/panels/spread.hpp"
#include "ui/panels/unit_history.hpp"

namespace squash::ui::test {
namespace {

const std::vector<std::string> kLayers{"Conv2D 1", "Conv2D 2", "Conv2D 3", "Dense 1", "Dense 2"};

std::vector<std::string> denseNames(std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= count; ++i) names.push_back("Dense " + std::to_string(i));
    return names;
}

LayerUnits unitsOf(std::size_t layer, std::size_t units, std::size_t dead) {
    LayerUnits made{layer, units > 0 ? 100u : 0u, {}, {}};
    for (std::size_t i = 0; i < units; ++i) {
        made.saturated.push_back(i < dead ? 100 : 20);
        made.flat.push_back(i < dead ? 100 : 0);
    }
    return made;
}

UnitHistory unitHistory(std::size_t layers, std::size_t units) {
    UnitHistory history;
    for (std::uint64_t look = 0; look < 20; ++look) {
        std::vector<LayerUnits> all;
        for (std::size_t i = 0; i < layers; ++i)
            all.push_back(unitsOf(i, units, look < 10 ? std::min<std::size_t>(units, 5) : 3));
        history.append(1 + look * 12'345, all);
    }
    return history;
}

std::shared_ptr<const DepthSpread> spreadOf(std::size_t layers) {
    DepthSpread spread{256, {}};
    for (std::size_t i = 0; i < layers; ++i) {
        const double far = static_cast<double>(layers - 1 - i);
        const bool last = i + 1 == layers;
        spread.layers.push_back({i, 1.25 * std::pow(0.9, far),
                                 last ? std::numeric_limits<double>::quiet_NaN() : 0.625,
                                 2e-3 * std::pow(0.3, far), 1e-4});
    }
    return std::make_shared<const DepthSpread>(std::move(spread));
}

}  // namespace

TEST_CASE("units over time fit everywhere, with the dead and those that came back",
          "[histories][layout]") {
    inEverySize([](Page& page) {
        for (const std::size_t layers : {1u, 4u, 10u, 30u}) {
            INFO(layers << " layers");
            const UnitHistory history = unitHistory(layers, 1024);
            const auto draw = [&] {
                drawUnitHistory(page.stage.ui, page.heatMaps, page.area,
                                {&history, denseNames(layers)});
            };
            page.show(draw);
            page.check();
            CHECK(page.value("Units over time of Dense 1") == "3 dead, 2 came back");
            CHECK(page.value("Flat inputs over the steps") == "steps 1 to 234,556, 20 moments");
            const std::string all = unitHistoryText(allLayers(history.newest()));
            CHECK((page.shows("3 dead, 2 came back") ||
                   page.shows(all + " in all " + std::to_string(layers) + " layers")));
        }
    });
}

TEST_CASE("a layer without f' says so beside the others' units", "[histories]") {
    Page page;
    UnitHistory history;
    history.append(1, {unitsOf(0, 6, 1), unitsOf(1, 0, 0)});
    page.show([&] {
        drawUnitHistory(page.stage.ui, page.heatMaps, page.area, {&history, denseNames(2)});
    });
    page.check();
    CHECK(page.shows("1 dead, 0 came back"));
    CHECK(page.shows("no f' of its own"));
    // Names of another network: nothing is drawn of this one.
    page.show([&] {
        drawUnitHistory(page.stage.ui, page.heatMaps, page.area, {&history, denseNames(3)});
    });
    CHECK_FALSE(page.shows("1 dead, 0 came back"));
}

TEST_CASE("the spread fits everywhere and shows its numbers at the pointer",
          "[histories][layout]") {
    inEverySize([](Page& page) {
        for (const std::size_t layers : {2u, 5u, 31u}) {
            INFO(layers << " layers");
            SpreadPanel panel;
            const SpreadView view{spreadOf(layers), layers == 5 ? kLayers : denseNames(layers)};
            const auto draw = [&] { panel.draw(page.stage.ui, page.area, view); };
            ImGui::GetIO().AddMousePosEvent(-10, -10);
            page.show(draw);
            page.check();
            CHECK(page.shows(view.layers.front()));
            CHECK(page.value("Spread through depth").find("std of a 0.625") != std::string::npos);
            const Widget* plot = page.stage.ui.registry.find("Spread through depth");
            REQUIRE(plot);
            const ImRect box = plot->rect;
            page.stage.moveTo({box.Max.x - 20, box.GetCenter().y - 8}, draw);
            CHECK(page.shows(view.layers.back()));
            CHECK(page.shows("1.25"));
            CHECK(page.shows("0.002"));
            CHECK(page.shows("-"));  // the last layer has no a
        }
    });
}

TEST_CASE("what cannot stand on a logarithmic axis leaves a gap, and new numbers are fitted",
          "[histories]") {
    Page page;
    SpreadPanel panel;
    DepthSpread zero = *spreadOf(3);
    for (LayerSpread& layer : zero.layers) layer.preactivationGradientRms = 0;
    SpreadView view{std::make_shared<const DepthSpread>(zero), denseNames(3)};
    const auto draw = [&] { panel.draw(page.stage.ui, page.area, view); };
    page.show(draw);
    page.check();
    CHECK(page.value("Spread through depth").ends_with("RMS of dL/dz -, -, -"));
    const Widget* plot = page.stage.ui.registry.find("Spread through depth");
    REQUIRE(plot);
    page.stage.moveTo(plot->rect.GetCenter(), draw);
    ImGui::GetIO().AddMouseWheelEvent(0, 3);
    page.stage.frames(3, draw);
    CHECK(page.stage.ui.registry.find("Fit"));
    view.spread = spreadOf(3);
    page.stage.frames(3, draw);
    CHECK_FALSE(page.stage.ui.registry.find("Fit"));
}

TEST_CASE("units and spread tell what will be here", "[histories][layout]") {
    inEverySize([](Page& page) {
        page.show([&] { drawUnitHistory(page.stage.ui, page.heatMaps, page.area, {}); });
        page.check();
        SpreadPanel panel;
        page.show([&] { panel.draw(page.stage.ui, page.area, {}); });
        page.check();
    });
}

}  // namespace squash::ui::test
