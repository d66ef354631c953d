// What fields with lists are made of, for the widgets' own use.
#pragma once
#include <optional>

#include "ui/widgets/controls.hpp"

namespace squash::ui {

void drawField(Ui& ui, const ImRect& box, bool hovered, bool active);
void drawChevron(Ui& ui, const ImRect& box);
// The popup of this id, where it is open, below its field, or above where there is no room.
std::optional<std::size_t> optionList(Ui& ui, const ImRect& box, const char* id,
                                      const ComboSpec& spec);

}  // namespace squash::ui
