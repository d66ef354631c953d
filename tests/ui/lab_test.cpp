// The Lab: functions beside each other, what can be said of them, numbers by hand, and what learns.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "trained.hpp"

namespace squash::ui::test {
TEST_CASE("functions stand beside each other, hidden and shown in the legend", "[lab]") {
    Trained bench;
    CHECK(bench.shows("relu f(x)"));
    compare(bench, "add silu");
    compare(bench, "add mish");
    CHECK(valueOf(bench, "silu f(x)") == "true");
    CHECK(valueOf(bench, "mish f(x)") == "true");
    bench.check();
    checkControls(bench.widgets());
    compare(bench, "remove silu");
    CHECK(valueOf(bench, "silu f(x)") == "nothing");
    // Kept, it stays beside what is chosen next.
    compare(bench, "keep relu");
    REQUIRE(bench.click("elu"));
    bench.frames(3);
    REQUIRE(bench.click("f''"));
    CHECK(valueOf(bench, "f''") == "true");
    bench.check();
}

TEST_CASE("the list of functions to compare stays open and marks what is shown", "[lab]") {
    Trained bench;
    REQUIRE(bench.click("Compare"));
    REQUIRE(bench.click("add silu"));
    REQUIRE(bench.click("add mish"));
    bench.frames(3);
    CHECK(valueOf(bench, "silu f(x)") == "true");
    CHECK(valueOf(bench, "mish f(x)") == "true");
    CHECK(valueOf(bench, "remove mish") == "true");
    CHECK(valueOf(bench, "add tanh") == "false");
    CHECK(valueOf(bench, "add relu") == "true");  // the chosen one, which a click leaves there
    REQUIRE(bench.click("add relu"));
    CHECK(valueOf(bench, "relu f(x)") == "true");
    bench.check();
    REQUIRE(bench.click("remove mish"));
    CHECK(valueOf(bench, "add mish") == "false");
    CHECK(valueOf(bench, "mish f(x)") == "nothing");
    for (const char* more : {"add tanh", "add elu", "add selu", "add gelu"})
        REQUIRE(bench.click(more));
    REQUIRE(bench.click("add linear"));  // there is no colour left
    CHECK(valueOf(bench, "add linear") == "false");
    CHECK(valueOf(bench, "silu f(x)") == "true");
    press(bench, ImGuiKey_Escape);
    bench.frames(3);
    CHECK(valueOf(bench, "add linear") == "nothing");
    REQUIRE(bench.click("Facts"));
    CHECK(valueOf(bench, "Facts") == "true");
}

TEST_CASE("the list of functions to compare lies in the screen, with whole names, and scrolls",
          "[lab]") {
    for (const Look& look : {Look{1440, 900, 1, false}, Look{390, 844, 1, true},
                             Look{1280, 640, 1, false}, Look{900, 420, 1, false}}) {
        INFO(look.width << "x" << look.height);
        Trained bench(look);
        REQUIRE(bench.click("Compare"));
        bench.frames(3);
        const ImGuiWindow* list = ImGui::GetCurrentContext()->OpenPopupStack.back().Window;
        REQUIRE(list);
        CHECK(list->Pos.y >= 0);
        CHECK(list->Pos.y + list->Size.y <= look.height);
        CHECK(list->Pos.x >= 0);
        CHECK(list->Pos.x + list->Size.x <= look.width);
        CHECK(list->ScrollMax.y > 0);
        bench.check();  // no name is cut
        ImGui::GetIO().AddMousePosEvent(list->Pos.x + 40, list->Pos.y + 40);
        for (int i = 0; i < 40; ++i) {
            ImGui::GetIO().AddMouseWheelEvent(0, -3);
            bench.frames(2);
        }
        CHECK(valueOf(bench, "add sparse_sigmoid") == "false");
        bench.check();
        REQUIRE(bench.click("add sparse_sigmoid"));
        CHECK(valueOf(bench, "remove sparse_sigmoid") == "true");
    }
}

TEST_CASE("a layer's values stand behind the curve, with the saturated share", "[lab]") {
    Trained bench;
    bench.pump();
    bench.frames(5);
    CHECK(valueOf(bench, "Values") == "values in Conv2D 1");
    CHECK(valueOf(bench, "Values note").find("% saturated") != std::string::npos);
    choose(bench, "Values", "values in Dense 1");
    bench.pump();
    bench.frames(5);
    CHECK(valueOf(bench, "Values note").find("% saturated") != std::string::npos);
    CHECK(valueOf(bench, "Values") == "values in Dense 1");
    bench.check();
    choose(bench, "Values", "zoom to all values");
    bench.frames(3);
    bench.pump();
    bench.frames(3);
    CHECK(valueOf(bench, "Values note").ends_with("% saturated"));
    // All of it is shaded: what the parts say is what the note says.
    REQUIRE(bench.click("tanh"));
    bench.train();
    choose(bench, "Values", "values in Conv2D 1");  // of raw pixels
    bench.pump();
    bench.frames(3);
    choose(bench, "Values", "zoom to all values");
    bench.frames(3);
    bench.pump();
    bench.frames(3);
    double parts = 0;
    for (const TextPiece& piece : bench.app->texts())
        if (piece.text.starts_with("saturated ")) parts += std::stod(piece.text.substr(10));
    CHECK(parts > 1);
    CHECK(std::abs(parts - std::stod(valueOf(bench, "Values note"))) < 0.11);  // each rounded
    choose(bench, "Values", "no values");
    CHECK(valueOf(bench, "Values note") == "nothing");
    ImGui::GetIO().AddMousePosEvent(5, 5);  // its card would lie over a label
    bench.frames(3);
    bench.check();
}

TEST_CASE("the facts of several functions stand side by side", "[lab]") {
    Trained bench;
    compare(bench, "add silu");
    REQUIRE(bench.click("Facts"));
    CHECK(valueOf(bench, "range of relu") == "0 to \u221e");
    CHECK(valueOf(bench, "monotone of relu") == "yes, rising");
    CHECK(valueOf(bench, "saturated of relu") == "x < 0");
    CHECK(valueOf(bench, "kinks, jumps of relu") == "kink at 0");
    CHECK(valueOf(bench, "monotone of silu").starts_with("no, valley at -1.2"));
    CHECK(valueOf(bench, "kinks, jumps of silu") == "none");
    bench.check();
    checkControls(bench.widgets());
}

TEST_CASE("the facts of a function of straight pieces are exact", "[lab]") {
    Trained bench;
    bench.set({{"activation", "maxout(k=3)"}});
    bench.frames(3);
    REQUIRE(bench.click("Facts"));
    CHECK(valueOf(bench, "range of maxout") == "0.3333 to \u221e");
    CHECK(valueOf(bench, "monotone of maxout") == "no, valley at -0.6667");
    CHECK(valueOf(bench, "kinks, jumps of maxout").starts_with("kink at -0.667, "));
    bench.check();
}

TEST_CASE("numbers by hand are the article's, and a typed one is calculated", "[lab]") {
    Trained bench;
    REQUIRE(bench.click("Numbers"));
    CHECK(valueOf(bench, "sigmoid(-1)") == "0.26894143");
    CHECK(valueOf(bench, "sigmoid(0)") == "0.5");
    CHECK(valueOf(bench, "sigmoid(1)") == "0.7310586");
    CHECK(valueOf(bench, "tanh(-1)") == "-0.7615942");
    CHECK(valueOf(bench, "tanh(1)") == "0.7615942");
    CHECK(valueOf(bench, "relu(-1)") == "0");
    CHECK(valueOf(bench, "relu(1)") == "1");
    REQUIRE(bench.click("sigmoid"));
    bench.frames(2);
    CHECK(valueOf(bench, "f(1)") == "0.731058579");
    CHECK(valueOf(bench, "f'(1)") == "0.196611933");
    CHECK(valueOf(bench, "1/1.36788") == "0.731058579");
    bench.check();
    checkControls(bench.widgets());
}

TEST_CASE("a parameter learns where that is asked for", "[lab]") {
    Trained bench;
    choose(bench, "More functions", "swish");
    CHECK(valueOf(bench, "learn beta") == "false");
    REQUIRE(bench.click("learn beta"));
    bench.frames(2);
    CHECK(bench.state()["experiment"]["activation"] == "swish(beta=learn)");
    bench.check();
    choose(bench, "More functions", "prelu");
    CHECK(valueOf(bench, "learn alpha") == "nothing");
    CHECK(bench.state()["experiment"]["activation"] == "prelu");
    choose(bench, "More functions", "maxout");
    bench.frames(3);
    CHECK(bench.shows("piece 1"));
    CHECK(bench.shows("piece 2"));
    CHECK(bench.shows("offset"));
    CHECK(bench.shows("-0.5"));  // the first piece's slope
    CHECK(bench.shows("maxout f(x)"));
    CHECK_FALSE(bench.shows("formula f(x)"));
    CHECK(valueOf(bench, "Values note") == "no values of maxout");
    bench.check();
    REQUIRE(bench.click("Numbers"));
    CHECK(bench.shows("maxout"));
    bench.check();
}

TEST_CASE("what is shown can be taken along", "[lab]") {
    Trained bench;
    compare(bench, "add silu");
    choose(bench, "Take along", "save CSV");
    const std::string& table = bench.platform.saved["activation.csv"];
    CHECK(table.starts_with("x,relu f,relu f',relu f'',silu f,silu f',silu f''\n-8,0,0,0,"));
    CHECK(std::count(table.begin(), table.end(), '\n') == 402);
    choose(bench, "Take along", "copy numbers");
    CHECK(bench.platform.clipboard == table);
    choose(bench, "Take along", "save SVG");
    const std::string& drawing = bench.platform.saved["activation.svg"];
    CHECK(drawing.starts_with("<svg xmlns="));
    CHECK(drawing.ends_with("</svg>\n"));
    for (const char* part :
         {"silu f(x)</text>", "silu f'</text>", "stroke-dasharray=\"", "saturated, each"})
        CHECK(drawing.find(part) != std::string::npos);
    CHECK(drawing.find("nan") == std::string::npos);
    choose(bench, "Take along", "save PNG");
    CHECK(bench.platform.pictures["activation.png"].width > 300);
}

}  // namespace squash::ui::test
