// The top bar: name, the experiment in words, and what moves the training.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

struct TransportRequests {
    bool switchTheme = false, showShortcuts = false;
};

TransportRequests drawTransport(const PanelContext& context, const ImRect& bar);

// Why Play, Step and Epoch can do nothing; empty where they can.
std::string whyHeld(const Driver& driver);

// The experiment in a few words: "LeNet-5, relu, Adam 0.001".
std::string experimentTitle(const Experiment& experiment);

}  // namespace squash::ui
