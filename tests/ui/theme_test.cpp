// Colours that can be read, numbers as people read them.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>

#include "trained.hpp"
#include "ui/gl/heat_map.hpp"
#include "ui/panels/health.hpp"
#include "ui/theme/tokens.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {

TEST_CASE("contrast is WCAG's ratio", "[theme]") {
    CHECK_THAT(contrast(Color::hex(0), Color::hex(0xffffff)),
               Catch::Matchers::WithinRel(21.0, 1e-9));
    CHECK_THAT(contrast(Color::hex(0x767676), Color::hex(0xffffff)),
               Catch::Matchers::WithinAbs(4.54, 0.005));
    CHECK(contrast(Color::hex(0x123456), Color::hex(0x123456)) == 1);
}

TEST_CASE("text can be read on every surface of both themes", "[theme]") {
    for (const Tokens* theme : {&darkTokens(), &lightTokens()}) {
        const Tokens& t = *theme;
        INFO((t.light ? "light" : "dark"));
        for (const Color surface : {t.page, t.panel, t.raised}) {
            CHECK(contrast(t.text, surface) >= 7);
            CHECK(contrast(t.dim, surface) >= 4.5);
        }
        for (const Color surface : {t.panel, t.raised}) {
            CHECK(contrast(t.goodText, surface) >= 4.5);
            CHECK(contrast(t.warnText, surface) >= 4.5);
            CHECK(contrast(t.badText, surface) >= 4.5);
            for (const Color each : t.seriesText) CHECK(contrast(each, surface) >= 4.5);
        }
        CHECK(contrast(t.onAccent, t.accent) >= 4.5);
        // The button of the accent colour under the mouse and pressed; a field pressed.
        for (const float share : {0.1f, 0.2f})
            CHECK(contrast(t.onAccent, mix(t.accent, t.text, share)) >= 4.5);
        CHECK(contrast(t.text, mix(t.raised, t.text, 0.12f)) >= 4.5);
        // The chosen row of a list, the keys among the shortcuts, selected letters in a field.
        CHECK(contrast(t.accent, t.raised) >= 4.5);
        CHECK(contrast(t.text, mix(t.raised, t.accent, 0.35f)) >= 4.5);
        // "saturated" is written on its own shading.
        CHECK(contrast(t.badText, mix(t.panel, t.bad, t.saturationAlpha)) >= 4.5);
        // Verdicts' marks, and the edge of an empty checkbox.
        for (const Color each : {t.good, t.warn, t.bad, t.faint})
            CHECK(contrast(each, t.panel) >= 3);
        for (const Color each : t.series) CHECK(contrast(each, t.panel) >= 3);
        CHECK(contrast(t.accent, t.panel) >= 3);
    }
}

TEST_CASE("mixing goes from one colour to the other", "[theme]") {
    const Color a = Color::hex(0x102030), b = Color::hex(0x506070);
    CHECK(mix(a, b, 0) == a);
    CHECK(mix(a, b, 1) == b);
    CHECK(mix(a, b, 0.5f) == Color::hex(0x304050));
}

TEST_CASE("where the low end is what is wrong it is neither the panel nor what is missing",
          "[theme]") {
    for (const Tokens* tokens : {&darkTokens(), &lightTokens()}) {
        const gl::HeatColors colors = gl::heatColors({.lowIsBad = true}, *tokens);
        for (const Color other : {tokens->panel, tokens->raised, colors.missing})
            CHECK(contrast(colors.low, other) >= 3);
        CHECK(contrast(colors.high, colors.missing) >= 3);
    }
}

TEST_CASE("the theme follows the system's until a person has chosen one", "[theme]") {
    test::Trained bench;
    bench.platform.settings.erase("theme");
    bench.reopen();
    CHECK_FALSE(bench.app->lightTheme());
    bench.platform.lightSystem = true;
    bench.frames(2);
    CHECK(bench.app->lightTheme());
    CHECK(bench.platform.setting("theme").empty());
    REQUIRE(bench.click("Dark theme"));
    bench.frames(2);
    CHECK_FALSE(bench.app->lightTheme());
    bench.platform.lightSystem = false;
    bench.frames(2);
    bench.platform.lightSystem = true;
    bench.frames(2);
    CHECK_FALSE(bench.app->lightTheme());
}

TEST_CASE("numbers are written as people read them", "[widgets]") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(697046) == "697,046");
    CHECK(grouped(1234567890) == "1,234,567,890");
    CHECK(fixed(1.005, 1) == "1.0");
    CHECK(fixed(std::nan(""), 2) == "-");
    CHECK(fixed(-INFINITY, 2) == "-");
    CHECK(compact(0.001) == "0.001");
    CHECK(compact(1e-5) == "1e-05");
    CHECK(compact(256) == "256");
    CHECK(percent(0.412) == "41.2 %");
    CHECK(shortNumber(0.7311, 2) == "0.73");
    CHECK(shortNumber(-200, 2) == "-200");
    CHECK(shortNumber(409.6, 2) == "410");
    CHECK(shortNumber(999.7, 3) == "1,000");
    CHECK(shortNumber(81234, 2) == "81,000");
    CHECK(shortNumber(4.4e8, 2) == "440M");
    CHECK(shortNumber(-1.5e10, 2) == "-1.5\u00b710\u00b9\u2070");
    CHECK(shortNumber(8.12e-5, 2) == "8.1\u00b710\u207b\u2075");
    CHECK(shortNumber(1e-5, 2) == "10\u207b\u2075");
    CHECK(shortNumber(0, 2) == "0");
    CHECK(shortNumber(std::nan(""), 2) == "-");
    CHECK(ratioText(1 / 4.4e8) == "1/440M");
    CHECK(ratioText(1 / 613405.0) == "1/613,405");
    CHECK(ratioText(12345) == "12,000");
    CHECK(ratioText(0) == "0");
    CHECK(percent(std::nan("")) == "-");
}

}  // namespace squash::ui
