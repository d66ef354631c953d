// What is known of a layer's gradients and units at the moment, for the panels that show it.
#pragma once
#include <string>

#include "squash/training/flow_verdict.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

struct LayerHealth {
    const LayerFlow* flow = nullptr;    // null: not measured yet
    const LayerUnits* units = nullptr;  // null: not looked at yet, or it has no f'
    bool out = false;                   // the loss is no number any more, so that nothing is known
};
// Of who is shown: what was measured last was before its loss was no number, or is of weights that are none.
bool isOut(const Snapshot& snapshot);
inline const std::string kNoNumber = "no number";  // in place of a figure of such a run
// layer: index in the network's layers. hidden: among those with an activation.
LayerHealth healthOf(const Snapshot& snapshot, std::size_t layer, std::size_t hidden);

Color verdictColor(const Tokens& colors, FlowVerdict verdict);
Color verdictTextColor(const Tokens& colors, FlowVerdict verdict);
// 0.37, 1/740: readable down to any size.
std::string ratioText(double ratio);
// The layer's numbers, its verdict, and the rule with its bounds.
std::string flowText(const LayerFlow& flow);

// Powers of ten that bars and strip span: from nothing left to far beyond what counts as exploding.
inline constexpr float kFlowLowest = -6, kFlowHighest = 3;
// Of a gradient beside the last layer's, on that axis; one below it, or none, has a mark at its end.
// faded: it is not of now.
void flowBar(Ui& ui, const ImRect& box, double toLast, bool faded = false);
// How far its bar reaches.
double flowShare(double toLast);

}  // namespace squash::ui
