#include "ui/app/app.hpp"

#include <algorithm>
#include <utility>

#include "ui/app/driver.hpp"
#include "ui/app/intake.hpp"
#include "ui/app/screen.hpp"
#include "ui/app/shared_link.hpp"
#include "ui/app/state_json.hpp"
#include "ui/gl/heat_map.hpp"
#include "ui/theme/style.hpp"

namespace squash::ui {
namespace {

constexpr double kTrainingFrame = 1.0 / 30, kIdleFrame = 0.2;
constexpr double kLivelyFor = 0.5;  // seconds of full frame rate after the last input
constexpr double kKeepSeconds = 1;  // between two savings of the experiment
constexpr const char* kKept = "experiment";
constexpr double kFrameWeight = 0.05;  // of the newest frame in the mean of their times

bool inputThisFrame() {
    const ImGuiIO& io = ImGui::GetIO();
    return io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0 ||
           ImGui::IsAnyMouseDown() || ImGui::GetCurrentContext()->InputEventsTrail.Size > 0;
}

// Frames laid out: Dear ImGui's mean is over 60 of them, which take 12 s where nothing moves.
struct FrameRate {
    double since = 0, perSecond = 0;  // 0: not known yet
    int frames = 0;

    void count(double now) {
        ++frames;
        if (now - since < 1) return;
        perSecond = std::exchange(frames, 0) / (now - since);
        since = now;
    }
};

}  // namespace

struct App::Impl {
    Impl(Platform& host, const AppOptions& options)
        : platform(host), driver(host, options), intake(driver, messages), screen(host) {}

    Platform& platform;
    Messages messages;
    Driver driver;
    Intake intake;
    Ui ui;
    gl::ImageGrid images;
    gl::HeatMaps heatMaps;
    Screen screen;
    FrameRate frameRate;
    bool light = false, dropping = false;
    bool themeChosen = false;  // by the person: else it is the system's, also when that changes
    bool lacking = false;      // parts that a host has not said the reason of
    double lastInput = 0, frameMs = 0;
    std::uint64_t keptChoices = 0;  // of the driver's, what a restart of the program brings back
    double keptAt = 0;

