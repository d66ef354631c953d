#include "ui/theme/tokens.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

double linear(std::uint8_t channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Color c) {
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

// Moves a colour towards the text colour until small text in it can be read on both surfaces.
Color readable(Color color, const Tokens& tokens) {
    for (float share = 0; share < 1; share += 0.05f) {
        const Color moved = mix(color, tokens.text, share);
        if (contrast(moved, tokens.panel) >= 4.5 && contrast(moved, tokens.raised) >= 4.5)
            return moved;
    }
    return tokens.text;
}

// Moves a colour towards another until lines in it can be seen on the panel, plain and shaded.
Color visible(Color color, Color towards, const Tokens& tokens) {
    constexpr double leastContrast = 3;
    const Color shaded = mix(tokens.panel, tokens.bad, tokens.saturationAlpha);
    for (float share = 0; share < 1; share += 0.05f) {
        const Color moved = mix(color, towards, share);
        if (std::min(contrast(moved, tokens.panel), contrast(moved, shaded)) >= leastContrast)
            return moved;
    }
    return towards;
}

Tokens complete(Tokens tokens) {
    tokens.histogramEdge = visible(tokens.histogram, tokens.text, tokens);
    tokens.saturated = mix(tokens.histogram, tokens.bad, 0.35f);
    tokens.saturatedEdge = visible(tokens.bad, tokens.text, tokens);
    tokens.goodText = readable(tokens.good, tokens);
    tokens.warnText = readable(tokens.warn, tokens);
    tokens.badText = readable(tokens.bad, tokens);
    for (std::size_t i = 0; i < tokens.series.size(); ++i)
        tokens.seriesText[i] = readable(tokens.series[i], tokens);
    return tokens;
}

template <std::size_t N>
std::array<Color, N> colors(const std::uint32_t (&rgb)[N]) {
    std::array<Color, N> result;
    std::transform(std::begin(rgb), std::end(rgb), result.begin(), Color::hex);
    return result;
}

Tokens makeDark() {
    Tokens t{};
    t.page = Color::hex(0x0e1116), t.panel = Color::hex(0x151a21);
    t.raised = Color::hex(0x1c232c), t.line = Color::hex(0x28313c);
    t.text = Color::hex(0xe8edf3), t.dim = Color::hex(0x9aa7b7), t.faint = Color::hex(0x64717f);
    t.accent = Color::hex(0x5aa9ff), t.good = Color::hex(0x3fc58a);
    t.warn = Color::hex(0xf2b24c), t.bad = Color::hex(0xff6b6b), t.onAccent = Color::hex(0x08131f);
    t.series = colors({0x5aa9ff, 0xf2a03d, 0x45c9a5, 0xe378b8, 0xb9a3ff, 0xe5d35a});
    t.histogram = Color::hex(0x2c3a4b), t.grid = Color::hex(0x222a34);
    t.saturationAlpha = 0.10f;
    t.light = false;
    return complete(t);
}

Tokens makeLight() {
    Tokens t{};
    t.page = Color::hex(0xeef1f5), t.panel = Color::hex(0xffffff);
    t.raised = Color::hex(0xf4f6f9), t.line = Color::hex(0xd8dee6);
    t.text = Color::hex(0x17202b), t.dim = Color::hex(0x54616f), t.faint = Color::hex(0x8994a1);
    t.accent = Color::hex(0x1668c7), t.good = Color::hex(0x178a59);
    t.warn = Color::hex(0xa86a00), t.bad = Color::hex(0xc93434), t.onAccent = Color::hex(0xffffff);
    t.series = colors({0x1668c7, 0xb96300, 0x0f8a6c, 0xb23683, 0x6a4fd0, 0x857400});
    t.histogram = Color::hex(0xd5dfeb), t.grid = Color::hex(0xe9edf2);
    t.saturationAlpha = 0.08f;
    t.light = true;
    return complete(t);
}

}  // namespace

Color mix(Color from, Color to, float share) {
    const auto channel = [share](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
    };
    return {channel(from.r, to.r), channel(from.g, to.g), channel(from.b, to.b)};
}

double contrast(Color a, Color b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

const Tokens& darkTokens() {
    static const Tokens tokens = makeDark();
    return tokens;
}

const Tokens& lightTokens() {
    static const Tokens tokens = makeLight();
    return tokens;
}

}  // namespace squash::ui
