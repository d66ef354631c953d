// The columns of a race's table: where they are in a row as wide as it is, their heads and their numbers.
#pragma once
#include "squash/io/race.hpp"
#include "squash/training/session.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

inline constexpr float kRaceHead = 20;

struct RaceColumns {
    ImRect mark, name, best, epoch, loss, seconds, dead, flat, pause, remove;
    ImRect second;  // line, below the name; empty where all has a column
};
RaceColumns raceColumns(ImRect row);
// In a narrower row those that matter least share a second line.
float raceRowHeight(float width);

void drawRaceHead(Ui& ui, const ImRect& row);
void drawRaceNumbers(Ui& ui, const ImRect& row, const Entrant& entrant, const RunnerState& run);

}  // namespace squash::ui