    void setUp();
    void applyTheme();
    void followSystem();
    void switchTheme();
    void bringBack();
    void keep();
    void follow() { messages.follow(driver, ImGui::GetTime()); }
    void draw();
};

void App::Impl::setUp() {
    ImGuiIO& io = ImGui::GetIO();
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigInputTrickleEventQueue = true;
    ui.fonts.load();
    ui.metrics = metricsFor(platform.coarsePointer());
    ui.reducedMotion = platform.prefersReducedMotion();
    const std::string stored = platform.setting("theme");
    themeChosen = !stored.empty();
    light = themeChosen ? stored == "light" : platform.prefersLightTheme();
    applyTheme();
}

void App::Impl::applyTheme() {
    ui.tokens = light ? &lightTokens() : &darkTokens();
    applyStyle(*ui.tokens, ui.metrics);
}

void App::Impl::followSystem() {
    if (themeChosen || light == platform.prefersLightTheme()) return;
    light = !light;
    applyTheme();
}

void App::Impl::switchTheme() {
    light = !light;
    themeChosen = true;
    platform.storeSetting("theme", light ? "light" : "dark");
    applyTheme();
}

// What was on the screen when the program ended; Undo leads back to where it would have begun.
void App::Impl::bringBack() {
    const std::string last = platform.setting(kKept);
    if (!last.empty()) openExperiment(driver, messages, {last, "as you left it"});
    keptChoices = driver.choices();
}

// A slider that is dragged makes a choice a frame.
void App::Impl::keep() {
    if (driver.choices() == keptChoices || ImGui::GetTime() - keptAt < kKeepSeconds) return;
    keptChoices = driver.choices();
    keptAt = ImGui::GetTime();
    platform.storeSetting(kKept, sharedJson(driver));
}

App::App(Platform& platform, const AppOptions& options)
    : impl_(std::make_unique<Impl>(platform, options)) {
    impl_->setUp();
    impl_->bringBack();
}
App::~App() = default;

void App::Impl::draw() {
    intake.publish();
    driver.refresh();
    driver.shown();
    follow();
    keep();
    followSystem();
    frameRate.count(ImGui::GetTime());
    images.beginFrame();
    heatMaps.beginFrame();
    ui.beginFrame();
    ScreenState state{.data = intake.progress(), .dropping = dropping};
    screen.draw({ui, driver, messages, platform, images, heatMaps, frameMs, frameRate.perSecond},
                state);
    ui.endFrame();
    if (state.switchTheme) switchTheme();
}

void App::frame(float pixelRatio) {
    Impl& app = *impl_;
    const double start = app.platform.threadMs();
    app.ui.pixelRatio = pixelRatio;
    app.ui.fonts.setPixelRatio(pixelRatio);
    // Edges are smoothed over one pixel of the framebuffer, not over one of the layout.
    ImGui::GetDrawListSharedData()->InitialFringeScale = 1 / pixelRatio;
    if (inputThisFrame()) app.lastInput = ImGui::GetTime();
    app.draw();
    const double ms = app.platform.threadMs() - start;
    app.frameMs = app.frameMs == 0 ? ms : app.frameMs + (ms - app.frameMs) * kFrameWeight;
}

double App::secondsToNextFrame() const {
    if (ImGui::GetTime() - impl_->lastInput < kLivelyFor || impl_->messages.fresh) return 0;
    const Driver& driver = impl_->driver;
    const bool busy = driver.playing() || driver.waiting() || driver.measuring();
    return busy ? kTrainingFrame : kIdleFrame;
}

bool App::hasNews() const { return impl_->driver.hasNews(); }

void App::pump(double budgetMs) { impl_->driver.pump(budgetMs); }

bool App::beginFile(const std::string& name, std::size_t bytes) {
    return impl_->intake.begin(name, bytes);
}
bool App::pushFile(std::span<const std::uint8_t> piece) { return impl_->intake.push(piece); }
bool App::finishFile(bool more) { return impl_->intake.finish(more); }
void App::abandonFile(const std::string& why) { impl_->intake.abandon(why); }
void App::dragOver(bool active) { impl_->dropping = active; }

bool App::addPackedPart(std::span<const std::uint8_t> bytes, std::size_t part, std::size_t parts) {
    return impl_->intake.addPart(bytes, part, parts);
}
void App::noPackedParts() {
    impl_->intake.noParts();
    impl_->lacking = true;
}
void App::setDataProgress(double share) { impl_->intake.setProgress(share); }
void App::setMessage(const std::string& text, bool bad) {
    const bool why = bad && std::exchange(impl_->lacking, false);
    impl_->messages.say(text, bad, why ? About::Lack : About::Event);
}

std::string App::stateJson() {
    impl_->driver.refresh();
    impl_->follow();
    return ui::stateJson({impl_->driver, impl_->platform, impl_->messages, impl_->frameMs});
}
std::string App::widgetsJson() const { return ui::widgetsJson(impl_->ui.registry); }
std::string App::set(const std::string& partialExperimentJson) {
    impl_->follow();  // a message so far is about what was there before
    return applyJson(impl_->driver, partialExperimentJson);
}

bool App::open(const std::string& linkOrJson) {
    return openExperiment(impl_->driver, impl_->messages, {linkOrJson, ""});
}

std::string App::shadersJson() {
    return ui::shadersJson(
        {{"images", impl_->images.problem()}, {"heatmap", impl_->heatMaps.problem()}});
}

void App::recordTexts(bool on) { impl_->ui.registry.recordTexts = on; }
const std::vector<TextPiece>& App::texts() const { return impl_->ui.registry.texts(); }

void App::contextRestored() {
    impl_->heatMaps.contextRestored();
    impl_->images.contextRestored();
    impl_->screen.contextRestored();
}
bool App::lightTheme() const { return impl_->light; }

}  // namespace squash::ui
