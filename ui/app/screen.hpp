// The one screen: places the panels for the window's size and draws them, with the keys that work
// everywhere. Knows nothing of files and scripts.
#pragma once
#include "ui/app/layout.hpp"
#include "ui/panels/activation.hpp"
#include "ui/panels/architecture.hpp"
#include "ui/panels/charts.hpp"
#include "ui/panels/curve.hpp"
#include "ui/panels/data.hpp"
#include "ui/panels/gallery.hpp"
#include "ui/panels/gradients.hpp"
#include "ui/panels/network.hpp"
#include "ui/panels/numbers.hpp"
#include "ui/panels/overlays.hpp"
#include "ui/panels/race.hpp"
#include "ui/panels/speed.hpp"
#include "ui/panels/training.hpp"
#include "ui/panels/units.hpp"

namespace squash::ui {

struct ScreenState {
    DataProgress data;
    bool dropping = false;
    bool switchTheme = false;  // asked for in this frame
};

class Screen {
public:
    explicit Screen(const Platform& platform) : hints_(platform) {}
    void draw(const PanelContext& context, ScreenState& state);
    void contextRestored() { gallery_.contextRestored(); }

private:
    void drawLeft(const PanelContext& context, const ImRect& box, const DataProgress& data);
    float drawLeftCards(const PanelContext& context, ImVec2 at, float width, float room,
                        const DataProgress& data);
    void drawUpper(const PanelContext& context, const ImRect& box, bool withRightColumn);
    void drawUpperTab(const PanelContext& context, std::size_t tab, const ImRect& rest,
                      const ImRect& area);
    void drawLower(const PanelContext& context, const ImRect& box);
    float lowerHeight(const PanelContext& context, float width);
    void drawNetwork(const PanelContext& context, const ImRect& box);
    void drawGallery(const PanelContext& context, const ImRect& box);
    void drawColumn(const PanelContext& context, const ImRect& box, const DataProgress& data);
    void handleKeys(const PanelContext& context, ScreenState& state);

    ActivationPanel activation_;
    TrainingPanel training_;
    ArchitecturePanel architecture_;
    CurvePanel curve_;
    NumbersPanel numbers_;
    ChartsPanel charts_;
    RacePanel race_;
    SpeedPanel speed_;
    GradientsPanel gradients_;
    UnitsPanel units_;
    NetworkPanel network_;
    GalleryPanel gallery_;
    Hints hints_;
    std::size_t upperTab_ = 0, lowerTab_ = 0;
    bool showShortcuts_ = false;
};

}  // namespace squash::ui
