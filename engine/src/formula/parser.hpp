// Reads a formula by recursive descent:
//     sum      = product { (+ | -) product }
//     product  = signed { (* | /) signed }
//     signed   = { + | - } power
//     power    = primary [ ^ signed ]              so -x^2 is -(x^2), 2^-x is allowed, a^b^c = a^(b^c)
//     primary  = number | name | name ( arguments ) | ( sum )
//     where    = where ( sum (< | <= | > | >=) sum , sum , sum )
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formula/expression.hpp"

namespace squash::formula {

struct Parsed {
    NodeId root = 0;
    std::vector<std::string> parameters;  // in the order in which they first appear
};

// Throws FormulaError.
Parsed parse(std::string_view text, Graph& graph);

}  // namespace squash::formula
