#include "ui/app/screen.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/panels/status.hpp"
#include "ui/panels/transport.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

const std::array<Tab, 5> kUpperTabs{
    {{"Curve", "The activation, its derivatives, and the values that a layer gives it."},
     {"Numbers", "f and f' of a number that you type, step by step."},
     {"Facts", "What can be said of the function, and what it costs here."},
     {"Network", "The layers, their outputs and parameters."},
     {"Images", "Validation images and what the network takes them for."}}};
const std::array<Tab, 6> kLowerTabs{
    {{"Loss", "Sparse categorical cross-entropy."},
     {"Accuracy", "Share of images whose likeliest class is theirs."},
     {"Race", "Several experiments side by side, that differ in one thing."},
     {"Gradients", "How large each layer's gradient is beside the last one's, now and before."},
     {"Units", "Every unit and channel: how much of its input is flat, and which are dead."},
     {"Speed", "What each layer and each activation costs on this machine."}}};
enum UpperTab : std::size_t { kCurveTab, kNumbersTab, kFactsTab, kNetworkTab, kImagesTab };
enum LowerTab : std::size_t {
    kLossTab,
    kAccuracyTab,
    kRaceTab,
    kGradientsTab,
    kUnitsTab,
    kSpeedTab
};
constexpr float kColumnPlot = 300, kColumnNetwork = 300, kColumnGallery = 420;

bool beginSurface() {
    const ImGuiViewport& viewport = *ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(viewport.Pos);
    ImGui::SetNextWindowSize(viewport.Size);
    return ImGui::Begin(
        "##squash", nullptr,
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
            ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
}

bool plainKey(ImGuiKey key) {
    const ImGuiIO& io = ImGui::GetIO();
    return !io.KeyCtrl && !io.KeyAlt && !io.KeySuper && ImGui::IsKeyPressed(key, false);
}

}  // namespace

void Screen::draw(const PanelContext& context, ScreenState& state) {
    const Layout layout = layoutFor(ImGui::GetIO().DisplaySize, context.ui.metrics);
    if (!beginSurface()) {
        ImGui::End();
        return;
    }
    const TransportRequests requests = drawTransport(context, layout.header);
    if (layout.shape == Shape::Narrow) {
        drawColumn(context, layout.column, state.data);
    } else {
        drawLeft(context, layout.left, state.data);
        drawUpper(context, layout.upper, layout.shape == Shape::Medium);
        drawLower(context, layout.lower);
    }
    if (layout.shape == Shape::Wide) {
        drawNetwork(context, layout.network);
        drawGallery(context, layout.gallery);
    }
    context.driver.profile(lowerTab_ == kSpeedTab);
    context.driver.diagnose(true);  // a verdict is always on the screen
    const bool gradients = lowerTab_ == kGradientsTab;
    context.driver.watchHistograms(gradients ? gradients_.histogramLayer() : std::nullopt);
    context.driver.wantSpread(gradients && gradients_.spreadWanted());
    context.driver.inspect(lowerTab_ == kUnitsTab ? units_.inspected() : std::nullopt);
    drawStatus(context, layout.footer, network_.network(context.driver.experiment()));
    handleKeys(context, state);
    state.switchTheme |= requests.switchTheme;
    if (requests.showShortcuts || showShortcuts_) openShortcuts();
    showShortcuts_ = false;
    drawShortcuts(context);
    ImGui::End();

    const ImRect screen({0, 0}, ImGui::GetIO().DisplaySize);
    hints_.draw(context);
    drawToast(context, screen, layout.footer.Min.y);
    if (state.dropping) drawDropTarget(context.ui, screen);
}

float Screen::drawLeftCards(const PanelContext& context, ImVec2 at, float width, float room,
                            const DataProgress& data) {
    const float gap = context.ui.metrics.gap;
    Stack cards({at, at + ImVec2(width, room)}, gap);
    activation_.draw(context, cards.take(activation_.height(context, width)));
    training_.draw(context, cards.take(training_.height(context)));
    drawData(context, cards.take(dataHeight(context, width)), data);
    // The last card takes what is left of the column.
    architecture_.draw(context, cards.take(std::max(architecture_.height(context, width),
                                                    room - cards.used() - gap)));
    return cards.used();
}

void Screen::drawLeft(const PanelContext& context, const ImRect& box, const DataProgress& data) {
    scrolling("##left", box, context.ui.metrics.gap, [&](ImVec2 at) {
        return drawLeftCards(context, at, box.GetWidth(), box.GetHeight(), data);
    });
}

void Screen::drawUpper(const PanelContext& context, const ImRect& box, bool withRightColumn) {
    Ui& ui = context.ui;
    const ImRect inside = bareCard(ui, box);
    const ImRect row(inside.Min, {inside.Max.x, inside.Min.y + ui.metrics.title});
    const ImRect area({inside.Min.x, row.Max.y + 4}, inside.Max);
    float end = 0;
    const std::span<const Tab> all(kUpperTabs);
    const auto shown = withRightColumn ? all : all.first(kNetworkTab);
    // What has a column of its own here comes back to its tab where it has not.
    const std::size_t now = upperTab_ < shown.size() ? upperTab_ : std::size_t{kCurveTab};
    const std::size_t next = tabs(ui, row, shown, now, &end);
    if (next != now) upperTab_ = next;
    drawUpperTab(context, next, {{end + 8, row.Min.y}, row.Max}, area);
}

