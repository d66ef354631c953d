// Integer drawing for the generated data set: which points of the plane a class's figure covers.
// Coordinates are 1/256 of the figure's size, so one figure serves every size; no floating point,
// so that every machine draws the same images.
#pragma once
#include <cstdint>

namespace squash {

struct Point {
    int x = 0, y = 0;
};

inline constexpr int kUnit = 256;  // a figure reaches about this far from its middle
inline constexpr int kTurn = 64;   // steps of a full turn
int sine(int step);                // 256 * sin(2 pi step / 64), rounded

enum class Figure { Circle, Square, Triangle, Cross, Ring, Star, Rows, Columns, Checkers, Dots };

struct Texture {
    int period = 128;  // of stripes, squares and dots, in units
    Point phase;
    bool round = false;  // the patch it fills: a disc or a square
};

bool covers(Figure figure, const Texture& texture, Point at);

// No point further than this from the middle is covered, whatever the texture.
int reachOf(Figure figure);

}  // namespace squash
