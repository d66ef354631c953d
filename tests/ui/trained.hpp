// A front end that has learnt a little, with all the rules of screen_checks.hpp to hold it against.
#pragma once
#include <algorithm>

#include "screen_checks.hpp"

namespace squash::ui::test {

struct Look {
    float width, height, ratio;
    bool light;
};

// Two epochs done, held: charts and images have something to show.
struct Trained : Bench {
    bool light;
    explicit Trained(const Look& look = {1440, 900, 1, false})
        : Bench(look.width, look.height, look.ratio, look.light), light(look.light) {
        train();
    }
    void train() {
        set({{"playing", true}});
        trainTo("epoch", 2);
        set({{"playing", false}});
        pump();
        app->recordTexts(true);
        frames(3);
    }
    // As if the program were started again on this platform.
    void reopen() {
        app.reset();
        AppOptions options;
        options.data = fewShapes();
        options.playing = false;
        app = std::make_unique<App>(platform, options);
        app->recordTexts(true);
        frames(4);
    }
    bool shows(const std::string& text) const {
        return std::any_of(app->texts().begin(), app->texts().end(),
                           [&](const TextPiece& p) { return p.text.starts_with(text); });
    }
    void check() {
        const auto& texts = app->texts();
        REQUIRE(texts.size() > 30);
        checkPlaces(texts);
        checkApart(texts);
        checkReadable(texts, light);
        const json list = widgets();
        const json* derivative = find(list, "Derivative text");
        checkWhole(texts, {"LeNet-5", state()["message"],
                           derivative ? (*derivative)["value"].get<std::string>() : ""});
    }
    void pointAt(const std::string& label) {
        const auto list = widgets();
        const json* w = find(list, label);
        REQUIRE(w);
        ImGui::GetIO().AddMousePosEvent((*w)["x"].get<float>() + (*w)["width"].get<float>() / 2,
                                        (*w)["y"].get<float>() + (*w)["height"].get<float>() / 2);
        frames(40);
    }
};

inline void press(Bench& bench, ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    bench.frames(2);
    ImGui::GetIO().AddKeyEvent(key, false);
    bench.frames(2);
}

// An option of "Compare", whose list stays open until it is closed.
inline void compare(Bench& bench, const std::string& option) {
    REQUIRE(bench.click("Compare"));
    REQUIRE(bench.click(option));
    press(bench, ImGuiKey_Escape);
    bench.frames(3);
}

// An option of a list.
inline void choose(Bench& bench, const std::string& list, const std::string& option) {
    REQUIRE(bench.click(list));
    REQUIRE(bench.click(option));
    bench.frames(3);
}

}  // namespace squash::ui::test
