// What every panel is given to draw with. A panel keeps its own small state (a zoom, a tab), shows
// the driver's snapshot, and changes things only through the driver.
#pragma once
#include <string>

#include "squash/core/error.hpp"
#include "ui/app/driver.hpp"
#include "ui/app/messages.hpp"
#include "ui/gl/heat_map.hpp"
#include "ui/gl/image_grid.hpp"
#include "ui/widgets/controls.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {

struct PanelContext {
    Ui& ui;
    Driver& driver;
    Messages& messages;
    Platform& platform;
    gl::ImageGrid& images;
    gl::HeatMaps& heatMaps;
    double frameMs = 0;          // the front end's own work in a frame, of late
    double framesPerSecond = 0;  // in the last whole second; 0: not known yet

    // A change by a person: what is not valid becomes a message and changes nothing.
    void change(const Experiment& experiment, bool afresh = false) const {
        try {
            if (!(experiment == driver.experiment())) messages.settle();
            driver.change(experiment, afresh);
        } catch (const Error& error) {
            messages.say(error.what(), true);
        }
    }
};

}  // namespace squash::ui
