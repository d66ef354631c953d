// Which layer a card's choice is for, at the right of its title: all of them, or one.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ui/panels/panel.hpp"

namespace squash::ui {

struct LayerChoiceSpec {
    const char* label;
    const char* help;
    std::vector<std::string> names;
};

// inside: of the card, below its title. A layer that is none of these any more becomes all.
void layerChoice(const PanelContext& context, const ImRect& inside, const LayerChoiceSpec& spec,
                 std::optional<std::size_t>& layer);

}  // namespace squash::ui
