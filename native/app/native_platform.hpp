// The desktop as the front end sees it.
#pragma once
#include <functional>
#include <string>

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
    std::string setting(const std::string& name) const override;
    void storeSetting(const std::string& name, const std::string& value) override {
        settings_.set(name, value);
    }
    std::string dropTarget() const override { return "drop files on the window"; }

    // A file chosen in a dialog since the last call, or "".
    std::string takeChosenFile();
    std::function<void(const std::string& text, bool bad)> say;

private:
    const Options& options_;
    Settings& settings_;
    std::FILE* dialog_ = nullptr;  // a running file dialog's output
    std::string chosen_;
};

}  // namespace squash::app
