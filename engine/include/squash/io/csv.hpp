// Text as a field of a CSV file (RFC 4180).
#pragma once
#include <string>
#include <string_view>

namespace squash {

// In quotes where it holds a comma, a quote or a line's end, as formulas and people's names may.
std::string csvField(std::string_view text);

}  // namespace squash
