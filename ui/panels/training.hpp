// How it is trained: optimizer with its settings and learning rate (live), batch, pixels, epochs, seed.
#pragma once
#include "ui/panels/panel.hpp"

namespace squash::ui {

class TrainingPanel {
public:
    float height(const PanelContext& context) const;
    void draw(const PanelContext& context, const ImRect& box);

private:
    bool allSettings_ = false;
};

}  // namespace squash::ui
