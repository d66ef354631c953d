// The Lab's texts are made when what they tell of changes, its small pictures follow, and the chosen function
// keeps its name and its values' bars can be told apart.
#include <catch2/catch_test_macros.hpp>

#include "stage.hpp"
#include "trained.hpp"
#include "ui/panels/facts.hpp"
#include "ui/panels/numbers.hpp"
#include "ui/plot/frame.hpp"

namespace squash::ui::test {
namespace {

// Of what was drawn within the box, in order.
std::vector<std::pair<ImVec2, ImU32>> drawnIn(const ImRect& box) {
    std::vector<std::pair<ImVec2, ImU32>> seen;
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists)
        for (const ImDrawVert& v : list->VtxBuffer)
            if (box.Contains(v.pos)) seen.emplace_back(v.pos, v.col);
    return seen;
}

ImRect boxOf(const Bench& bench, const std::string& label) {
    const json list = bench.widgets();
    const json* found = bench.find(list, label);
    REQUIRE(found);
    const ImVec2 corner((*found)["x"].get<float>(), (*found)["y"].get<float>());
    return {corner,
            corner + ImVec2((*found)["width"].get<float>(), (*found)["height"].get<float>())};
}

}  // namespace

TEST_CASE("numbers by hand are written anew when function, parameter or x change, else not",
          "[lab]") {
    NumberTexts texts;
    Activation swish = makeActivation("swish");
    CHECK(texts.follow(swish, 1));
    CHECK(texts.f().name == "f(1)");
    CHECK(texts.f().value == "0.731058579");
    CHECK_FALSE(texts.follow(swish, 1));
    CHECK(texts.follow(swish, 2));
    CHECK(texts.f().name == "f(2)");
    CHECK(texts.f().value == "1.76159416");
    swish.parameters[0] = 2;
    CHECK(texts.follow(swish, 2));
    CHECK(texts.f().value == "1.96402758");
    CHECK(texts.follow(makeActivation("tanh"), 2));
    CHECK(texts.df().value == "0.0706508249");
    CHECK(texts.derivative() == "f'(x) = 1 - tanh(x)^2");
    CHECK_FALSE(texts.follow(makeActivation("tanh"), 2));
}

TEST_CASE("facts are written anew for another function, not for another part of it", "[lab]") {
    CurveLines lines;
    FactTexts texts;
    Activation elu = makeActivation("elu");
    lines.follow(elu, kCurveX);
    CHECK(texts.follow(lines));
    CHECK(texts.facts()[0] == "-1 to \u221e");
    lines.follow(elu, {-2, 2});
    CHECK_FALSE(texts.follow(lines));
    elu.parameters[0] = 2;
    lines.follow(elu, {-2, 2});
    CHECK(texts.follow(lines));
    CHECK(texts.facts()[0] == "-2 to \u221e");
    elu.learned[0] = true;
    lines.follow(elu, {-2, 2});
    CHECK(texts.follow(lines));
    CHECK(texts.facts()[6] == "alpha");
    CHECK(texts.note().starts_with("f(x) = where(x >= 0, x, alpha*(exp(x) - 1))\nf'(x) = "));
}

TEST_CASE("numbers and facts on the screen follow a slider", "[lab]") {
    Trained bench;
    choose(bench, "More functions", "swish");
    REQUIRE(bench.click("Numbers"));
    const std::string before = valueOf(bench, "f(1)");
    REQUIRE(before == "0.731058579");
    REQUIRE(bench.click("beta slider"));  // its middle
    CHECK(valueOf(bench, "f(1)") != before);
    CHECK(valueOf(bench, "f(1)").starts_with("0.9"));
    const std::string beta = valueOf(bench, "beta");
    REQUIRE(bench.click("Facts"));
    CHECK(valueOf(bench, "range of swish(beta=" + beta + ")").ends_with(" to \u221e"));
}

TEST_CASE("the list's tile shows maxout as its pieces' sliders make it", "[lab]") {
    Trained bench;
    choose(bench, "More functions", "maxout");
    const ImRect tile = boxOf(bench, "More functions");
    ImGui::GetIO().AddMousePosEvent(5, 5);
    bench.frames(40);
    const auto before = drawnIn(tile);
    bench.frames(3);
    REQUIRE_FALSE(before.empty());
    REQUIRE(drawnIn(tile) == before);
    REQUIRE(bench.click("piece 2 slope"));  // from 1 to 0
    ImGui::GetIO().AddMousePosEvent(5, 5);
    bench.frames(40);
    REQUIRE(boxOf(bench, "More functions").Min == tile.Min);
    CHECK(drawnIn(tile) != before);
}

