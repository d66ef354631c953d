#include "ui/widgets/format.hpp"

#include <cmath>
#include <cstdio>

namespace squash::ui {

std::string grouped(std::uint64_t value) {
    std::string text = std::to_string(value);
    for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string fixed(double value, int places) {
    if (!std::isfinite(value)) return "-";
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", places, value);
    return text;
}

std::string compact(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string significant(double value, int digits) {
    if (!std::isfinite(value)) return "-";
    char text[64];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

std::string scientific(double value, int places) {
    if (!std::isfinite(value)) return "-";
    if (value == 0) return "0";
    char text[64];
    std::snprintf(text, sizeof text, "%.*e", places, value);
    return text;
}

std::string percent(double share) {
    return std::isfinite(share) ? fixed(share * 100, 1) + " %" : "-";
}

}  // namespace squash::ui
