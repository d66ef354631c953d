// Numbers as people read them, always with the same number of places so that they do not dance.
#pragma once
#include <cstdint>
#include <string>

namespace squash::ui {

std::string grouped(std::uint64_t value);           // 697,046
std::string fixed(double value, int places);        // "-" for what is not a number
std::string compact(double value);                  // shortest text: 0.001, 1e-05, 256
std::string significant(double value, int digits);  // 0.7311, 1.5e+10; "-" for what is not a number
std::string scientific(double value, int places);   // 1.234e-05, 0; "-" for what is not a number
std::string percent(double share);                  // 41.2 %

}  // namespace squash::ui
