#include "ui/panels/status.hpp"

#include <algorithm>
#include <cmath>

#include "ui/panels/verdict.hpp"

namespace squash::ui {
namespace {

constexpr float kGap = 24;
constexpr const char* kArithmeticHelp =
    "What the layers' definitions need. Minimal filtering does with less, so this may be more than "
    "the machine's multiply-add peak.";

struct Line {
    Ui& ui;
    float x, right, y;

    bool fits(float width) const { return x + width <= right; }
    void say(const std::string& label, const std::string& text, Font font, Color color,
             const char* help = "") {
        const float width = ui.fonts.width(font, text.c_str()) + 1;
        if (text.empty() || !fits(width)) return;
        const ImRect box(x, y - 9, x + width, y + 9);
        textItem(ui, box, label, text, {font, color});
        if (*help) item(ui, box, {.label = label + " explained", .kind = Kind::Text, .help = help});
        x += width + kGap;
    }
};

std::string dataText(const Driver& driver) {
    const Dataset& data = *driver.data();
    const auto used = [](std::size_t limit, std::size_t all) {
        return grouped(limit ? std::min(limit, all) : all);
    };
    const Experiment& experiment = driver.experiment();
    const bool said = data.name.find("generated") != std::string::npos;
    return data.name + (data.generated && !said ? " (generated)" : "") + ", " +
           used(experiment.limit, data.train.size()) + " + " +
           used(experiment.validationLimit, data.validation.size()) + " images";
}

std::string workersText(const Driver& driver) {
    const std::size_t n = driver.workers();
    return driver.kernelTitle() + ", " + std::to_string(n) + (n == 1 ? " worker" : " workers");
}

Color dotColor(const Ui& ui, const Driver& driver) {
    if (!driver.snapshot().message.empty()) return ui.colors().bad;
    return driver.playing() ? ui.colors().good : ui.colors().faint;
}

// The message has what is left of the line.
void drawMessage(const PanelContext& context, Line& line) {
    context.messages.lineShowsAll = false;
    const std::string& stopped = context.driver.snapshot().message;
    const std::string& text = stopped.empty() ? context.messages.text : stopped;
    if (text.empty() || line.right - line.x < 80) return;
    const bool bad = !stopped.empty() || context.messages.bad;
    const Ui& ui = line.ui;
    const Tokens& c = ui.colors();
    const ImRect box(line.x, line.y - 9, line.right, line.y + 9);
    const float width = ui.fonts.width(Font::Small, text.c_str()) + 1;
    context.messages.lineShowsAll = stopped.empty() && line.fits(width);
    const bool news = !bad && context.messages.lineShowsAll &&
                      context.messages.age(ImGui::GetTime()) <= context.messages.toastSeconds();
    if (news)
        ImGui::GetWindowDrawList()->AddRectFilled(box.Min - ImVec2(8, 1),
                                                  {box.Min.x + width + 8, box.Max.y + 1},
                                                  c.raised.u32(), ui.metrics.fieldRadius);
    textItem(line.ui, box, "Message", text,
             {Font::Small, bad    ? c.badText
                           : news ? c.goodText
                                  : c.dim});
    item(line.ui, box, {.label = "Message text", .kind = Kind::Text, .help = text, .value = text});
}

// Where the Network card, with its remedy, was not on the screen.
void sayVerdict(const PanelContext& context, Line& line, const Network& network) {
    if (!context.messages.text.empty() || !context.driver.snapshot().message.empty()) return;
    if (line.ui.registry.find("Verdict") != nullptr) return;
    const std::vector<Finding> found = findingsOf(context, network);
    if (found.empty() || found.front().severity < Severity::Warning) return;
    const std::string all = inAll(found);
    line.say("What is the matter", whose(context.driver) + found.front().what, Font::Small,
             inkOf(line.ui.colors(), found.front().severity), all.c_str());
}

}  // namespace

std::string stateWord(const Driver& driver) {
    if (!driver.playing()) return driver.finished() ? "Finished" : "Paused";
    return driver.snapshot().validating ? "Validating" : "Training";
}

void drawStatus(const PanelContext& context, const ImRect& bar, const Network& network) {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    const Driver& driver = context.driver;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(bar.Min, bar.Max, c.panel.u32());
    list.AddRectFilled(bar.Min, {bar.Max.x, bar.Min.y + 1}, c.line.u32());
    const float y = bar.GetCenter().y;
    list.AddCircleFilled({bar.Min.x + 20, y}, 4, dotColor(ui, driver).u32());

    const std::string frames = fixed(context.framesPerSecond, 0) + " frames/s";
    const float width = ui.fonts.width(Font::Small, frames.c_str()) + 1;
    const bool wide = bar.GetWidth() > 900 && context.framesPerSecond > 0;
    if (wide)
        textItem(ui, {bar.Max.x - 16 - width, y - 9, bar.Max.x - 16, y + 9}, "Frames a second",
                 frames, {Font::Small, c.dim});

    Line line{ui, bar.Min.x + 30, bar.Max.x - 16 - (wide ? width + kGap : 0), y};
    line.say("State", stateWord(driver), Font::Small, c.dim);
    sayVerdict(context, line, network);
    // Below it the facts and the message share the rest; a message to read comes first.
    const bool short_ = line.right - line.x < 700 && !context.messages.text.empty();
    if (!short_) line.say("Data in use", dataText(driver), Font::Small, c.dim);
    if (!short_) line.say("Kernels", workersText(driver), Font::Small, c.dim);
    const Snapshot& snapshot = driver.snapshot();
    if (snapshot.imagesPerSecond > 0) {
        line.say("Training speed",
                 grouped(static_cast<std::uint64_t>(snapshot.imagesPerSecond)) + " images/s",
                 Font::NumberSmall, c.dim);
        line.say("Arithmetic", fixed(snapshot.gflops, 0) + " GFLOP/s", Font::NumberSmall, c.dim,
                 kArithmeticHelp);
    }
    drawMessage(context, line);
}

}  // namespace squash::ui
