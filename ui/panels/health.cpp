#include "ui/panels/health.hpp"

#include <algorithm>
#include <cmath>

#include "ui/widgets/bars.hpp"

namespace squash::ui {

bool isOut(const Snapshot& snapshot) {
    return snapshot.shown < snapshot.runners.size() && snapshot.runners[snapshot.shown].out;
}

LayerHealth healthOf(const Snapshot& snapshot, std::size_t layer, std::size_t hidden) {
    LayerHealth health{.out = isOut(snapshot)};
    if (health.out) return health;
    if (snapshot.flow)
        for (const LayerFlow& flow : snapshot.flow->newest().layers)
            if (flow.layer == layer) health.flow = &flow;
    if (snapshot.units && hidden < snapshot.units->size() && (*snapshot.units)[hidden].values > 0)
        health.units = &(*snapshot.units)[hidden];
    return health;
}

Color verdictColor(const Tokens& c, FlowVerdict verdict) {
    if (verdict == FlowVerdict::Healthy) return c.good;
    if (verdict == FlowVerdict::Unknown) return c.faint;
    return verdict == FlowVerdict::Weak ? c.warn : c.bad;
}

Color verdictTextColor(const Tokens& c, FlowVerdict verdict) {
    if (verdict == FlowVerdict::Healthy) return c.goodText;
    if (verdict == FlowVerdict::Unknown) return c.dim;
    return verdict == FlowVerdict::Weak ? c.warnText : c.badText;
}

std::string ratioText(double ratio) {
    if (std::isnan(ratio)) return "-";
    if (!(ratio > 0)) return "0";
    if (ratio >= 0.095) return shortNumber(ratio, 2);
    const double inverse = 1 / ratio;
    if (inverse < 1e6) return "1/" + grouped(static_cast<std::uint64_t>(std::llround(inverse)));
    return inverse < 1e9 ? "1/" + shortNumber(inverse, 2) : "< 1/1,000M";
}

std::string flowText(const LayerFlow& flow) {
    const FlowVerdict verdict = verdictOf(flow.toLast);
    if (verdict == FlowVerdict::Unknown)
        return "unknown: the last layer's gradient is 0 or no number, so that none compares to it.";
    return std::string(toText(verdict)) + ": its dL/dz is " + ratioText(flow.toLast) +
           " of the last layer's (RMS " + shortNumber(flow.preactivationGradientRms, 3) +
           "). Below " + ratioText(kWeakBelow) + " is weak, below " + ratioText(kVanishingBelow) +
           " vanishing, above " + shortNumber(kExplodingAbove, 2) + " exploding. RMS of dL/dW " +
           shortNumber(flow.kernelGradientRms, 3) + "; a step changes the weights by " +
           ratioText(flow.updateRatio()) + " of their size.";
}

void flowBar(Ui& ui, const ImRect& box, double toLast, bool faded) {
    constexpr float kFaded = 0.45f;  // of the colour over the panel's
    const Color full = verdictColor(ui.colors(), verdictOf(toLast));
    const Color color = faded ? mix(ui.colors().panel, full, kFaded) : full;
    bar(ui, box, flowShare(toLast), color);
    // No number at all leaves the axis empty: nothing is known then.
    if (std::isnan(toLast) || flowShare(toLast) > 0) return;
    constexpr float kHalf = 5, kLength = 8;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = snapped(ui, {box.Min.x, box.GetCenter().y});
    list.AddTriangleFilled(at, {at.x + kLength, at.y - kHalf}, {at.x + kLength, at.y + kHalf},
                           color.u32());
    list.AddRectFilled({at.x, at.y - kHalf}, {at.x + 2, at.y + kHalf}, color.u32());
}

double flowShare(double toLast) {
    if (!(toLast > 0)) return 0;
    return std::clamp((std::log10(toLast) - kFlowLowest) / (kFlowHighest - kFlowLowest), 0.0, 1.0);
}

}  // namespace squash::ui
