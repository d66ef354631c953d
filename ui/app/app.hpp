// The whole front end behind one class. A host makes a Dear ImGui context with its backends, then
// calls frame() between ImGui::NewFrame() and ImGui::Render(); everything else is input from
// outside (files, scripts) and answers to it.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "squash/data/dataset.hpp"
#include "squash/io/experiment.hpp"
#include "ui/platform.hpp"
#include "ui/widgets/registry.hpp"

namespace squash::ui {

struct AppOptions {
    DatasetPtr data;  // to start with; may be the generated set
    Experiment experiment;
    bool playing = true;  // a network is already learning at first sight
};

class App {
public:
    App(Platform& platform, const AppOptions& options);  // needs a current ImGui context
    ~App();

    // Draws one frame over the whole of ImGui's main viewport; pixelRatio is the framebuffer's
    // scale (1..3). Applies theme and fonts itself.
    void frame(float pixelRatio);
    // Seconds until something wants to be drawn even without input (0: at once, 0.2: idle).
    double secondsToNextFrame() const;
    bool hasNews() const;  // of training, not shown in a frame yet
    // Slice of training for hosts without threads; call once a frame.
    void pump(double budgetMs);

    // A file that a person dropped or chose, in pieces. Errors become a message on the screen; the
    // data in use stays. Returns false when the file was refused (stop pushing).
    bool beginFile(const std::string& name, std::size_t bytes);
    bool pushFile(std::span<const std::uint8_t> piece);
    // more: the next beginFile() is of a .bin file dropped together with this one (isCifar10File
    // for both); they become one set when the last is finished.
    bool finishFile(bool more = false);
    // The file cannot be opened or read on: it is given up with those that were to be one set with
    // it, and why becomes the message.
    void abandonFile(const std::string& why);
    void dragOver(bool active);  // something hovers over the window: show what will be taken

    // The page's packed subset, part by part (part of `parts`, from 1). False: this one is damaged
    // and left out.
    bool addPackedPart(std::span<const std::uint8_t> bytes, std::size_t part, std::size_t parts);
    // No more can be had: without any the generated set is used. A bad message right after this says
    // why, and stays while these data are used.
    void noPackedParts();
    void setDataProgress(double share);  // 0..1 of the subset loaded; > 1: hide

    void setMessage(const std::string& text, bool bad);  // for as long as its toast shows

    // Automation (docs: README, "For scripts"). All answers are JSON text.
    std::string stateJson();
    std::string widgetsJson() const;  // rectangles in ImGui's coordinates (CSS pixels on the page)
    // A partial experiment, through the same path as a person's own clicks.
    // Returns {"ok":true,"notices":[...]} or {"ok":false,"error":"..."}.
    std::string set(const std::string& partialExperimentJson);

    // A link with "#e=", or an experiment's JSON: takes the place of the experiment in use. False, with a message on
    // the screen, when it is damaged or no experiment.
    bool open(const std::string& linkOrJson);

    // Compiles the shaders (needs a current GL context): {"images":"ok","heatmap":"ok"}, or the
    // compiler's words. For tests.
    std::string shadersJson();

    // For tests: every piece of text of the last frame with the box it belongs to.
    void recordTexts(bool on);
    const std::vector<TextPiece>& texts() const;

    // After a lost and restored GL context: make textures and shaders again.
    void contextRestored();
    bool lightTheme() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace squash::ui
