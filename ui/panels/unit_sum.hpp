// A unit's calculation as the lines that a person reads: the largest products, the rest in one line, bias and z, whose
// digits add up as they are shown; and what follows from z.
#pragma once
#include <string>
#include <vector>

#include "squash/training/unit_calculation.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

struct SumLine {
    std::string label;  // of the widget: "Product 1", "Other products", "Bias", "Rounding", "Sum z"
    std::string name;   // "3,1 R", "+ 67 others", "+ bias", "= z"
    std::string input, weight, product;
    std::string gradient, update;  // of the weight or bias
    std::string help;
};
// At most `most` products, the largest first. All numbers of a column have the same places; the line of the others
// takes up what rounding leaves, and where there are none a line of its own.
std::vector<SumLine> sumLines(const UnitCalculation& calculation, std::size_t most);

struct ResultLine {
    std::string name, value, help;
};
// f, f', the gradients, and what the next step would do; of maxout its pieces as well.
std::vector<ResultLine> resultLines(const UnitCalculation& calculation);

// An input by its place, counted from 1: "3,1 R" (row, column, channel), "2,4 #16", "#84".
std::string inputName(const UnitCalculation& calculation, std::size_t term);
std::string channelName(const UnitCalculation& calculation, std::size_t channel);  // "R", "#16"

}  // namespace squash::ui
