// Only what changed is drawn again, and drawing it gives what drawing everything would have given.
#include "ui/gl/damage.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "headless.hpp"
#include "ui/gl/heat_map.hpp"
#include "ui/gl/image_grid.hpp"

namespace squash::ui::test {
namespace {

// A frame with a background and some rectangles, in a context of its own.
class Picture {
public:
    explicit Picture(float ratio = 1, ImVec2 size = {640, 480}) {
        ImGui::GetIO().DisplaySize = size;
        ImGui::GetIO().DisplayFramebufferScale = {ratio, ratio};
    }
    template <class Draw>
    ImDrawData& frame(Draw draw) {
        ImGui::NewFrame();
        ImDrawList& list = *ImGui::GetBackgroundDrawList();
        list.AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize, IM_COL32_BLACK);
        draw(list);
        ImGui::Render();
        context_.acceptTextures();
        return *ImGui::GetDrawData();
    }

private:
    Context context_;
};

void nothing(ImDrawList&) {}

// What the OpenGL backend makes of a clip rectangle.
gl::PixelBox scissor(const ImDrawData& data, const ImVec4& clip) {
    const float s = data.FramebufferScale.x;
    const int height = static_cast<int>(data.DisplaySize.y * s);
    const int y = static_cast<int>(static_cast<float>(height) - clip.w * s);
    const int top = height - y - static_cast<int>((clip.w - clip.y) * s);
    return {static_cast<int>(clip.x * s), top,
            static_cast<int>(clip.x * s) + static_cast<int>((clip.z - clip.x) * s), height - y};
}

std::size_t pixelAt(int x, int y, int across) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(across) +
           static_cast<std::size_t>(x);
}

// How often each pixel lies inside a command's scissor. Commands of the background come first.
std::vector<int> coverage(const ImDrawData& data) {
    const int across = static_cast<int>(data.DisplaySize.x * data.FramebufferScale.x),
              down = static_cast<int>(data.DisplaySize.y * data.FramebufferScale.y);
    std::vector<int> counts(pixelAt(0, down, across), 0);
    for (const ImDrawList* list : data.CmdLists)
        for (const ImDrawCmd& command : list->CmdBuffer) {
            const gl::PixelBox box = scissor(data, command.ClipRect).within({0, 0, across, down});
            for (int y = box.top; y < box.bottom; ++y)
                for (int x = box.left; x < box.right; ++x) ++counts[pixelAt(x, y, across)];
        }
    return counts;
}

}  // namespace

TEST_CASE("a frame like the one before needs no drawing", "[damage]") {
    Picture picture;
    gl::Damage damage;
    CHECK(damage.narrow(picture.frame(nothing)));
    CHECK_FALSE(damage.narrow(picture.frame(nothing)));
    damage.forget();
    CHECK(damage.narrow(picture.frame(nothing)));
    ImGui::GetIO().DisplaySize = {641, 480};
    CHECK(damage.narrow(picture.frame(nothing)));
    CHECK_FALSE(damage.narrow(picture.frame(nothing)));
}

TEST_CASE("changed cells are drawn once each, on whole pixels at every scale", "[damage]") {
    for (const float ratio : {1.0f, 1.1f, 1.05f, 1.25f, 1.3333334f, 2.0f, 2.7f}) {
        CAPTURE(ratio);
        Picture picture(ratio, {701, 503});
        gl::Damage damage;
        damage.narrow(picture.frame(nothing));
        ImDrawData& data = picture.frame([](ImDrawList& list) {
            list.AddRectFilled({100, 100}, {110.5f, 300}, IM_COL32_WHITE);
            list.AddRectFilled({300.3f, 20}, {500, 31}, IM_COL32_WHITE);
        });
        REQUIRE(damage.narrow(data));
        REQUIRE(data.CmdLists.Size == 1);
        const std::vector<int> counts = coverage(data);
        CHECK(*std::max_element(counts.begin(), counts.end()) == 1);
        const int across = static_cast<int>(data.DisplaySize.x * ratio),
                  down = static_cast<int>(data.DisplaySize.y * ratio);
        int wrong = 0, drawn = 0;
        for (int y = 0; y < down; ++y)
            for (int x = 0; x < across; ++x) {
                const auto in = [&](float left, float top, float right, float bottom) {
                    const auto cell = [&](float at) {
                        return static_cast<int>(std::floor(at * ratio)) / 64;
                    };
                    const auto last = [&](float at) {
                        return (static_cast<int>(std::ceil(at * ratio)) - 1) / 64;
                    };
                    return x / 64 >= cell(left) && x / 64 <= last(right) && y / 64 >= cell(top) &&
                           y / 64 <= last(bottom);
                };
                const bool wanted = in(100, 100, 110.5f, 300) || in(300.3f, 20, 500, 31);
                const int count = counts[pixelAt(x, y, across)];
                wrong += count != (wanted ? 1 : 0);
                drawn += count;
            }
        CHECK(wrong == 0);
        CHECK(drawn < across * down / 2);
    }
}

