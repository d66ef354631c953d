// The whole screen at many sizes, in both themes and at three pixel ratios: every text inside its box,
// no two controls on top of each other, nothing beyond the edge, every control with a name of its own.
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "headless.hpp"

namespace squash::ui::test {
namespace {

using nlohmann::json;

struct Screen {
    float width, height, ratio;
    bool light;
};

bool isText(const json& widget) { return widget["kind"] == "text"; }

bool overlap(const json& a, const json& b) {
    constexpr double touch = 0.5;
    const auto low = [](const json& w, const char* at) { return w[at].get<double>() + touch; };
    const auto high = [](const json& w, const char* at, const char* size) {
        return w[at].get<double>() + w[size].get<double>() - touch;
    };
    return low(a, "x") < high(b, "x", "width") && low(b, "x") < high(a, "x", "width") &&
           low(a, "y") < high(b, "y", "height") && low(b, "y") < high(a, "y", "height");
}

void checkWidgets(const json& widgets, const Screen& screen) {
    static const std::set<std::string> kinds = {"button", "slider", "combo", "checkbox",
                                                "input",  "plot",   "tab",   "text"};
    std::set<std::string> names;
    for (const auto& widget : widgets) {
        INFO(widget.dump());
        CHECK_FALSE(widget["label"].get<std::string>().empty());
        CHECK(kinds.count(widget["kind"].get<std::string>()) == 1);
        CHECK(widget["width"].get<double>() > 0);
        CHECK(widget["height"].get<double>() > 0);
        CHECK(widget["x"].get<double>() >= -0.5);
        CHECK(widget["y"].get<double>() >= -0.5);
        CHECK(widget["x"].get<double>() + widget["width"].get<double>() <= screen.width + 0.5);
        CHECK(widget["y"].get<double>() + widget["height"].get<double>() <= screen.height + 0.5);
        if (!isText(widget)) CHECK(names.insert(widget["label"].get<std::string>()).second);
    }
    for (std::size_t i = 0; i < widgets.size(); ++i)
        for (std::size_t j = i + 1; j < widgets.size(); ++j) {
            if (isText(widgets[i]) || isText(widgets[j])) continue;
            INFO(widgets[i].dump() << " and " << widgets[j].dump());
            CHECK_FALSE(overlap(widgets[i], widgets[j]));
        }
}

void checkTexts(const std::vector<TextPiece>& texts) {
    CHECK(texts.size() > 40);
    for (const TextPiece& piece : texts) {
        INFO("'" << piece.text << "' " << piece.rect.Min.x << "," << piece.rect.Min.y << " to "
                 << piece.rect.Max.x << "," << piece.rect.Max.y << " in " << piece.container.Min.x
                 << "," << piece.container.Min.y << " to " << piece.container.Max.x << ","
                 << piece.container.Max.y);
        CHECK(piece.rect.Min.x >= piece.container.Min.x - 0.6f);
        CHECK(piece.rect.Max.x <= piece.container.Max.x + 0.6f);
        // A line may be taller than its row by its own leading, which shows nothing.
        CHECK(piece.rect.Min.y >= piece.container.Min.y - 3);
        CHECK(piece.rect.Max.y <= piece.container.Max.y + 3);
    }
}

}  // namespace

TEST_CASE("nothing is cut off or overlaps at any size, theme or pixel ratio", "[screen]") {
    for (const auto& [width, height] :
         {std::pair{1024.0f, 640.0f}, {1440.0f, 900.0f}, {1920.0f, 1080.0f}, {2560.0f, 1440.0f}})
        for (const float ratio : {1.0f, 2.0f, 3.0f})
            for (const bool light : {false, true}) {
                if (light && ratio != 2) continue;  // geometry does not know colours
                const Screen screen{width, height, ratio, light};
                INFO(width << "x" << height << " at " << ratio << (light ? " light" : " dark"));
                Bench bench(width, height, ratio, light);
                bench.set({{"playing", true}});
                bench.trainTo("epoch", 2);
                bench.set({{"playing", false}});
                bench.app->recordTexts(true);
                bench.pump();
                bench.frame();
                checkWidgets(bench.widgets(), screen);
                checkTexts(bench.app->texts());
            }
}

TEST_CASE("the screen holds while a file hovers, a message shows and a layer is chosen",
          "[screen]") {
    Bench bench;
    bench.app->recordTexts(true);
    bench.app->setMessage(
        "cannot read the images (broken.bin, byte 7000): a size that is a multiple of 3,073", true);
    bench.frames(4);
    checkTexts(bench.app->texts());
    checkWidgets(bench.widgets(), {1440, 900, 1, false});
    bench.app->dragOver(true);
    bench.frames(4);
    checkTexts(bench.app->texts());
    bench.app->dragOver(false);
    bench.set({{"activation", "relu+tanh+leaky_relu(negative_slope=0.25)+hard_sigmoid"}});
    bench.pump();
    bench.frames(4);
    checkTexts(bench.app->texts());
    checkWidgets(bench.widgets(), {1440, 900, 1, false});
}

TEST_CASE("clicks go through widgets by their names", "[screen]") {
    Bench bench;
    REQUIRE(bench.click("tanh"));
    CHECK(bench.state()["experiment"]["activation"] == "tanh");
    REQUIRE(bench.click("Play"));
    CHECK(bench.state()["playing"] == true);
    bench.pump();
    REQUIRE(bench.click("Pause"));
    bench.pump();
    CHECK(bench.state()["playing"] == false);
    REQUIRE(bench.click("New seed"));
    CHECK(bench.state()["experiment"]["seed"] == 2);
    REQUIRE(bench.click("Open file..."));
    CHECK(bench.platform.filesAsked == 1);
    CHECK_FALSE(bench.click("No such widget"));
}

TEST_CASE("the theme is switched and remembered", "[screen]") {
    Bench bench;
    REQUIRE_FALSE(bench.app->lightTheme());
    ImGui::GetIO().AddKeyEvent(ImGuiKey_T, true);
    bench.frames(2);
    ImGui::GetIO().AddKeyEvent(ImGuiKey_T, false);
    bench.frames(2);
    CHECK(bench.app->lightTheme());
    CHECK(bench.platform.settings["theme"] == "light");
}

TEST_CASE("the list of shortcuts names Tab only where it moves between the controls", "[screen]") {
    for (const bool tab : {true, false}) {
        INFO((tab ? "as in a window" : "as on a page"));
        Bench bench;
        bench.platform.tab = tab;
        bench.app->recordTexts(true);
        REQUIRE(bench.click("Shortcuts"));
        std::multiset<std::string> texts;
        for (const TextPiece& piece : bench.app->texts()) texts.insert(piece.text);
        CHECK(texts.count("Tab, arrows") == (tab ? 1 : 0));
        CHECK(texts.count("Arrows") == (tab ? 0 : 1));
        CHECK(texts.count("Move between the controls") == 1);
    }
}

TEST_CASE("a control explains itself after a moment", "[screen]") {
    Bench bench;
    const auto list = bench.widgets();
    const auto* step = bench.find(list, "Step");
    REQUIRE(step != nullptr);
    bench.app->recordTexts(true);
    ImGui::GetIO().AddMousePosEvent((*step)["x"].get<float>() + 8, (*step)["y"].get<float>() + 8);
    bench.frames(6);
    const auto before = bench.app->texts().size();
    bench.frames(60);
    CHECK(bench.app->texts().size() > before);
}

}  // namespace squash::ui::test
