// What training has made of an activation's parameters, for where their sliders say what they start from.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/panels/panel.hpp"

namespace squash::ui {

// Of the parameter in that hidden layer, or in all of them that have the function: one value a layer. None where it
// does not learn, is not in use, or nothing is known yet.
std::vector<LearnedValue> presentValues(const Driver& driver, const Activation& activation,
                                        std::optional<std::size_t> layer, std::size_t parameter);

// "1.234"; of several layers "0.981 to 1.21"; of channels "mean 0.213, 0.05 to 0.4". values: at least one.
std::string presentText(std::span<const LearnedValue> values);

// The same of each layer by its name, a line each.
std::string presentLines(const Driver& driver, std::span<const LearnedValue> values);

std::vector<SliderMark> sliderMarks(std::span<const LearnedValue> values);

}  // namespace squash::ui
