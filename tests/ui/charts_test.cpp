// The charts of a run: colours that can be seen, all the data in view, dots on their lines, and the
// keyboard's way through them.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>

#include "stage.hpp"
#include "trained.hpp"
#include "ui/panels/charts.hpp"
#include "ui/plot/frame.hpp"

namespace squash::ui::test {
namespace {

constexpr std::size_t kSteps = 20;  // an epoch

// So many epochs whose loss falls from `first` over the first epoch, then from 2 to 1.
Snapshot run(std::size_t epochs, double first, std::size_t steps) {
    Snapshot s;
    s.generation = 1;
    s.stepsPerEpoch = kSteps;
    for (std::size_t i = 1; i <= steps; ++i) {
        const double done = static_cast<double>(i) / kSteps;
        const double loss = done <= 1 ? std::lerp(first, 2, done) : 1 + 1 / done;
        s.history.append(StepPoint{i, static_cast<float>(loss), i == steps ? 1.0f : 0.5f});
    }
    for (std::size_t e = 1; e <= epochs; ++e) {
        const double of = static_cast<double>(e);
        s.history.append({.epoch = e,
                          .step = e * kSteps,
                          .loss = e == 1 ? (first + 2) / 2 : 1 + 1 / of,
                          .accuracy = e == 1 ? 0.01 : 0.5,
                          .validationLoss = 1.2 + 1 / of,
                          .validationAccuracy = 0.5});
    }
    return s;
}

RunLines linesOf(const Snapshot& snapshot) {
    RunLines lines;
    RunnerState state;
    state.history = snapshot.history;
    state.stepsPerEpoch = snapshot.stepsPerEpoch;
    state.step = snapshot.history.steps();
    lines.follow(state, {.run = snapshot.generation});
    return lines;
}

double contrastOf(const Series& series, const Tokens& t) {
    return contrast(mix(series.color, t.panel, series.faintness), t.panel);
}

// A plot of a line with many points and one with a point an epoch.
struct Dotted {
    Stage stage;
    PlotView view;
    std::vector<PlotPoint> fine, coarse{{1, 2}, {2, 1}, {3, 0.5}};
    PlotSpec spec;
    Dotted() {
        for (int i = 0; i <= 30; ++i) fine.push_back({i * 0.1, 2.5});
        spec = {.label = "Chart",
                .series = {{.name = "fine", .points = fine, .stepped = true},
                           {.name = "coarse",
                            .points = coarse,
                            .color = Color::hex(0xff0000),
                            .stepped = true}},
                .fitX = {0, 3},
                .fitY = {0, 3},
                .xName = "epoch",
                .xPlaces = 2,
                .snapX = true};
        stage.ui.registry.recordTexts = true;
        stage.frame(draw);
    }
    std::function<void()> draw = [this] { plot(stage.ui, {100, 100, 700, 500}, spec, view); };
    bool shows(const std::string& text) const {
        const auto& texts = stage.ui.registry.texts();
        return std::any_of(texts.begin(), texts.end(),
                           [&](const TextPiece& piece) { return piece.text == text; });
    }
};

}  // namespace

TEST_CASE("every batch can be seen while it is the only line, and behind the others", "[charts]") {
    for (const Tokens* t : {&darkTokens(), &lightTokens()})
        for (const bool accuracy : {false, true}) {
            INFO((t->light ? "light" : "dark"));
            const RunLines first = linesOf(run(0, 2.4, 12)), later = linesOf(run(3, 2.4, 60));
            CHECK(contrastOf(chartSeries(*t, first, accuracy)[0], *t) >= 3);
            const auto lines = chartSeries(*t, later, accuracy);
            CHECK(contrastOf(lines[0], *t) >= 2.2);
            CHECK(contrastOf(lines[0], *t) < contrastOf(lines[1], *t));
            CHECK(contrastOf(lines[1], *t) >= 3);
            CHECK(contrastOf(lines[1], *t) < contrastOf(lines[2], *t));
            for (const Series& each : lines) CHECK(contrast(legendInk(*t, each), t->panel) >= 3);
        }
}

TEST_CASE("fit shows the whole of a loss, but for a start that would press the rest flat",
          "[charts]") {
    const RunLines calm = linesOf(run(6, 3, 120));
    for (const bool log : {false, true}) {
        const Range shown = fitRange(calm, false, log);
        for (const auto* line : {&calm.batches(false), &calm.training(false)})
            for (const PlotPoint& p : *line) {
                CHECK(p.y <= shown.high);
                CHECK(p.y >= shown.low);
            }
    }
    const RunLines wild = linesOf(run(6, 200, 120));
    CHECK(fitRange(wild, false, false).high < 50);
    CHECK(wild.batchRange(false).high > 150);
}

TEST_CASE("fit never cuts accuracy", "[charts]") {
    const RunLines lines = linesOf(run(6, 3, 120));
    const Range shown = fitRange(lines, true, false);
    CHECK(shown.low <= 0.01);  // the first epoch's mean
    CHECK(shown.high >= 1.0);  // a single batch
}

TEST_CASE("the card names the point whose value it shows, and the dot lies on it", "[charts]") {
    Dotted d;
    const PlotFrame frame(d.stage.ui, {100, 100, 700, 500}, d.spec, d.view);
    d.stage.moveTo({frame.px(1.8), 300}, d.draw);
    CHECK(d.shows("1.80"));
    CHECK(d.shows("fine"));
    CHECK(d.shows("coarse at 2"));
    CHECK(d.shows("1.0000"));
    const ImVec2 on = frame.place(d.coarse[1], d.spec.series[1]);
    const ImVec2 off(frame.px(1.8), on.y);
    int left = 0, right = 0;
    d.stage.frame([&] {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const int before = list.VtxBuffer.Size;
        drawCursor(d.stage.ui, frame, d.spec, d.view,
                   {cursorX(frame, d.spec, d.view), ImGui::GetIO().MousePos.y});
        for (int i = before; i < list.VtxBuffer.Size; ++i) {
            const ImDrawVert& v = list.VtxBuffer[i];
            if (v.col != d.spec.series[1].color.u32()) continue;
            left += ImLengthSqr(v.pos - off) < 36;
            right += ImLengthSqr(v.pos - on) < 36;
        }
    });
    CHECK(left == 0);
    CHECK(right > 6);
    d.stage.moveTo({frame.px(2), 300}, d.draw);
    CHECK(d.shows("coarse"));
}

TEST_CASE("arrows alone leave a focused plot as it is, with Shift they pan it", "[charts]") {
    Dotted d;
    const auto draw = [&] {
        d.draw();
        button(d.stage.ui, {100, 540, 200, 570}, {.label = "Below"});
    };
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const auto focus = [&](const char* label) {
        const Widget* widget = d.stage.ui.registry.find(label);
        REQUIRE(widget);
        return g.NavId == widget->id && g.NavCursorVisible;
    };
    d.stage.frame(draw);
    d.stage.press(ImGuiKey_Tab, draw);
    REQUIRE(focus("Chart"));
    CHECK(d.shows("Shift and arrows pan, + and - zoom, Home fits."));
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
    d.stage.press(ImGuiKey_DownArrow, draw);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
    CHECK(focus("Chart"));
    REQUIRE(d.view.y);
    CHECK(d.view.y->low < 0);
    d.stage.press(ImGuiKey_Home, draw);
    CHECK(focus("Chart"));
    CHECK_FALSE(d.view.zoomed());
    d.stage.press(ImGuiKey_DownArrow, draw);
    CHECK(focus("Below"));
    CHECK_FALSE(d.view.zoomed());
}

TEST_CASE("the keyboard's focus goes to controls, never to a column that scrolls", "[charts]") {
    Trained bench;
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const auto press = [&](ImGuiKey key) {
        ImGui::GetIO().AddKeyEvent(key, true);
        bench.frames(2);
        ImGui::GetIO().AddKeyEvent(key, false);
        bench.frames(2);
    };
    bool inColumn = false;
    for (const ImGuiKey key :
         {ImGuiKey_DownArrow, ImGuiKey_LeftArrow, ImGuiKey_UpArrow, ImGuiKey_RightArrow,
          ImGuiKey_DownArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow, ImGuiKey_LeftArrow,
          ImGuiKey_LeftArrow, ImGuiKey_LeftArrow, ImGuiKey_LeftArrow, ImGuiKey_LeftArrow}) {
        press(key);
        REQUIRE(g.NavWindow);
        INFO(g.NavWindow->Name);
        CHECK(g.NavWindow->NavRectRel[0].GetHeight() < 600);  // the column is taller
        CHECK(bench.find(bench.widgets(), "Fit") == nullptr);
        inColumn |= (g.NavWindow->Flags & ImGuiWindowFlags_ChildWindow) != 0;
    }
    CHECK(inColumn);
}

}  // namespace squash::ui::test
