// The page's program: makes the drawing context and the front end, and draws a frame when the page asks
// for one (web/page/loop.js decides when). JavaScript calls the functions named web_...; the rest of
// them is in calls.cpp (files, data, automation) and input.cpp (mouse, keys, text).
#include <emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>

#include "host.hpp"
#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"
#include "squash/data/shapes.hpp"

namespace squash::web {
namespace {

std::unique_ptr<Host> theHost;

bool makeDrawingContext() {
    EmscriptenWebGLContextAttributes wanted;
    emscripten_webgl_init_context_attributes(&wanted);
    wanted.majorVersion = 2;
    wanted.alpha = wanted.depth = wanted.stencil = wanted.antialias = false;
    wanted.preserveDrawingBuffer = true;  // only what changed is drawn
    const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context =
        emscripten_webgl_create_context("#canvas", &wanted);
    return context > 0 &&
           emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

const char* pasteText(ImGuiContext*) { return theHost->paste.c_str(); }

void keepCopiedText(ImGuiContext*, const char* text) {
    theHost->copied = text;
    theHost->platform.setClipboard(theHost->copied);
}

void noteCaret(ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* data) {
    FrameReport& report = theHost->report;
    report.wantText = data->WantTextInput ? 1.0F : 0.0F;
    report.caretX = data->InputPos.x;
    report.caretY = data->InputPos.y;
    report.lineHeight = data->InputLineHeight;
}

void setUpImGui(bool mac) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigMacOSXBehaviors = mac;
    io.BackendPlatformName = "squash page";
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
    platform.Platform_GetClipboardTextFn = pasteText;
    platform.Platform_SetClipboardTextFn = keepCopiedText;
    platform.Platform_SetImeDataFn = noteCaret;
    ImGui_ImplOpenGL3_Init("#version 300 es");
}

// On the page's few images the validation loss turns up from about the twelfth epoch on.
constexpr std::size_t kEpochs = 30;

// With a packed subset on its way, a few generated images hold its place until the first part.
ui::AppOptions firstOptions(bool packedData) {
    ShapesOptions shapes;
    if (packedData) {
        shapes.train = 200;
        shapes.validation = 100;
    }
    ui::AppOptions options;
    options.data = std::make_shared<const Dataset>(generateShapes(shapes));
    options.experiment.epochs = kEpochs;
    return options;
}

void beginFrame(float width, float height, float ratio) {
    ImGuiIO& io = ImGui::GetIO();
    const double now = emscripten_get_now();
    // A hidden tab's first frame after minutes must not look like minutes of animation.
    io.DeltaTime =
        static_cast<float>(std::clamp((now - theHost->lastFrameMs) / 1000.0, 0.0005, 0.5));
    theHost->lastFrameMs = now;
    io.DisplaySize = {width, height};
    io.DisplayFramebufferScale = {ratio, ratio};
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
}

// Was anything drawn?
bool endFrame() {
    ImGui::Render();
    if (!theHost->damage.narrow(*ImGui::GetDrawData())) return false;
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    return true;
}

void fillReport() {
    FrameReport& report = theHost->report;
    report.cursor = static_cast<float>(ImGui::GetMouseCursor());
    report.light = theHost->app->lightTheme() ? 1.0F : 0.0F;
    report.secondsToNext = static_cast<float>(theHost->app->secondsToNextFrame());
    report.navActive = ImGui::GetIO().NavActive ? 1.0F : 0.0F;
}

}  // namespace

Host* host() { return theHost.get(); }

}  // namespace squash::web

using namespace squash;
using namespace squash::web;

extern "C" {

// 1, or 0 where there is no drawing context.
EMSCRIPTEN_KEEPALIVE int web_start(const char* backend, int threads, int workers, int mac,
                                   int packedData, float width, float height, float ratio) {
    theHost = std::make_unique<Host>(
        PageFacts{.backend = backend,
                  .threads = threads != 0,
                  .workers = static_cast<std::size_t>(std::max(workers, 1))});
    if (!makeDrawingContext()) return 0;
    setUpImGui(mac != 0);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {width, height};
    io.DisplayFramebufferScale = {ratio, ratio};
    theHost->app = std::make_unique<ui::App>(theHost->platform, firstOptions(packedData != 0));
    return 1;
}

EMSCRIPTEN_KEEPALIVE const FrameReport* web_frame(float width, float height, float ratio) {
    beginFrame(width, height, ratio);
    theHost->app->frame(ratio);
    theHost->report.drawn = endFrame() ? 1.0F : 0.0F;
    fillReport();
    return &theHost->report;
}

// Does now what the waiting presses ask for, without a picture: where drawing is slow the browser grants
// few frames, and Pause must not wait for two of them (Dear ImGui takes a press and its release in
// frames of their own).
EMSCRIPTEN_KEEPALIVE void web_act() {
    constexpr int mostFrames = 4;
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const float ratio = ImGui::GetIO().DisplayFramebufferScale.x;
    for (int i = 0; i < mostFrames && ImGui::GetCurrentContext()->InputEventsQueue.Size > 0; ++i) {
        beginFrame(size.x, size.y, ratio);
        theHost->app->frame(ratio);
        ImGui::Render();  // its draw lists are left out; textures wait for the next picture
    }
}

EMSCRIPTEN_KEEPALIVE int web_has_news() { return theHost->app->hasNews() ? 1 : 0; }

EMSCRIPTEN_KEEPALIVE void web_pump(double budgetMs) { theHost->app->pump(budgetMs); }

// The names of the lost context's textures and buffers mean nothing in the new one.
EMSCRIPTEN_KEEPALIVE void web_context_restored() {
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
    ImGui_ImplOpenGL3_CreateDeviceObjects();
    theHost->damage.forget();
    theHost->app->contextRestored();
}

}  // extern "C"
