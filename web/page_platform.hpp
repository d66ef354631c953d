// The browser as the front end's machine: settings in local storage, the page's clipboard, file
// chooser. Only the page's main thread calls it.
#pragma once
#include "ui/platform.hpp"

namespace squash::web {

struct PageFacts {
    std::string backend;  // "threads+relaxed", "threads", "single+relaxed", "single"
    bool threads = false;
    std::size_t workers = 1;
};

class PagePlatform final : public ui::Platform {
public:
    explicit PagePlatform(PageFacts facts) : facts_(std::move(facts)) {}

    std::string backend() const override { return facts_.backend; }
    bool threads() const override { return facts_.threads; }
    std::size_t workers() const override { return facts_.workers; }

    void setClipboard(const std::string& text) override;
    std::string address() const override;
    void openFile() override;
    void saveText(const std::string& name, const std::string& text) override;
    void savePicture(const std::string& name, const Area& area) override;
    // Tab leaves the canvas, so that nobody who has no mouse is caught in it.
    bool ownsTab() const override { return false; }

    std::string setting(const std::string& name) const override;
    void storeSetting(const std::string& name, const std::string& value) override;

    bool prefersLightTheme() const override;
    bool prefersReducedMotion() const override;
    bool coarsePointer() const override;
    std::string dropTarget() const override { return "drop files on the page"; }

private:
    PageFacts facts_;
};

}  // namespace squash::web
