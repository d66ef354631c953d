#include "ui/plot/strokes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "imgui_internal.h"

namespace squash::ui {
namespace {

constexpr float kPi = 3.14159265f;
constexpr float kLongestDashed = 16384;  // pixels, wider than any screen

void segment(ImDrawList& list, ImVec2 a, ImVec2 b, const Stroke& stroke) {
    const ImVec2 points[2] = {a, b};
    list.AddPolyline(points, 2, stroke.color, 0, stroke.width);
}

float turn(ImVec2 a, ImVec2 b, ImVec2 c) {
    const ImVec2 u = b - a, v = c - b;
    const float lengths = std::sqrt(ImLengthSqr(u) * ImLengthSqr(v));
    if (lengths < 1e-6f) return 0;
    return std::acos(std::clamp((u.x * v.x + u.y * v.y) / lengths, -1.0f, 1.0f));
}

void solidLine(ImDrawList& list, std::span<const ImVec2> points, const Stroke& stroke) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        segment(list, points[i - 1], points[i], stroke);
        // The gap outside a gentle turn is smaller than a pixel can show.
        const bool sharp =
            i + 1 < points.size() && turn(points[i - 1], points[i], points[i + 1]) > 15 * kPi / 180;
        if (sharp && stroke.width > 1)
            list.AddCircleFilled(points[i], stroke.width / 2, stroke.color, 12);
    }
}

void dashedLine(ImDrawList& list, std::span<const ImVec2> points, const Stroke& stroke) {
    const auto lengths = dashPattern(stroke.dash);
    std::size_t part = 0;
    float left = lengths[0];
    for (std::size_t i = 1; i < points.size(); ++i) {
        ImVec2 from = points[i - 1];
        float length = std::sqrt(ImLengthSqr(points[i] - from));
        if (length >
            kLongestDashed) {  // mostly outside of the picture: a million dashes nobody sees
            segment(list, from, points[i], stroke);
            continue;
        }
        while (length > 0) {
            const float take = std::min(left, length);
            const ImVec2 to = from + (points[i] - from) * (take / length);
            if (part % 2 == 0) segment(list, from, to, stroke);
            from = to;
            length -= take;
            left -= take;
            if (left <= 0) {
                part = (part + 1) % lengths.size();
                left = lengths[part];
            }
        }
    }
}

}  // namespace

std::span<const float> dashPattern(Dash dash) {
    if (dash == Dash::Solid) return {};
    static constexpr std::array<float, 2> dashed{7, 4}, dotted{2, 4};
    static constexpr std::array<float, 2> longDash{14, 5};
    static constexpr std::array<float, 4> dashDot{9, 3, 2, 3};
    static constexpr std::array<float, 6> dashDotDot{9, 3, 2, 3, 2, 3};
    if (dash == Dash::Dashed) return dashed;
    if (dash == Dash::Dotted) return dotted;
    if (dash == Dash::LongDash) return longDash;
    if (dash == Dash::DashDotDot) return dashDotDot;
    return dashDot;
}

void strokeLine(ImDrawList& list, std::span<const ImVec2> points, const Stroke& stroke) {
    if (points.size() < 2) return;
    if (stroke.dash == Dash::Solid) {
        solidLine(list, points, stroke);
    } else {
        dashedLine(list, points, stroke);
    }
}

}  // namespace squash::ui
