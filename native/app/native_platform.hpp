// The desktop as the front end sees it.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "options.hpp"
#include "settings.hpp"
#include "ui/platform.hpp"

namespace squash::app {

class NativePlatform : public ui::Platform {
public:
    NativePlatform(const Options& options, Settings& settings)
        : options_(options), settings_(settings) {}

    std::string backend() const override { return "native"; }
    bool threads() const override { return true; }
    std::size_t workers() const override { return options_.threads; }
    std::string kernels() const override { return options_.isa; }
    double threadMs() const override;
    void setClipboard(const std::string& text) override;
    void openFile() override;
    void saveText(const std::string& name, const std::string& text) override;
    void savePicture(const std::string& name, const Area& area) override;
    std::string setting(const std::string& name) const override;
    void storeSetting(const std::string& name, const std::string& value) override {
        settings_.set(name, value);
    }
    std::string dropTarget() const override { return "drop files on the window"; }

    // A file chosen in a dialog since the last call, or "".
    std::string takeChosenFile();
    std::function<void(const std::string& text, bool bad)> say;

    // A picture that was asked for, when the frames in between are drawn.
    struct Picture {
        std::string name;
        Area area;
        int frames = 3;  // the list that was open over it closes
    };
    std::optional<Picture> takePicture();
    // Where it went or why not, as a message. width and height in pixels, RGB rows from the top.
    void writePicture(const Picture& picture, int width, int height,
                      const std::vector<unsigned char>& pixels, float pixelRatio);

private:
    void tellSaved(const std::filesystem::path& path, bool good) const;

    const Options& options_;
    Settings& settings_;
    std::FILE* dialog_ = nullptr;  // a running file dialog's output
    std::string chosen_;
    std::optional<Picture> picture_;
};

}  // namespace squash::app
