#include "data/drawing.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

namespace squash {

namespace {

constexpr std::array<int, kTurn / 4 + 1> kQuarter = {0,   25,  50,  74,  98,  121, 142, 162, 181,
                                                     198, 213, 226, 237, 245, 251, 255, 256};
constexpr std::array<Point, 3> kTriangle = {{{0, -256}, {222, 160}, {-222, 160}}};
constexpr std::array<Point, 10> kStar = {{{0, -270},
                                          {66, -91},
                                          {257, -83},
                                          {107, 35},
                                          {159, 218},
                                          {0, 112},
                                          {-159, 218},
                                          {-107, 35},
                                          {-257, -83},
                                          {-66, -91}}};

// Even-odd rule: edges crossed by the ray to the right.
bool inPolygon(std::span<const Point> corners, Point at) {
    bool inside = false;
    Point a = corners.back();
    for (const Point b : corners) {
        if ((a.y > at.y) != (b.y > at.y)) {
            const int side = (at.x - a.x) * (b.y - a.y) - (at.y - a.y) * (b.x - a.x);
            inside ^= (side < 0) == (b.y > a.y);
        }
        a = b;
    }
    return inside;
}

int wrapped(int value, int period) {
    const int rest = value % period;
    return rest < 0 ? rest + period : rest;
}

bool inPatch(const Texture& texture, Point at) {
    if (texture.round) return at.x * at.x + at.y * at.y < kUnit * kUnit;
    return std::max(std::abs(at.x), std::abs(at.y)) < 225;
}

bool onTexture(Figure figure, const Texture& texture, Point at) {
    const int half = texture.period / 2;
    const auto place = [&](int value) { return wrapped(value, texture.period); };
    if (figure == Figure::Rows) return place(at.y + texture.phase.y) < half;
    if (figure == Figure::Columns) return place(at.x + texture.phase.x) < half;
    const int x = place(at.x + texture.phase.x), y = place(at.y + texture.phase.y);
    if (figure == Figure::Checkers) return (x < half) != (y < half);
    const int dx = x - half, dy = y - half, radius = texture.period * 3 / 10;
    return dx * dx + dy * dy < radius * radius;
}

}  // namespace

int sine(int step) {
    const int place = wrapped(step, kTurn), quarter = kTurn / 4;
    const int folded = place % (2 * quarter) > quarter ? 2 * quarter - place % (2 * quarter)
                                                       : place % (2 * quarter);
    const int value = kQuarter[static_cast<std::size_t>(folded)];
    return place >= 2 * quarter ? -value : value;
}

bool covers(Figure figure, const Texture& texture, Point at) {
    const int distance = at.x * at.x + at.y * at.y;
    const int wide = std::max(std::abs(at.x), std::abs(at.y)),
              narrow = std::min(std::abs(at.x), std::abs(at.y));
    switch (figure) {
        case Figure::Circle:
            return distance < 240 * 240;
        case Figure::Square:
            return wide < 205;
        case Figure::Triangle:
            return inPolygon(kTriangle, at);
        case Figure::Cross:
            return wide < 245 && narrow < 80;
        case Figure::Ring:
            return distance < 250 * 250 && distance > 150 * 150;
        case Figure::Star:
            return inPolygon(kStar, at);
        default:
            return inPatch(texture, at) && onTexture(figure, texture, at);
    }
}

int reachOf(Figure figure) {
    switch (figure) {
        case Figure::Circle:
            return 240;
        case Figure::Square:
            return 290;  // its corner
        case Figure::Triangle:
            return 274;
        case Figure::Cross:
            return 258;
        case Figure::Ring:
            return 250;
        case Figure::Star:
            return 271;
        default:
            return 319;  // a square patch's corner
    }
}

}  // namespace squash
