#include "ui/widgets/format.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace squash::ui {

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

std::string powerOfTen(int exponent) {
    constexpr const char* kRaised[] = {"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                       "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
    std::string text = exponent < 0 ? "10\u207b" : "10";
    for (const char digit : std::to_string(std::abs(exponent))) text += kRaised[digit - '0'];
    return text;
}

std::string shortNumber(double value, int digits) {
    if (!std::isfinite(value)) return "-";
    if (value == 0) return "0";
    char text[64];
    // Rounded before it is looked at: 999.7 may become 1,000.
    std::snprintf(text, sizeof text, "%.*e", digits - 1, value);
    const double rounded = std::strtod(text, nullptr), size = std::abs(rounded);
    const int exponent = static_cast<int>(std::strtol(std::strchr(text, 'e') + 1, nullptr, 10));
    const std::string sign = value < 0 ? "-" : "";
    if (exponent < -4 || exponent >= 9) {
        std::snprintf(text, sizeof text, "%.*g", digits, size / std::pow(10.0, exponent));
        const bool one = std::string_view(text) == "1";
        return sign + (one ? "" : std::string(text) + "\u00b7") + powerOfTen(exponent);
    }
    if (exponent >= 6) return shortNumber(rounded / 1e6, digits) + "M";
    if (exponent >= 3 || exponent >= digits)
        return sign + grouped(static_cast<std::uint64_t>(std::llround(size)));
    return significant(rounded, digits);
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