TEST_CASE("what is taken away, moved below or recoloured counts as a change", "[damage]") {
    Picture picture;
    gl::Damage damage;
    const auto one = [](ImDrawList& list, ImU32 color) {
        list.AddRectFilled({10, 10}, {20, 20}, color);
    };
    const auto two = [](ImDrawList& list) {
        list.AddRectFilled({12, 12}, {25, 25}, IM_COL32(200, 0, 0, 255));
    };
    const ImU32 white = IM_COL32_WHITE;
    damage.narrow(picture.frame([&](ImDrawList& list) { one(list, white), two(list); }));
    CHECK(damage.narrow(picture.frame([&](ImDrawList& list) { two(list), one(list, white); })));
    CHECK(damage.narrow(picture.frame([&](ImDrawList& list) { two(list); })));
    CHECK(damage.narrow(picture.frame([&](ImDrawList& list) { one(list, white); })));
    CHECK(damage.narrow(picture.frame([&](ImDrawList& list) { one(list, IM_COL32_BLACK); })));
    CHECK_FALSE(damage.narrow(picture.frame([&](ImDrawList& list) { one(list, IM_COL32_BLACK); })));
}

TEST_CASE("a callback is drawn again when its data differ or what lies below it does", "[damage]") {
    Picture picture;
    gl::Damage damage;
    const auto withCallback = [](int value, ImU32 below = IM_COL32_BLACK) {
        return [=](ImDrawList& list) {
            int data = value;
            list.PushClipRect({64, 64}, {128, 128});
            list.AddRectFilled({64, 64}, {128, 128}, below);
            list.AddCallback([](const ImDrawList*, const ImDrawCmd*) {}, &data, sizeof data);
            list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
            list.PopClipRect();
        };
    };
    const auto callbacks = [](const ImDrawData& data) {
        int count = 0;
        for (const ImDrawList* list : data.CmdLists)
            for (const ImDrawCmd& command : list->CmdBuffer)
                count += command.UserCallback != nullptr &&
                         command.UserCallback != ImDrawCallback_ResetRenderState;
        return count;
    };
    damage.narrow(picture.frame(withCallback(1)));
    CHECK_FALSE(damage.narrow(picture.frame(withCallback(1))));
    ImDrawData& other = picture.frame(withCallback(2));
    REQUIRE(damage.narrow(other));
    CHECK(callbacks(other) == 1);
    ImDrawData& below = picture.frame(withCallback(2, IM_COL32_WHITE));
    REQUIRE(damage.narrow(below));
    CHECK(callbacks(below) == 1);
    ImDrawData& elsewhere = picture.frame([&](ImDrawList& list) {
        withCallback(2, IM_COL32_WHITE)(list);
        list.AddRectFilled({300, 300}, {310, 310}, IM_COL32_WHITE);
    });
    REQUIRE(damage.narrow(elsewhere));
    CHECK(callbacks(elsewhere) == 0);
}

