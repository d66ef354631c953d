// The colours of the screen in both themes, as designed: what a colour means is its name.
// Text and thin lines have to be readable on their surface, so contrast is computed here too.
#pragma once
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "imgui.h"

namespace squash::ui {

struct Color {
    std::uint8_t r = 0, g = 0, b = 0;
    bool operator==(const Color&) const = default;
    constexpr static Color hex(std::uint32_t rgb) {
        return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
                static_cast<std::uint8_t>(rgb)};
    }
    ImU32 u32(float alpha = 1) const {  // alpha: 0..1
        return IM_COL32(r, g, b, std::lround(alpha * 255));
    }
};

// share 0: from, 1: to.
Color mix(Color from, Color to, float share);
// WCAG 2's contrast ratio, 1..21.
double contrast(Color a, Color b);

struct Tokens {
    Color page, panel, raised, line;
    Color text, dim, faint;  // faint: lines and disabled things, never text to read
    Color accent, good, warn, bad, onAccent;
    Color goodText, warnText, badText;  // the same, dark or light enough for small text
    std::array<Color, 6> series;
    std::array<Color, 6> seriesText;
    Color histogram, grid;
    float saturationAlpha;
    // Upper edges of the histogram's bars, which can be told from the panel and from the shading, and
    // the bars of saturated values.
    Color histogramEdge, saturated, saturatedEdge;
    bool light;
};

const Tokens& darkTokens();
const Tokens& lightTokens();

}  // namespace squash::ui
