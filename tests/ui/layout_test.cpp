// The whole screen in many states, each held against the rules of screen_checks.hpp.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "assets/presets.hpp"
#include "trained.hpp"
#include "ui/app/layout.hpp"

namespace squash::ui::test {
TEST_CASE("every size, theme and pixel ratio: text in its box, apart, readable, whole",
          "[layout]") {
    for (const ImVec2 size :
         {ImVec2(1024, 640), ImVec2(1440, 900), ImVec2(1920, 1080), ImVec2(2560, 1440),
          ImVec2(900, 700), ImVec2(600, 900), ImVec2(390, 844)})
        for (const float ratio : {1.0f, 1.5f, 2.0f, 3.0f})
            for (const bool light : {false, true}) {
                if (light != (ratio == 2)) continue;  // places do not depend on colours
                INFO(size.x << "x" << size.y << " at " << ratio << (light ? " light" : " dark"));
                Trained bench({size.x, size.y, ratio, light});
                bench.check();
                checkControls(bench.widgets());
            }
}

TEST_CASE("what lies above the screen is in its place too", "[layout]") {
    for (const ImVec2 size : {ImVec2(1440, 900), ImVec2(1024, 640), ImVec2(390, 844)}) {
        INFO(size.x << "x" << size.y);
        Trained bench({size.x, size.y, 1, size.x == 1440});
        bench.app->setMessage(
            "cannot read the images (holiday/data_batch_1.bin, byte 3073): a label from 0 to 9, "
            "found 77; the data in use stays as it was",
            true);
        bench.frames(4);
        CHECK(bench.shows("cannot read the images"));
        bench.check();
        bench.app->dragOver(true);
        bench.frames(3);
        CHECK(bench.shows("Drop to train"));
        bench.check();
        bench.app->dragOver(false);
        bench.frames(700);  // the toast goes
        REQUIRE(bench.click("Shortcuts"));
        CHECK(bench.shows("Play or pause"));
        bench.check();
        REQUIRE(bench.click("Close"));
        bench.pointAt("Start again");
        CHECK(bench.shows("Start again from"));
        bench.check();
    }
}

TEST_CASE("the hints point at what is there, and go for good", "[layout]") {
    Trained bench;
    bench.platform.settings["hints"] = "";
    bench.reopen();
    CHECK(bench.shows("A network is learning here"));
    bench.check();
    REQUIRE(bench.click("Next hint"));
    CHECK(bench.shows("Choose another shape"));
    bench.check();
    REQUIRE(bench.click("Got it"));
    CHECK_FALSE(bench.shows("Choose another shape"));
    CHECK(bench.platform.settings["hints"] == "seen");
}

TEST_CASE("the first hint leaves the tabs and the legend below it readable", "[layout]") {
    for (const ImVec2 size : {ImVec2(1440, 900), ImVec2(1024, 640), ImVec2(900, 700)}) {
        INFO(size.x << "x" << size.y);
        Trained bench({size.x, size.y, 1, false});
        bench.platform.settings["hints"] = "";
        bench.reopen();
        const auto texts = bench.app->texts();
        const auto bubble = std::ranges::find_if(texts, [](const TextPiece& piece) {
            return piece.text.starts_with("A network is learning here");
        });
        REQUIRE(bubble != texts.end());
        for (const json& widget : bench.widgets()) {
            const std::string label = widget["label"];
            const bool legend = label.ends_with("f(x)") || label == "Values note";
            if (widget["kind"] != "tab" && !legend) continue;
            INFO(widget.dump());
            const ImVec2 at(widget["x"].get<float>(), widget["y"].get<float>());
            const ImVec2 end(widget["width"].get<float>(), widget["height"].get<float>());
            CHECK_FALSE(overlap({at, at + end}, bubble->container));
        }
    }
}

TEST_CASE("all letters are drawn with the screen's own pixels", "[layout]") {
    for (const float ratio : {1.0f, 2.0f, 3.0f}) {
        Trained bench({1440, 900, ratio, false});
        std::size_t seen = 0;
        for (const ImFont* font : ImGui::GetIO().Fonts->Fonts) {
            INFO(ratio << " " << font->GetDebugName());
            CHECK(font->CurrentRasterizerDensity == ratio);
            ++seen;
        }
        CHECK(seen == 3);
    }
}

TEST_CASE("hints that nobody follows go by themselves", "[layout]") {
    Trained bench;
    bench.platform.settings["hints"] = "";
    bench.reopen();
    CHECK(bench.shows("A network is learning here"));
    bench.frames(1000);
    CHECK(bench.shows("Choose another shape"));
    bench.frames(1000);
    CHECK_FALSE(bench.shows("Choose another shape"));
    CHECK(bench.platform.settings["hints"].empty());
}

TEST_CASE("one layer at a time: its choice, its curve, its parameters", "[layout]") {
    Trained bench;
    REQUIRE(bench.click("Layers"));
    bench.check();
    REQUIRE(bench.click("Conv2D 2"));
    REQUIRE(bench.click("leaky_relu"));
    CHECK(bench.state()["experiment"]["activation"] == "relu+leaky_relu+relu+relu");
    bench.frames(3);
    CHECK(bench.shows("negative_slope"));
    CHECK(bench.shows("leaky_relu f(x)"));
    CHECK(bench.shows("LeNet-5, mixed activations"));
    bench.check();
    checkControls(bench.widgets());
    REQUIRE(bench.click("negative_slope slider"));
    const std::string changed = bench.state()["experiment"]["activation"];
    CHECK(changed.find("relu+leaky_relu(negative_slope=") == 0);
}

TEST_CASE("tabs, logarithmic axis and the card at the cursor", "[layout]") {
    Trained bench({900, 700, 1, true});
    for (const char* step : {"Log", "Accuracy", "Network", "Images", "Curve", "Loss"}) {
        INFO(step);
        REQUIRE(bench.click(step));
        bench.check();
        checkControls(bench.widgets());
    }
    REQUIRE(bench.click("training"));  // switched off, its name stays to be read
    bench.check();
    for (const char* plot : {"Loss chart", "Activation curve"}) {
        bench.pointAt(plot);
        const auto& texts = bench.app->texts();
        CHECK(std::any_of(texts.begin(), texts.end(), [&](const TextPiece& p) {
            return p.text == (plot[0] == 'L' ? "epoch" : "f'");
        }));
        checkPlaces(texts);
    }
}

TEST_CASE("long numbers and a loading file fit as well", "[layout]") {
    for (const ImVec2 size : {ImVec2(1024, 640), ImVec2(1440, 900), ImVec2(390, 844)}) {
        INFO(size.x << "x" << size.y);
        Trained bench({size.x, size.y, 2, false});
        bench.set({{"learningRate", 1.23456e-5},
                   {"epochs", 100000},
                   {"seed", 999999},
                   {"batch", 4096},
                   {"activation", "hard_sigmoid"},
                   {"optimizer", "sgd"}});
        bench.app->setDataProgress(0.4);
        bench.frames(4);
        CHECK(bench.shows("40 %") == (size.x == 1440));  // elsewhere it is scrolled out of sight
        bench.check();
    }
}

TEST_CASE("for fingers everything is larger and still in its place", "[layout]") {
    for (const ImVec2 size : {ImVec2(1440, 900), ImVec2(1024, 768), ImVec2(390, 844)}) {
        INFO(size.x << "x" << size.y);
        Trained bench({size.x, size.y, 3, true});
        bench.platform.coarse = true;
        bench.reopen();
        bench.check();
        const json widgets = bench.widgets();
        checkControls(widgets);
        for (const char* label : {"Play", "Step", "Epoch", "Start again", "New seed"}) {
            const json* w = bench.find(widgets, label);
            REQUIRE(w);
            CHECK((*w)["height"] == 44);
            CHECK((*w)["width"].get<float>() >= 44);
        }
    }
}

TEST_CASE("the layout's parts never overlap and fill the window", "[layout]") {
    for (float width = 360; width <= 3840; width += 37)
        for (float height = 400; height <= 2160; height += 113) {
            const Layout l = layoutFor({width, height}, Metrics{});
            std::vector<ImRect> parts{l.header, l.footer};
            if (l.shape == Shape::Narrow) {
                parts.push_back(l.column);
            } else {
                for (const ImRect& each : {l.left, l.upper, l.lower}) parts.push_back(each);
            }
            if (l.shape == Shape::Wide) parts.insert(parts.end(), {l.network, l.gallery});
            INFO(width << "x" << height);
            for (std::size_t i = 0; i < parts.size(); ++i) {
                REQUIRE(parts[i].GetWidth() > 100);
                REQUIRE(parts[i].GetHeight() > 20);
                REQUIRE(ImRect(0, 0, width, height).Contains(parts[i]));
                for (std::size_t j = i + 1; j < parts.size(); ++j)
                    REQUIRE_FALSE(overlap(parts[i], parts[j]));
            }
        }
}

TEST_CASE("a small window shows all prepared races, and all layers with the verdict", "[layout]") {
    Trained bench({1024, 640, 1, false});
    REQUIRE(bench.click("Race"));
    REQUIRE(bench.click("Network"));
    bench.frames(3);
    for (const assets::Preset& preset : assets::presets()) {
        INFO(preset.title);
        CHECK((valueOf(bench, preset.title) != "nothing") == preset.race);
    }
    CHECK(valueOf(bench, "Verdict") != "nothing");
    const json list = bench.widgets();
    const json *last = bench.find(list, "Layer dense_1"), *verdict = bench.find(list, "Verdict");
    REQUIRE(last);
    CHECK((*last)["y"].get<float>() + (*last)["height"].get<float>() <=
          (*verdict)["y"].get<float>());
    bench.check();
}

}  // namespace squash::ui::test
