#include "window.hpp"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "imgui.h"
#include "imgui_impl_glfw.h"
#include "imgui_impl_opengl3.h"
#include "squash/core/error.hpp"

namespace squash::app {
namespace {

// Why GLFW failed, in its own words.
std::string reason() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text ? text : "unknown";
}

// GLFW 3.4 looks for Wayland first, and Wayland's library complains on the terminal where there is
// none. A display named for X11 alone says which it is.
void preferNamedDisplay() {
#ifdef GLFW_PLATFORM
    const auto named = [](const char* variable) {
        const char* value = std::getenv(variable);
        return value && *value;
    };
    // Without the folder for its socket there can be no Wayland either.
    if (!named("WAYLAND_DISPLAY") && (named("DISPLAY") || !named("XDG_RUNTIME_DIR")))
        glfwInitHint(GLFW_PLATFORM, GLFW_PLATFORM_X11);
#endif
}

Window& owner(GLFWwindow* window) {
    return *static_cast<Window*>(glfwGetWindowUserPointer(window));
}

}  // namespace

Window::Window(const WindowSpec& spec) : wantedRatio_(spec.pixelRatio) {
    glfwSetErrorCallback(nullptr);
    preferNamedDisplay();
    if (!glfwInit())
        throw Error("cannot open a window", "display",
                    "a desktop to draw on (" + reason() + "); without one use squash train");
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, spec.pixelRatio > 0 ? GLFW_FALSE : GLFW_TRUE);
    makeWindow(spec);
    setUpImGui();
    connectInput();
}

void Window::makeWindow(const WindowSpec& spec) {
    const double ratio = spec.pixelRatio > 0 ? spec.pixelRatio : 1;
    window_ = glfwCreateWindow(static_cast<int>(spec.width * ratio),
                               static_cast<int>(spec.height * ratio), "Squash", nullptr, nullptr);
    if (!window_) {
        const std::string why = reason();
        glfwTerminate();
        throw Error("cannot open a window", "OpenGL",
                    "OpenGL 3.3 (" + why + "); without it use squash train");
    }
    glfwSetWindowSizeLimits(window_, 360, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
}

void Window::setUpImGui() {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().LogFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(window_, false);
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

// Dear ImGui's own handlers, but for the cursor, which comes in pixels and is wanted in points.
void Window::connectInput() {
    glfwSetWindowUserPointer(window_, this);
    // Without the focus Dear ImGui lets go of every key and button: a script keeps its own.
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int focused) {
        if (!owner(w).ignoreMouse_) ImGui_ImplGlfw_WindowFocusCallback(w, focused);
    });
    glfwSetKeyCallback(window_, ImGui_ImplGlfw_KeyCallback);
    glfwSetCharCallback(window_, ImGui_ImplGlfw_CharCallback);
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int entered) {
        if (!owner(w).ignoreMouse_) ImGui_ImplGlfw_CursorEnterCallback(w, entered);
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int mods) {
        if (!owner(w).ignoreMouse_) ImGui_ImplGlfw_MouseButtonCallback(w, button, action, mods);
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double x, double y) {
        if (!owner(w).ignoreMouse_) ImGui_ImplGlfw_ScrollCallback(w, x, y);
    });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) {
        int points = 1, pixels = 1;
        glfwGetWindowSize(w, &points, nullptr);
        glfwGetFramebufferSize(w, &pixels, nullptr);
        const double perUnit = static_cast<double>(pixels) / points / owner(w).scale();
        if (!owner(w).ignoreMouse_) ImGui_ImplGlfw_CursorPosCallback(w, x * perUnit, y * perUnit);
    });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
        owner(w).drops_.insert(owner(w).drops_.end(), paths, paths + count);
    });
}

Window::~Window() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window_);
    glfwTerminate();
}

bool Window::closing() const { return glfwWindowShouldClose(window_); }
bool Window::minimised() const {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    return width == 0 || height == 0 || glfwGetWindowAttrib(window_, GLFW_ICONIFIED);
}
void Window::close() { glfwSetWindowShouldClose(window_, GLFW_TRUE); }

void Window::wait(double seconds) {
    if (seconds > 0) {
        glfwWaitEventsTimeout(seconds);
    } else {
        glfwPollEvents();
    }
}

float Window::scale() const {
    if (wantedRatio_ > 0) return static_cast<float>(wantedRatio_);
    float x = 1;
    glfwGetWindowContentScale(window_, &x, nullptr);
    return std::clamp(x, 0.5f, 4.0f);
}

int Window::width() const {
    int pixels = 0;
    glfwGetFramebufferSize(window_, &pixels, nullptr);
    return static_cast<int>(std::lround(static_cast<float>(pixels) / scale()));
}

int Window::height() const {
    int pixels = 0;
    glfwGetFramebufferSize(window_, nullptr, &pixels);
    return static_cast<int>(std::lround(static_cast<float>(pixels) / scale()));
}

void Window::frame(const std::function<void()>& input, const std::function<void(float)>& draw) {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    if (width == 0 || height == 0) return;
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    const float ratio = scale();
    io.DisplaySize = {static_cast<float>(width) / ratio, static_cast<float>(height) / ratio};
    io.DisplayFramebufferScale = {ratio, ratio};
    input();
    ImGui::NewFrame();
    draw(ratio);
    ImGui::Render();
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Window::present() { glfwSwapBuffers(window_); }

std::vector<unsigned char> Window::pixels(int& width, int& height) const {
    glfwGetFramebufferSize(window_, &width, &height);
    const auto row = static_cast<std::size_t>(width) * 3;
    std::vector<unsigned char> upward(row * static_cast<std::size_t>(height)),
        result(upward.size());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadBuffer(GL_BACK);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, upward.data());
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
        const auto from = upward.end() - static_cast<std::ptrdiff_t>((y + 1) * row);
        std::copy(from, from + static_cast<std::ptrdiff_t>(row),
                  result.begin() + static_cast<std::ptrdiff_t>(y * row));
    }
    return result;
}

std::vector<std::string> Window::takeDrops() { return std::exchange(drops_, {}); }

void Window::ignoreMouse() {
    ignoreMouse_ = true;
    ImGui_ImplGlfw_CursorEnterCallback(window_,
                                       GLFW_TRUE);  // else the backend asks for the cursor itself
}

}  // namespace squash::app
