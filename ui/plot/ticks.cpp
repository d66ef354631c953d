#include "ui/plot/ticks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace squash::ui {
namespace {

std::string tickLabel(double value, int places) {
    char text[48];
    const double size = std::abs(value);
    if (size != 0 && (size >= 1e6 || size < 1e-4)) {
        std::snprintf(text, sizeof text, "%g", value);
    } else {
        std::snprintf(text, sizeof text, "%.*f", places, value == 0 ? 0.0 : value);
    }
    return text;
}

int placesFor(double step) {
    return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 8);
}

}  // namespace

double niceStep(double step) {
    const double power = std::pow(10.0, std::floor(std::log10(step)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= step * (1 - 1e-9)) return factor * power;
    return 10 * power;
}

std::vector<Tick> linearTicks(Range range, double pixels, double pixelsApart) {
    std::vector<Tick> ticks;
    if (!(range.span() > 0) || !std::isfinite(range.span()) || pixels < pixelsApart) return ticks;
    const double step = niceStep(range.span() * pixelsApart / pixels);
    const int places = placesFor(step);
    const double first = std::ceil(range.low / step - 1e-9),
                 last = std::floor(range.high / step + 1e-9);
    // Counted, because beyond 2^53 a double plus one is the same double.
    const int count = static_cast<int>(std::clamp(last - first + 1, 0.0, pixels));
    for (int i = 0; i < count; ++i) {
        const double value = (first + i) * step;
        ticks.push_back({value, tickLabel(value, places)});
    }
    return ticks;
}

std::vector<Tick> logTicks(Range range, double pixels, double pixelsApart) {
    std::vector<Tick> ticks;
    if (!(range.low > 0) || !(range.high > range.low)) return ticks;
    const double decades = std::log10(range.high / range.low);
    const double perDecade = pixels / decades;
    const bool between = perDecade * std::log10(2.0) >= pixelsApart * 0.75;
    const int skip = std::max(1, static_cast<int>(std::ceil(pixelsApart / perDecade)));
    const int first = static_cast<int>(std::floor(std::log10(range.low)));
    const int last = static_cast<int>(std::ceil(std::log10(range.high)));
    for (int exponent = first; exponent <= last; ++exponent) {
        if (!between && exponent % skip != 0) continue;
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (factor > 1 && !between) break;
            const double value = factor * std::pow(10.0, exponent);
            if (value < range.low * (1 - 1e-9) || value > range.high * (1 + 1e-9)) continue;
            ticks.push_back({value, tickLabel(value, std::max(0, -exponent))});
        }
    }
    if (ticks.size() >= 2) return ticks;
    if (decades < 1) return linearTicks(range, pixels, pixelsApart);
    // Over more than a decade there is a power of ten, though none of those that were asked for.
    ticks.clear();
    for (int exponent = first; exponent <= last;) {
        const double value = std::pow(10.0, exponent);
        const bool seen = value >= range.low * (1 - 1e-9) && value <= range.high * (1 + 1e-9);
        if (seen) ticks.push_back({value, tickLabel(value, std::max(0, -exponent))});
        exponent += seen ? skip : 1;
    }
    return ticks;
}

Range padded(Range range, double share) {
    double margin = range.span() * share;
    if (!(margin > 0)) margin = std::max(1e-3, std::abs(range.low) * 0.1);
    return {range.low - margin, range.high + margin};
}

}  // namespace squash::ui
