// What the front end needs of the machine it runs on. Each host implements it in one file.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>

namespace squash::ui {

class Platform {
public:
    virtual ~Platform() = default;

    // "native", or for the page "threads+relaxed", "threads", "single+relaxed", "single".
    virtual std::string backend() const = 0;
    virtual bool threads() const = 0;         // may the session have its own thread?
    virtual std::size_t workers() const = 0;  // of the pool; 0: one a core
    // What the calling thread has worked so far; passed time where that cannot be told.
    virtual double threadMs() const {
        using namespace std::chrono;
        return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
    }
    virtual std::string kernels() const { return "auto"; }

    virtual void setClipboard(const std::string& text) = 0;
    // Of the page, without what stands behind its '#'; "" for a window, whose links begin with '#'.
    virtual std::string address() const { return ""; }
    // Gives the person a file with this text, and says where it went.
    virtual void saveText(const std::string& name, const std::string& text) = 0;
    // The same with a PNG of this part of the screen (in points), as the next picture shows it.
    struct Area {
        float x = 0, y = 0, width = 0, height = 0;
    };
    virtual void savePicture(const std::string& name, const Area& area) = 0;
    // Asks for a file; the host later calls App::beginFile .. finishFile.
    virtual void openFile() = 0;
    // Does Tab move between the controls, or is it the surroundings' own?
    virtual bool ownsTab() const { return true; }

    // Small settings that outlive the program ("theme" -> "light"); "" when not there.
    virtual std::string setting(const std::string& name) const = 0;
    virtual void storeSetting(const std::string& name, const std::string& value) = 0;

    // Asked in every frame.
    virtual bool prefersLightTheme() const { return false; }
    virtual bool prefersReducedMotion() const { return false; }
    virtual bool coarsePointer() const { return false; }
    // "drop files on the page" or "on the window"; shown in hints
    virtual std::string dropTarget() const = 0;
};

}  // namespace squash::ui
