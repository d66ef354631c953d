// Single widgets under a synthetic mouse and keyboard: what they answer, what they say of themselves.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "stage.hpp"

namespace squash::ui::test {
namespace {

const ImRect kBox(100, 100, 300, 132);
const ImVec2 kInside(150, 116), kOutside(600, 500);

int drawnAbove() { return ImGui::GetForegroundDrawList()->VtxBuffer.Size; }

}  // namespace

TEST_CASE("a click presses a button once, and a disabled one never", "[widgets]") {
    for (const bool enabled : {true, false}) {
        INFO((enabled ? "enabled" : "disabled"));
        Stage stage;
        int presses = 0;
        const auto draw = [&] {
            presses += button(stage.ui, kBox, {.label = "Go", .enabled = enabled});
        };
        stage.frame(draw);
        stage.click(kInside, draw);
        stage.frames(5, draw);
        CHECK(presses == (enabled ? 1 : 0));
        REQUIRE(stage.ui.registry.find("Go"));
        CHECK(stage.ui.registry.find("Go")->enabled == enabled);
        // Let go elsewhere: thought better of it.
        stage.drag(kInside, kOutside, draw);
        CHECK(presses == (enabled ? 1 : 0));
    }
}

TEST_CASE("the help appears after 0.4 s at one control, a disabled one says why", "[widgets]") {
    for (const bool enabled : {true, false}) {
        Stage stage;
        const auto draw = [&] {
            button(stage.ui, kBox,
                   {.label = "Go", .help = "Starts.", .enabled = enabled, .reason = "Not yet."});
        };
        stage.frame(draw);
        stage.moveTo(kInside, draw);
        stage.frames(30, draw);  // 0.3 s
        CHECK(drawnAbove() == 0);
        stage.frames(15, draw);
        CHECK(drawnAbove() > 0);
        CHECK(stage.ui.tooltip.text == (enabled ? "Starts." : "Not yet."));
        stage.moveTo(kOutside, draw);
        CHECK(drawnAbove() == 0);
    }
}

TEST_CASE("the registry tells the last whole frame, in the order of drawing", "[widgets]") {
    Stage stage;
    std::size_t during = 99;
    int round = 0;
    const auto draw = [&] {
        during = stage.ui.registry.widgets().size();
        if (++round > 2) return;
        checkbox(stage.ui, kBox, true, {.label = "Second"});
        textItem(stage.ui, {100, 200, 200, 220}, "First", "12", {});
        item(stage.ui, {-50, -50, -10, -10}, {.label = "Beyond the edge"});
        slider(stage.ui, {-40, 300, 60, 330},
               {.text = {.label = "Half"}, .stops = std::array{1.0, 2.0}, .value = 2});
    };
    stage.frame(draw);
    CHECK(during == 0);
    stage.frame(draw);
    CHECK(during == 3);
    const auto& widgets = stage.ui.registry.widgets();
    REQUIRE(widgets.size() == 3);
    CHECK(widgets[0].label == "Second");
    CHECK(widgets[0].kind == Kind::Checkbox);
    CHECK(std::get<bool>(widgets[0].value));
    CHECK(widgets[0].rect.Min.x == 100);
    CHECK(widgets[1].label == "First");
    CHECK(std::get<std::string>(widgets[1].value) == "12");
    CHECK(widgets[2].rect.Min.x >= 0);  // the visible part
    CHECK(std::get<double>(widgets[2].value) == 2);
    stage.frame(draw);
    CHECK(stage.ui.registry.widgets().empty());
    CHECK(stage.ui.registry.find("Second") == nullptr);
}

TEST_CASE("of two widgets with one name the one drawn last is found", "[widgets]") {
    Stage stage;
    stage.frame([&] {
        for (const float y : {10.0f, 60.0f})
            stage.ui.registry.add(Widget{"Same", Kind::Text, {0, y, 50, y + 20}, {}, true, 0});
    });
    REQUIRE(stage.ui.registry.find("Same"));
    CHECK(stage.ui.registry.find("Same")->rect.Min.y == 60);
}

TEST_CASE("what is typed into a number field becomes a number or a reason", "[widgets]") {
    struct Case {
        const char* typed;
        std::optional<double> value;  // nothing: refused with a reason
        bool integer;
    };
    for (const Case& each : {Case{"0.05", 0.05, false},
                             {"5e-4", 5e-4, false},
                             {".5", 0.5, false},
                             {" 0.25 ", 0.25, false},
                             {"1,000", 1000.0, true},
                             {"63.7", 64.0, true},
                             {"1e2", 100.0, true},
                             {"0", std::nullopt, false},
                             {"-1", std::nullopt, false},
                             {"1001", std::nullopt, false},
                             {"many", std::nullopt, false},
                             {"0.1x", std::nullopt, false},
                             {"nan", std::nullopt, false},
                             {"inf", std::nullopt, false},
                             {"1e999", std::nullopt, false}})
        for (const bool byEnter : {true, false}) {
            INFO("'" << each.typed << (byEnter ? "' and Enter" : "' and a click elsewhere"));
            Stage stage;
            std::vector<double> values;
            std::string problem;
            const NumberSpec spec{.text = {.label = "Rate"},
                                  .value = 0.001,
                                  .minimum = 1e-6,
                                  .maximum = 1000,
                                  .integer = each.integer};
            const auto draw = [&] {
                const NumberAnswer answer = numberField(stage.ui, kBox, spec);
                if (answer.value) values.push_back(*answer.value);
                if (!answer.problem.empty()) problem = answer.problem;
            };
            stage.frame(draw);
            stage.click(kInside, draw);
            stage.type(each.typed, draw);
            CHECK(values.empty());  // nothing changes while a person still types
            if (byEnter)
                stage.press(ImGuiKey_Enter, draw);
            else
                stage.click(kOutside, draw);
            if (each.value) {
                REQUIRE_FALSE(values.empty());
                CHECK_THAT(values.front(), Catch::Matchers::WithinRel(*each.value, 1e-12));
                CHECK(problem.empty());
            } else {
                CHECK(problem.find("Rate") != std::string::npos);
                CHECK(problem.find("from 1e-06 to 1000") != std::string::npos);
                for (const double value : values) CHECK(value == 0.001);  // what it was
            }
        }
}

TEST_CASE("a number field that is only visited answers nothing", "[widgets]") {
    Stage stage;
    int answers = 0;
    const NumberSpec spec{.text = {.label = "Seed"}, .value = 1.0 / 3, .integer = false};
    const auto draw = [&] {
        const NumberAnswer answer = numberField(stage.ui, kBox, spec);
        answers += answer.value.has_value() || !answer.problem.empty();
    };
    stage.frame(draw);
    stage.click(kInside, draw);
    stage.click(kOutside, draw);
    CHECK(answers == 0);
    REQUIRE(stage.ui.registry.find("Seed"));
    CHECK(std::get<std::string>(stage.ui.registry.find("Seed")->value) == "0.333333");
}

TEST_CASE("Escape leaves a number field as it was", "[widgets]") {
    Stage stage;
    int answers = 0;
    const NumberSpec spec{.text = {.label = "Seed"}, .value = 17};
    const auto draw = [&] {
        const NumberAnswer answer = numberField(stage.ui, kBox, spec);
        answers += answer.value.has_value() || !answer.problem.empty();
    };
    stage.frame(draw);
    stage.click(kInside, draw);
    stage.type("5", draw);
    stage.press(ImGuiKey_Escape, draw);
    CHECK(ImGui::GetActiveID() == 0);
    CHECK(answers == 0);
    CHECK(std::get<std::string>(stage.ui.registry.find("Seed")->value) == "17");
}

TEST_CASE("a list opens at its field and answers the row that was clicked", "[widgets]") {
    Stage stage;
    std::vector<std::size_t> answers;
    const ComboSpec spec{.text = {.label = "Optimizer"}, .options = {"SGD", "Adam"}, .chosen = 0};
    const auto draw = [&] {
        if (const auto chosen = combo(stage.ui, kBox, spec)) answers.push_back(*chosen);
    };
    stage.frame(draw);
    CHECK(stage.ui.registry.find("Adam") == nullptr);
    stage.click(kInside, draw);
    REQUIRE(stage.ui.registry.find("Adam"));
    CHECK(std::get<bool>(stage.ui.registry.find("SGD")->value));
    stage.click(stage.ui.registry.find("Adam")->rect.GetCenter(), draw);
    CHECK(answers == std::vector<std::size_t>{1});
    CHECK(stage.ui.registry.find("Adam") == nullptr);
    // Escape leaves the list without a choice.
    stage.click(kInside, draw);
    REQUIRE(stage.ui.registry.find("Adam"));
    stage.press(ImGuiKey_Escape, draw);
    CHECK(stage.ui.registry.find("Adam") == nullptr);
    CHECK(answers.size() == 1);
}

TEST_CASE("options stand below the heading of their group, and answer as without", "[widgets]") {
    Stage stage;
    std::optional<std::size_t> answer;
    const ComboSpec spec{.text = {.label = "Preset"},
                         .options = {"one", "two", "three"},
                         .chosen = 3,
                         .shown = "Preset",
                         .headings = {{0, "Alone"}, {2, "Races"}}};
    const auto draw = [&] {
        if (const auto chosen = combo(stage.ui, kBox, spec)) answer = chosen;
    };
    stage.frame(draw);
    stage.click(kInside, draw);
    const auto top = [&](const char* label) { return stage.ui.registry.find(label)->rect.Min.y; };
    REQUIRE(stage.ui.registry.find("three"));
    const float row = top("two") - top("one");
    CHECK(top("three") - top("two") == 2 * row);
    stage.click(stage.ui.registry.find("three")->rect.GetCenter(), draw);
    CHECK(answer == 2);
}

TEST_CASE("where a list has closed no tip opens until the mouse moves", "[widgets]") {
    Stage stage;
    stage.ui.registry.recordTexts = true;
    const ComboSpec spec{.text = {.label = "List"}, .options = {"a", "b"}, .chosen = 0};
    const ImRect below({0, kBox.Max.y}, {kBox.Max.x, kBox.Max.y + 200});
    const auto draw = [&] {
        combo(stage.ui, kBox, spec);
        item(stage.ui, below, {.label = "Below", .kind = Kind::Text, .help = "What lies below."});
    };
    const auto tip = [&] {
        for (int i = 0; i < 60; ++i) stage.frame(draw);
        return std::ranges::any_of(stage.ui.registry.texts(), [](const TextPiece& piece) {
            return piece.text == "What lies below.";
        });
    };
    stage.frame(draw);
    stage.click(kInside, draw);
    REQUIRE(stage.ui.registry.find("b"));
    const ImVec2 at = stage.ui.registry.find("b")->rect.GetCenter();
    stage.click(at, draw);
    CHECK_FALSE(tip());
    ImGui::GetIO().AddMousePosEvent(at.x + 3, at.y);
    CHECK(tip());
}

TEST_CASE("a slider goes from stop to stop, by mouse and by arrow keys", "[widgets]") {
    Stage stage;
    const std::array stops{0.001, 0.01, 0.1, 1.0};
    double value = 0.01;
    const auto draw = [&] {
        const auto moved =
            slider(stage.ui, kBox, {.text = {.label = "Rate"}, .stops = stops, .value = value});
        if (moved) value = *moved;
        if (moved) CHECK(std::find(stops.begin(), stops.end(), *moved) != stops.end());
    };
    stage.frame(draw);
    stage.drag(kInside, {kBox.Max.x + 50, 116}, draw);
    CHECK(value == 1.0);
    stage.drag({290, 116}, {kBox.Min.x + 8, 116}, draw);
    CHECK(value == 0.001);
    stage.press(ImGuiKey_Tab, draw);  // shows where the keyboard is
    stage.press(ImGuiKey_RightArrow, draw);
    CHECK(value == 0.01);
    stage.press(ImGuiKey_LeftArrow, draw);
    stage.press(ImGuiKey_LeftArrow, draw);
    CHECK(value == 0.001);
}

TEST_CASE("text that does not fit ends in dots at a whole letter", "[widgets]") {
    Stage stage;
    stage.ui.registry.recordTexts = true;
    stage.frame([&] {
        drawText(stage.ui, {10, 10, 60, 30}, "32\u00d732\u00d73\u00d7\u00d7\u00d7\u00d7", {});
        drawText(stage.ui, {10, 40, 200, 60}, "short", {});
    });
    const auto& texts = stage.ui.registry.texts();
    REQUIRE(texts.size() == 2);
    CHECK(texts[0].text.ends_with("..."));
    CHECK(texts[0].rect.Max.x <= 60.5f);
    const std::string kept = texts[0].text.substr(0, texts[0].text.size() - 3);
    CHECK(std::string("32\u00d732\u00d73\u00d7\u00d7\u00d7\u00d7").starts_with(kept));
    CHECK((kept.empty() || (static_cast<unsigned char>(kept.back()) & 0xC0) != 0xC0));
    CHECK(texts[1].text == "short");
}

}  // namespace squash::ui::test
