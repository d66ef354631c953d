// A bare page with one picture on it, in every rectangle and look that it may get, with all its texts held against
// the rules of screen_checks.hpp.
#pragma once
#include <algorithm>
#include <functional>
#include <string>

#include "screen_checks.hpp"
#include "stage.hpp"
#include "ui/gl/heat_map.hpp"

namespace squash::ui::test {

// A page with one picture on it.
struct Page {
    Stage stage;
    gl::HeatMaps heatMaps;
    ImRect area{20, 20, 380, 170};

    template <class Draw>
    void show(Draw draw, int frames = 2) {
        stage.ui.registry.recordTexts = true;
        stage.frames(frames, [&] {
            heatMaps.beginFrame();
            draw();
        });
    }
    std::string value(const std::string& label) const {
        const Widget* widget = stage.ui.registry.find(label);
        return widget ? std::get<std::string>(widget->value) : "nothing";
    }
    bool shows(const std::string& text) const {
        const auto& texts = stage.ui.registry.texts();
        return std::any_of(texts.begin(), texts.end(),
                           [&](const TextPiece& piece) { return piece.text == text; });
    }
    void check() const {
        const auto& texts = stage.ui.registry.texts();
        REQUIRE_FALSE(texts.empty());
        checkPlaces(texts);
        checkApart(texts);
        checkReadable(texts, stage.ui.colors().light);
        checkWhole(texts, {});
        for (const TextPiece& piece : texts) {
            INFO("'" << piece.text << "' at " << textOf(piece.rect) << " in " << textOf(area));
            ImRect room = area;
            room.Expand(kTouch);
            CHECK(room.Contains(letters(piece)));
        }
    }
};

// Every size from the least to the largest, in both themes, for fingers too.
inline void inEverySize(const std::function<void(Page&)>& test) {
    for (const ImVec2 size : {ImVec2(360, 150), ImVec2(360, 400), ImVec2(480, 180),
                              ImVec2(560, 300), ImVec2(700, 220), ImVec2(1000, 400)})
        for (const bool light : {false, true})
            for (const bool coarse : {false, true}) {
                INFO(size.x << "x" << size.y << (light ? " light" : " dark")
                            << (coarse ? " coarse" : ""));
                Page page;
                page.area.Max = page.area.Min + size;
                if (light) page.stage.ui.tokens = &lightTokens();
                page.stage.ui.metrics = metricsFor(coarse);
                test(page);
            }
}

}  // namespace squash::ui::test
