// A number field at the right of its label.
#pragma once
#include <optional>

#include "ui/panels/panel.hpp"

namespace squash::ui {

// The number typed or chosen; what is no such number becomes a message.
std::optional<double> numberRow(const PanelContext& context, const ImRect& row,
                                const NumberSpec& spec);

}  // namespace squash::ui
