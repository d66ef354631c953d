// Lines for plots: anti-aliased, dashed or not, with round joins. Dear ImGui's own polylines grow
// spikes where a thick line turns sharply; here every segment is a line of its own and the joins
// are discs, which needs an opaque colour (faint lines are mixed with the surface beforehand).
#pragma once
#include <array>
#include <span>

#include "imgui.h"

namespace squash::ui {

enum class Dash { Solid, Dashed, Dotted, DashDot, LongDash, DashDotDot };

// Of the six series: each has its own kind of line beside its colour.
inline constexpr std::array<Dash, 6> kSeriesDashes{Dash::Solid,   Dash::LongDash, Dash::Dotted,
                                                   Dash::DashDot, Dash::Dashed,   Dash::DashDotDot};

struct Stroke {
    ImU32 color = 0;  // opaque
    float width = 2;
    Dash dash = Dash::Solid;
};

// Lengths of line and gap, alternately, in pixels; none for a solid line.
std::span<const float> dashPattern(Dash dash);

void strokeLine(ImDrawList& list, std::span<const ImVec2> points, const Stroke& stroke);

}  // namespace squash::ui
