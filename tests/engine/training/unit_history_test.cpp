// Dead and revived units from look to look, against what a person counts.
#include "squash/training/unit_history.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>
#include <string_view>

namespace squash::test {
namespace {

// A letter a unit, of ten values each: d dead, s all saturated but not dead, a alive and nowhere saturated.
LayerUnits layerOf(std::size_t layer, std::string_view units) {
    LayerUnits made{layer, units.empty() ? 0u : 10u, {}, {}};
    for (const char unit : units) {
        made.saturated.push_back(unit == 'a' ? 0 : 10);
        made.flat.push_back(unit == 'd' ? 10 : 0);
    }
    return made;
}

void look(UnitHistory& history, std::uint64_t step, std::string_view first,
          std::string_view second = "aa") {
    history.append(step, {layerOf(0, first), layerOf(1, second)});
}

}  // namespace

TEST_CASE("a unit comes back to life when a look finds it alive that was dead",
          "[training][units]") {
    UnitHistory history;
    CHECK(history.empty());
    look(history, 1, "ddas");
    CHECK(history.newest().layers[0].units == 4);
    CHECK(history.newest().layers[0].dead == 2);
    CHECK(history.newest().layers[0].revived == 0);
    CHECK(history.newest().layers[0].saturatedShare == 0.75);
    look(history, 5, "adad");
    CHECK(history.newest().layers[0].dead == 2);
    CHECK(history.newest().layers[0].revived == 1);
    look(history, 9, "ddda", "da");  // the first one died again: it had come back all the same
    CHECK(history.newest().layers[0].dead == 3);
    CHECK(history.newest().layers[0].revived == 2);
    CHECK(history.newest().layers[1].dead == 1);
    look(history, 13, "aaaa", "aa");
    CHECK(history.newest().layers[0].dead == 0);
    CHECK(history.newest().layers[0].revived == 4);  // each once
    CHECK(history.newest().layers[1].revived == 1);
    const UnitCounts all = allLayers(history.newest());
    CHECK(all.units == 6);
    CHECK(all.dead == 0);
    CHECK(all.revived == 5);
    CHECK(all.saturatedShare == 0);
    CHECK(history.moments().size() == 4);
    CHECK(history.moments().front().layers[0].dead == 2);
}

TEST_CASE("thinning loses no unit that came back", "[training][units]") {
    constexpr std::size_t kUnits = 200;
    UnitHistory history;
    std::string units(kUnits, 'a');
    // Every unit is dead for one look of its own, at step 5, 15, ...; most of those moments are not kept.
    std::uint64_t step = 0;
    for (std::size_t unit = 0; unit < kUnits; ++unit)
        for (int rest = 0; rest < 10; ++rest) {
            units[unit] = rest == 4 ? 'd' : 'a';
            look(history, ++step, units);
        }
    CHECK(history.moments().size() <= Moments<UnitMoment>::kMost);
    CHECK(history.newest().step == kUnits * 10);
    CHECK(history.newest().layers[0].revived == kUnits);
    for (const UnitMoment& moment : history.moments()) {
        CHECK(moment.layers[0].revived == (moment.step + 4) / 10);
    }
}

TEST_CASE("a layer without f' has no units, and another network begins again",
          "[training][units]") {
    UnitHistory history;
    look(history, 1, "dd", "");
    look(history, 2, "aa", "");
    CHECK(history.newest().layers[1].units == 0);
    CHECK(std::isnan(history.newest().layers[1].saturatedShare));
    CHECK(history.newest().layers[0].revived == 2);
    CHECK(allLayers(history.newest()).saturatedShare == 0);
    look(history, 1, "dda", "");
    CHECK(history.moments().size() == 1);
    CHECK(history.newest().layers[0].revived == 0);
    CHECK(history.newest().layers[0].dead == 2);
}

}  // namespace squash::test
