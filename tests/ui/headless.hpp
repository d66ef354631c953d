// The whole front end without a window: a Dear ImGui context whose clock, mouse and textures are the
// test's, a platform that remembers what it was asked, and frames that are laid out but never drawn.
#pragma once
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "imgui.h"
#include "imgui_internal.h"
#include "squash/data/shapes.hpp"
#include "ui/app/app.hpp"

namespace squash::ui::test {

class FakePlatform : public Platform {
public:
    std::string backend() const override { return "single"; }
    bool threads() const override { return false; }  // the test pumps, so that nothing runs unseen
    std::size_t workers() const override { return 1; }
    void setClipboard(const std::string& text) override { clipboard = text; }
    void openFile() override { ++filesAsked; }
    void saveText(const std::string& name, const std::string& text) override { saved[name] = text; }
    void savePicture(const std::string& name, const Area& area) override { pictures[name] = area; }
    std::string setting(const std::string& name) const override {
        const auto found = settings.find(name);
        return found == settings.end() ? "" : found->second;
    }
    void storeSetting(const std::string& name, const std::string& value) override {
        settings[name] = value;
    }
    bool prefersLightTheme() const override { return lightSystem; }
    bool coarsePointer() const override { return coarse; }
    bool ownsTab() const override { return tab; }
    std::string dropTarget() const override { return "drop files on the window"; }

    std::map<std::string, std::string> settings;
    std::string clipboard;
    std::map<std::string, std::string> saved;
    std::map<std::string, Area> pictures;
    int filesAsked = 0;
    bool coarse = false, tab = true, lightSystem = false;
};

class Context {
public:
    Context() : context_(ImGui::CreateContext()) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.LogFilename = nullptr;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
        io.DeltaTime = 1.0f / 60;
        io.DisplaySize = {1440, 900};
    }
    ~Context() {
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) destroy(*texture);
        ImGui::DestroyContext(context_);
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    // Says yes to every texture Dear ImGui wants, as a renderer would.
    void acceptTextures() {
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
            if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(ImTextureID{1});
            if (texture->Status == ImTextureStatus_WantDestroy)
                destroy(*texture);
            else
                texture->SetStatus(ImTextureStatus_OK);
        }
    }

private:
    static void destroy(ImTextureData& texture) {
        texture.SetTexID(ImTextureID_Invalid);
        texture.SetStatus(ImTextureStatus_Destroyed);
    }

    ImGuiContext* context_;
};

inline DatasetPtr fewShapes() {
    ShapesOptions options;
    options.train = 96;
    options.validation = 40;
    return std::make_shared<const Dataset>(generateShapes(options));
}

// An App in a context of its own, held at step 0 unless told otherwise.
class Bench {
public:
    explicit Bench(float width = 1440, float height = 900, float ratio = 1, bool light = false)
        : ratio_(ratio) {
        ImGui::GetIO().DisplaySize = {width, height};
        ImGui::GetIO().DisplayFramebufferScale = {ratio, ratio};
        platform.settings["theme"] = light ? "light" : "dark";
        platform.settings["hints"] = "seen";
        AppOptions options;
        options.data = fewShapes();
        options.experiment.batch = 32;
        options.experiment.epochs = 3;
        options.playing = false;
        app = std::make_unique<App>(platform, options);
        frames(3);
    }

    void frame() {
        ImGui::NewFrame();
        app->frame(ratio_);
        ImGui::Render();
        context_.acceptTextures();
    }
    void frames(int count) {
        for (int i = 0; i < count; ++i) frame();
    }
    // Trains until the state's field is at least this, or gives up.
    nlohmann::json trainTo(const char* field, double value) {
        for (int i = 0; i < 4000; ++i) {
            app->pump(50);
            const auto now = state();
            if (now[field].is_number() && now[field].get<double>() >= value) break;
        }
        frames(2);
        return state();
    }
    void pump(int times = 3) {
        for (int i = 0; i < times; ++i) app->pump(0.01);
        frame();
    }
    nlohmann::json state() { return nlohmann::json::parse(app->stateJson()); }
    nlohmann::json widgets() const { return nlohmann::json::parse(app->widgetsJson()); }
    nlohmann::json set(const nlohmann::json& wanted) {
        return nlohmann::json::parse(app->set(wanted.dump()));
    }
    const nlohmann::json* find(const nlohmann::json& list, const std::string& label) const {
        for (const auto& each : list)
            if (each["label"] == label) return &each;
        return nullptr;
    }
    // Moves the mouse there and presses, over several frames as a person does. False: no such widget.
    bool click(const std::string& label) {
        const auto list = widgets();
        const auto* found = find(list, label);
        if (!found) return false;
        ImGuiIO& io = ImGui::GetIO();
        io.AddMousePosEvent((*found)["x"].get<float>() + (*found)["width"].get<float>() / 2,
                            (*found)["y"].get<float>() + (*found)["height"].get<float>() / 2);
        frames(2);
        io.AddMouseButtonEvent(0, true);
        frames(2);
        io.AddMouseButtonEvent(0, false);
        frames(3);
        return true;
    }

private:
    Context context_;  // before the app, after it when leaving

public:
    FakePlatform platform;
    std::unique_ptr<App> app;

private:
    float ratio_;
};

// A widget's value as text; "nothing" where it is not on the screen.
inline std::string valueOf(const Bench& bench, const std::string& label) {
    const nlohmann::json list = bench.widgets();
    const nlohmann::json* found = bench.find(list, label);
    if (!found) return "nothing";
    const nlohmann::json& value = (*found)["value"];
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace squash::ui::test