TEST_CASE("an image that is replaced is drawn again where it stands", "[damage]") {
    Picture picture;
    gl::Damage damage;
    gl::ImageGrid grid;
    const auto images = [&](ImDrawList& list) {
        grid.beginFrame();
        grid.draw(list, {{0, {70, 70}, {102, 102}, 4}});
    };
    std::vector<std::uint8_t> planes(3 * 32 * 32, 100);
    grid.setImage(0, planes);
    damage.narrow(picture.frame(images));
    CHECK_FALSE(damage.narrow(picture.frame(images)));
    planes[5] = 101;
    grid.setImage(0, planes);
    ImDrawData& data = picture.frame(images);
    REQUIRE(damage.narrow(data));
    for (const ImDrawList* list : data.CmdLists)
        for (const ImDrawCmd& command : list->CmdBuffer) {
            if (command.UserCallback == ImDrawCallback_ResetRenderState) continue;
            const gl::PixelBox box = scissor(data, command.ClipRect);
            CHECK(box.left >= 64);
            CHECK(box.right <= 128);
        }
}

TEST_CASE("an image is not cut where its edges fall between pixels", "[damage]") {
    for (const float ratio : {1.0f, 1.1f, 1.25f, 1.75f, 2.0f})
        for (float at = 20; at < 90; at += 1.37f) {
            CAPTURE(ratio, at);
            Picture picture(ratio);
            gl::ImageGrid grid;
            ImDrawData& data = picture.frame(
                [&](ImDrawList& list) { grid.draw(list, {{0, {at, at}, {at + 32, at + 32}, 4}}); });
            for (const ImDrawList* list : data.CmdLists)
                for (const ImDrawCmd& command : list->CmdBuffer) {
                    if (!command.UserCallback ||
                        command.UserCallback == ImDrawCallback_ResetRenderState)
                        continue;
                    const gl::PixelBox box = scissor(data, command.ClipRect);
                    // A pixel is drawn where its middle is inside.
                    const float first = std::ceil(at * ratio - 0.5f);
                    const float end = std::ceil((at + 32) * ratio - 0.5f);
                    CHECK(static_cast<float>(box.left) <= first);
                    CHECK(static_cast<float>(box.top) <= first);
                    CHECK(static_cast<float>(box.right) >= end);
                    CHECK(static_cast<float>(box.bottom) >= end);
                }
        }
}

TEST_CASE("other values, colours or places of a heat map are drawn again", "[damage]") {
    Picture picture;
    gl::Damage damage;
    gl::HeatMaps maps;
    gl::HeatMapSpec spec{.values = {0, 1}, .columns = 2, .rows = 1, .places = {{{9, 9}, {40, 19}}}};
    const Tokens* tokens = &darkTokens();
    const auto changed = [&] {
        return damage.narrow(picture.frame([&](ImDrawList& list) {
            maps.beginFrame();
            maps.draw(list, spec, *tokens);
        }));
    };
    CHECK(changed());
    CHECK_FALSE(changed());
    spec.values[1] = 0.5f;
    CHECK(changed());
    spec.highest = 2;
    CHECK(changed());
    spec.diverging = true;
    CHECK(changed());
    tokens = &lightTokens();
    CHECK(changed());
    spec.places[0].max.x = 41;
    CHECK(changed());
    CHECK_FALSE(changed());
}

TEST_CASE("a step of training changes less than half of the screen", "[damage]") {
    Bench bench;
    gl::Damage damage;
    REQUIRE(bench.click("Step"));
    bench.trainTo("step", 1);
    bench.frames(60);
    damage.narrow(*ImGui::GetDrawData());
    bench.frame();
    CHECK_FALSE(damage.narrow(*ImGui::GetDrawData()));
    bench.app->set(R"({"playing":true})");
    bench.app->pump(50);
    bench.frame();
    ImDrawData& data = *ImGui::GetDrawData();
    REQUIRE(damage.narrow(data));
    int indices = 0;
    for (const ImDrawList* list : data.CmdLists) indices += list->IdxBuffer.Size;
    CHECK(indices > 0);
    CHECK(indices < data.TotalIdxCount / 2);
}

}  // namespace squash::ui::test