// rest: of the row, right of the tabs.
void Screen::drawUpperTab(const PanelContext& context, std::size_t tab, const ImRect& rest,
                          const ImRect& area) {
    Ui& ui = context.ui;
    const TextStyle note{Font::Small, ui.colors().dim, Align::Right};
    const Experiment& experiment = context.driver.experiment();
    const Activation activation = activation_.previewed(experiment);
    const CurvePanel::Subject subject{activation, activation_.layer().value_or(0),
                                      activation_.pieces(experiment)};
    if (tab != kCurveTab) context.driver.watchValues(std::nullopt);
    switch (tab) {
        case kNumbersTab:
            return numbers_.draw(context, area, activation, subject.name());
        case kFactsTab:
            return curve_.drawFacts(context, area, subject);
        case kNetworkTab:
            textItem(ui, rest, "Network note", network_.note(experiment), note);
            return network_.draw(context, area);
        case kImagesTab:
            textItem(ui, rest, "Validation images note",
                     GalleryPanel::note(context.driver.snapshot()), note);
            return gallery_.draw(context, area);
        default:
            return curve_.draw(context, rest, {area.Min, {area.Max.x, area.Max.y + 4}}, subject);
    }
}

void Screen::drawLower(const PanelContext& context, const ImRect& box) {
    Ui& ui = context.ui;
    const ImRect inside = bareCard(ui, box);
    const ImRect row(inside.Min, {inside.Max.x, inside.Min.y + ui.metrics.title});
    // The plots have room of their own below the axis; what is a table gets it as well.
    const ImRect area(inside.Min.x, row.Max.y + 4, inside.Max.x, inside.Max.y + 4);
    float end = 0;
    lowerTab_ = tabs(ui, row, kLowerTabs, lowerTab_, &end);
    const ImRect rest({end + 8, row.Min.y}, row.Max);
    const Experiment& experiment = context.driver.experiment();
    if (lowerTab_ == kSpeedTab)
        speed_.draw(context, rest, area, network_.network(experiment));
    else if (lowerTab_ == kRaceTab)
        race_.draw(context, rest, area);
    else if (lowerTab_ == kGradientsTab)
        gradients_.draw(context, rest, area);
    else if (lowerTab_ == kUnitsTab)
        units_.draw(context, rest, area);
    else
        charts_.draw(context, lowerTab_ == kAccuracyTab, rest, area);
}

// Of its card in the column: the charts have one height, the tables as much as they need.
float Screen::lowerHeight(const PanelContext& context, float width) {
    if (lowerTab_ != kSpeedTab) return kColumnPlot;
    const Metrics& m = context.ui.metrics;
    const float inside = width - 2 * m.padding;
    return m.padding * 2 - 8 + m.title + 4 +
           speed_.height(context, inside, network_.network(context.driver.experiment()));
}

void Screen::drawNetwork(const PanelContext& context, const ImRect& box) {
    network_.draw(context,
                  card(context.ui, box, "Network", network_.note(context.driver.experiment())));
}

void Screen::drawGallery(const PanelContext& context, const ImRect& box) {
    gallery_.draw(context, card(context.ui, box, "Validation images",
                                GalleryPanel::note(context.driver.snapshot())));
}

void Screen::drawColumn(const PanelContext& context, const ImRect& box, const DataProgress& data) {
    const float gap = context.ui.metrics.gap, width = box.GetWidth();
    scrolling("##column", box, gap, [&](ImVec2 at) {
        Stack cards({at, at + ImVec2(width, 1e6f)}, gap);
        drawUpper(context, cards.take(kColumnPlot), false);
        drawLower(context, cards.take(lowerHeight(context, width)));
        const float left = drawLeftCards(context, cards.rest().Min, width, 0, data);
        cards.space(left + gap);
        drawNetwork(context, cards.take(kColumnNetwork));
        drawGallery(context, cards.take(kColumnGallery));
        return cards.used();
    });
}

void Screen::handleKeys(const PanelContext& context, ScreenState& state) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) return;
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    const bool onControl = g.NavId != 0 && g.NavCursorVisible;  // then Space presses that control
    Driver& driver = context.driver;
    const bool play = !onControl && plainKey(ImGuiKey_Space), step = plainKey(ImGuiKey_S),
               epoch = plainKey(ImGuiKey_E);
    const std::string held = play || step || epoch ? whyHeld(driver) : "";
    if (!held.empty() && !driver.playing())
        context.messages.say(held, true, About::News);
    else if (play)
        driver.togglePlaying();
    else if (step)
        driver.step();
    else if (epoch)
        driver.epoch();
    if (plainKey(ImGuiKey_R)) driver.startAgain();
    const bool back = io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_Z),
               forth = io.KeyCtrl && ImGui::IsKeyPressed(ImGuiKey_Y);
    if (back || forth) {
        context.messages.forgetEvent();
        back && !io.KeyShift ? driver.undo() : driver.redo();
    }
    if (plainKey(ImGuiKey_T)) state.switchTheme = true;
    for (const ImWchar character : io.InputQueueCharacters) showShortcuts_ |= character == '?';
}

}  // namespace squash::ui