TEST_CASE("where most values lie beyond the picture one click shows them all", "[lab]") {
    Trained bench;
    bench.pointAt("Activation curve");
    for (int i = 0; i < 12; ++i) {
        ImGui::GetIO().AddMouseWheelEvent(0, 3);
        bench.frames(2);
    }
    ImGui::GetIO().AddMousePosEvent(5, 5);
    bench.pump();
    bench.frames(3);
    REQUIRE(valueOf(bench, "Values note").find(" % beyond") != std::string::npos);
    bench.check();
    checkControls(bench.widgets());
    REQUIRE(bench.click("Show all"));
    bench.pump();
    bench.frames(3);
    CHECK(valueOf(bench, "Values note").ends_with("% saturated"));
    CHECK(valueOf(bench, "Show all") == "nothing");
    bench.check();
}

TEST_CASE("the curve's axes say what is on them", "[lab]") {
    Trained bench;
    const auto count = [&](const char* text) {
        return std::ranges::count_if(bench.app->texts(),
                                     [&](const TextPiece& piece) { return piece.text == text; });
    };
    CHECK(count("f") == 1);
    CHECK(count("f'") == 2);  // the checkbox's and the axis's
    REQUIRE(bench.click("f''"));
    CHECK(count("f'") == 2);  // first of the two
    REQUIRE(bench.click("f'"));
    CHECK(count("f''") == 2);
    CHECK(count("f'") == 1);
    bench.check();
}

TEST_CASE("the chosen function keeps its entry in a narrow legend", "[lab]") {
    for (const bool light : {false, true}) {
        Trained bench({390, 844, 1, light});
        CHECK(valueOf(bench, "relu f(x)") == "true");
        for (const char* other : {"add leaky_relu", "add gelu_tanh", "add softsign", "add mish"}) {
            compare(bench, other);
            CHECK(valueOf(bench, "relu f(x)") == "true");
            ImGui::GetIO().AddMousePosEvent(2, 2);  // a card at the pointer would lie over labels
            bench.frames(3);
            bench.check();
        }
        CHECK(valueOf(bench, "mish f(x)") == "true");  // with its short name
        CHECK(valueOf(bench, "leaky_relu f(x)") == "nothing");
        REQUIRE(bench.click("relu f(x)"));
        CHECK(valueOf(bench, "relu f(x)") == "false");
    }
}

TEST_CASE("without room others get short names, then none; the main line has always one",
          "[plot]") {
    Stage stage;
    PlotView view;
    const std::vector<Series> series{
        {.name = "chosen function", .shortName = "chosen", .main = true},
        {.name = "another function", .shortName = "other"},
        {.name = "third function", .shortName = "third"}};
    stage.ui.registry.recordTexts = true;
    const auto texts = [&](float width) {
        stage.frames(2, [&] { legend(stage.ui, {100, 100, 100 + width, 128}, series, view); });
        std::vector<std::string> shown;
        for (const TextPiece& piece : stage.ui.registry.texts()) shown.push_back(piece.text);
        return shown;
    };
    using Texts = std::vector<std::string>;
    CHECK(texts(500) == Texts{"third function", "another function", "chosen function"});
    CHECK(texts(290) == Texts{"third", "other", "chosen function"});
    CHECK(texts(225) == Texts{"third", "other", "chosen"});
    CHECK(texts(160) == Texts{"third", "chosen"});
    CHECK(texts(80) == Texts{"chosen"});
}

TEST_CASE("bars of saturated values have colours of their own, and edges that can be seen",
          "[lab]") {
    Stage stage;
    stage.frame([] {});
    PlotSpec spec{.label = "Chart",
                  .bars = {.from = 0,
                           .to = 3,
                           .heights = {0.5, 1, 0.8},
                           .marked = {0.5, 0.25, 0},
                           .color = Color::hex(1),
                           .edge = Color::hex(2),
                           .markedColor = Color::hex(3),
                           .markedEdge = Color::hex(4)},
                  .fitX = {0, 3},
                  .fitY = {0, 1}};
    const PlotFrame frame(stage.ui, {100, 100, 700, 500}, spec, {});
    const auto colors = [&](std::size_t index) {
        std::vector<int> found;
        for (const Block& block : barBlocks(frame, spec.bars, index))
            found.push_back(block.color.b);
        return found;
    };
    CHECK(colors(0) == std::vector<int>{1, 3, 4});
    CHECK(colors(1) == std::vector<int>{1, 3, 2});
    CHECK(colors(2) == std::vector<int>{1, 2});
    const auto blocks = barBlocks(frame, spec.bars, 1);
    CHECK(std::abs(blocks[1].box.GetHeight() / blocks[0].box.GetHeight() - 0.25f) < 1e-3f);
    CHECK(blocks[2].box.Min.y == blocks[0].box.Min.y);
    for (const Tokens* t : {&darkTokens(), &lightTokens()}) {
        INFO((t->light ? "light" : "dark"));
        const Color shaded = mix(t->panel, t->bad, t->saturationAlpha);
        for (const Color edge : {t->histogramEdge, t->saturatedEdge})
            for (const Color behind : {t->panel, shaded}) CHECK(contrast(edge, behind) >= 3);
        CHECK(contrast(t->saturated, t->histogram) > 1.5);
        CHECK(contrast(t->saturated, shaded) > 1.9);
    }
}

}  // namespace squash::ui::test
