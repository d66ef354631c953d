// Numbers as people read them, always with the same number of places so that they do not dance.
#pragma once
#include <cstdint>
#include <string>

#include "squash/core/grouped.hpp"

namespace squash::ui {

using squash::grouped;                              // 697,046
std::string fixed(double value, int places);        // "-" for what is not a number
std::string compact(double value);                  // shortest text: 0.001, 1e-05, 256
std::string significant(double value, int digits);  // 0.7311, 1.5e+10; "-" for what is not a number
// For reading, never for taking along: 0.73, 410, 81,000, 4.4M, 1.5·10¹⁰, 8.1·10⁻⁵; "-" for what is not a number
std::string shortNumber(double value, int digits);
std::string powerOfTen(int exponent);              // 10⁻⁵
std::string scientific(double value, int places);  // 1.234e-05, 0; "-" for what is not a number
std::string percent(double share);                 // 41.2 %

}  // namespace squash::ui
