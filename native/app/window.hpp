// A GLFW window with OpenGL 3.3 and Dear ImGui in it. Positions are in points: pixels divided by
// the monitor's scale, so the screen has the same size everywhere and is sharp on each.
#pragma once
#include <functional>
#include <string>
#include <vector>

struct GLFWwindow;

namespace squash::app {

struct WindowSpec {
    int width = 1440, height = 900;  // in points
    double pixelRatio = 0;           // 0: the monitor's
};

class Window {
public:
    explicit Window(const WindowSpec& spec);  // throws Error without a display or OpenGL 3.3
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    bool closing() const;
    bool minimised() const;  // there is nothing to draw on
    void close();
    void wait(double seconds);  // for input, at most so long; 0 takes what is there
    // Renders one frame, not yet shown: input() may add events before it begins.
    void frame(const std::function<void()>& input,
               const std::function<void(float pixelRatio)>& draw);
    void present();  // shows it
    // What was rendered, before present(): RGB rows from the top; sets its size in pixels.
    std::vector<unsigned char> pixels(int& width, int& height) const;

    int width() const, height() const;  // in points
    std::vector<std::string> takeDrops();
    void ignoreMouse();  // a script moves it

private:
    void makeWindow(const WindowSpec& spec);
    void setUpImGui();
    void connectInput();
    float scale() const;

    GLFWwindow* window_ = nullptr;
    double wantedRatio_ = 0;
    bool ignoreMouse_ = false;
    std::vector<std::string> drops_;
};

}  // namespace squash::app
