// Which network is trained, and the weights it begins with: for all layers or one of them. A change
// starts training again.
#pragma once
#include <optional>

#include "ui/panels/panel.hpp"

namespace squash::ui {

class ArchitecturePanel {
public:
    float height(const PanelContext& context, float width);
    void draw(const PanelContext& context, const ImRect& box);

private:
    void drawNetwork(const PanelContext& context, Stack& rows, Experiment& next) const;
    void drawWeights(const PanelContext& context, Stack& rows, Experiment& next) const;
    const Initializer& shown(const Experiment& experiment) const {
        return experiment.initializers[layer_.value_or(0)];
    }
    std::string note(const Experiment& experiment) const;

    std::optional<std::size_t> layer_;  // with a kernel; nothing: all of them
};

}  // namespace squash::ui
