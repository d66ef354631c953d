#include "ui/widgets/icons.hpp"

#include <cmath>

namespace squash::ui {
namespace {

struct Pen {
    ImDrawList& list;
    ImVec2 center;
    float unit;  // half of the icon's edge
    ImU32 color;

    ImVec2 at(float x, float y) const { return {center.x + x * unit, center.y + y * unit}; }
    float width() const { return unit * 0.24f; }
    void line(ImVec2 a, ImVec2 b) const {
        list.AddLine(at(a.x, a.y) - half(), at(b.x, b.y) - half(), color, width());
    }
    void bar(float x0, float y0, float x1, float y1) const {
        list.AddRectFilled(at(x0, y0), at(x1, y1), color, unit * 0.12f);
    }
    void triangle(float left, float right) const {
        list.AddTriangleFilled(at(left, -0.85f), at(right, 0), at(left, 0.85f), color);
    }
    void arc(float radius, float from, float to) const {
        list.PathArcTo(center, radius * unit, from, to, 24);
        list.PathStroke(color, 0, width());
    }
    void path(std::initializer_list<ImVec2> points) const {
        for (const ImVec2& p : points) list.PathLineTo(at(p.x, p.y));
        list.PathStroke(color, 0, width());
    }
    // AddLine shifts by half a pixel; icons are already placed exactly.
    static ImVec2 half() { return {0.5f, 0.5f}; }
};

void drawRestart(const Pen& pen) {
    pen.arc(0.72f, -1.1f, 3.6f);
    pen.list.AddTriangleFilled(pen.at(-0.02f, -1.12f), pen.at(0.62f, -0.62f), pen.at(-0.16f, -0.2f),
                               pen.color);
}

// An arrow to the left that comes round from below.
void drawUndo(const Pen& pen) {
    pen.list.PathLineTo(pen.at(-0.4f, -0.35f));
    pen.list.PathLineTo(pen.at(0.3f, -0.35f));
    pen.list.PathArcTo(pen.at(0.3f, 0.2f), pen.unit * 0.55f, -1.5708f, 1.5708f, 16);
    pen.list.PathLineTo(pen.at(-0.3f, 0.75f));
    pen.list.PathStroke(pen.color, 0, pen.width());
    pen.list.AddTriangleFilled(pen.at(-0.95f, -0.35f), pen.at(-0.3f, -0.85f), pen.at(-0.3f, 0.15f),
                               pen.color);
}

// Two links of a chain.
void drawLink(const Pen& pen) {
    for (const float side : {-1.0f, 1.0f})
        pen.list.AddRect(pen.at(side < 0 ? -0.95f : -0.1f, -0.38f),
                         pen.at(side < 0 ? 0.1f : 0.95f, 0.38f), pen.color, pen.unit * 0.38f, 0,
                         pen.width());
    pen.line({-0.4f, 0}, {0.4f, 0});
}

void drawDice(const Pen& pen) {
    pen.list.AddRect(pen.at(-0.8f, -0.8f), pen.at(0.8f, 0.8f), pen.color, pen.unit * 0.3f, 0,
                     pen.width());
    for (const ImVec2 dot : {ImVec2(-0.36f, -0.36f), ImVec2(0, 0), ImVec2(0.36f, 0.36f)})
        pen.list.AddCircleFilled(pen.at(dot.x, dot.y), pen.unit * 0.16f, pen.color);
}

void drawSun(const Pen& pen) {
    pen.list.AddCircle(pen.center, pen.unit * 0.42f, pen.color, 0, pen.width());
    for (int ray = 0; ray < 8; ++ray) {
        const float angle = static_cast<float>(ray) * 0.785398f, x = std::cos(angle),
                    y = std::sin(angle);
        pen.line({x * 0.7f, y * 0.7f}, {x * 0.98f, y * 0.98f});
    }
}

// The disc's outline left of its bite: two arcs that meet.
void drawMoon(const Pen& pen) {
    pen.list.PathArcTo(pen.center, pen.unit * 0.85f, 0.25f, 4.46f, 32);
    pen.list.PathArcTo(pen.at(0.42f, -0.42f), pen.unit * 0.68f, 3.75f, 0.96f, 24);
    pen.list.PathStroke(pen.color, ImDrawFlags_Closed, pen.width());
}

void drawKeyboard(const Pen& pen) {
    pen.list.AddRect(pen.at(-0.95f, -0.6f), pen.at(0.95f, 0.6f), pen.color, pen.unit * 0.2f, 0,
                     pen.width());
    for (const float x : {-0.5f, 0.0f, 0.5f})
        pen.list.AddCircleFilled(pen.at(x, -0.18f), pen.unit * 0.12f, pen.color);
    pen.line({-0.45f, 0.25f}, {0.45f, 0.25f});
}

}  // namespace

void drawIcon(ImDrawList& list, Icon icon, ImVec2 center, float size, ImU32 color) {
    const Pen pen{list, center, size / 2, color};
    switch (icon) {
        case Icon::Play:
            pen.triangle(-0.6f, 0.9f);
            break;
        case Icon::Pause:
            pen.bar(-0.7f, -0.8f, -0.2f, 0.8f), pen.bar(0.2f, -0.8f, 0.7f, 0.8f);
            break;
        case Icon::Step:
            pen.bar(-0.8f, -0.85f, -0.52f, 0.85f), pen.triangle(-0.3f, 0.95f);
            break;
        case Icon::Epoch:
            pen.triangle(-0.95f, 0.05f), pen.triangle(0.05f, 1.05f);
            break;
        case Icon::Restart:
            drawRestart(pen);
            break;
        case Icon::Undo:
            drawUndo(pen);
            break;
        case Icon::Link:
            drawLink(pen);
            break;
        case Icon::Dice:
            drawDice(pen);
            break;
        case Icon::Sun:
            drawSun(pen);
            break;
        case Icon::Moon:
            drawMoon(pen);
            break;
        case Icon::Check:
            pen.path({{-0.8f, 0.05f}, {-0.25f, 0.6f}, {0.8f, -0.6f}});
            break;
        case Icon::Cross:
            pen.line({-0.6f, -0.6f}, {0.6f, 0.6f}), pen.line({0.6f, -0.6f}, {-0.6f, 0.6f});
            break;
        case Icon::Chevron:
            pen.path({{-0.6f, -0.3f}, {0, 0.35f}, {0.6f, -0.3f}});
            break;
        case Icon::Back:
            pen.path({{0.3f, -0.6f}, {-0.35f, 0}, {0.3f, 0.6f}});
            break;
        case Icon::Forward:
            pen.path({{-0.3f, -0.6f}, {0.35f, 0}, {-0.3f, 0.6f}});
            break;
        case Icon::Keyboard:
            drawKeyboard(pen);
            break;
        case Icon::File:
            pen.path({{0.1f, -0.9f},
                      {-0.7f, -0.9f},
                      {-0.7f, 0.9f},
                      {0.7f, 0.9f},
                      {0.7f, -0.3f},
                      {0.1f, -0.9f}});
            break;
        case Icon::Logo:
            pen.path({{-0.95f, 0.62f},
                      {-0.5f, 0.58f},
                      {-0.25f, 0.42f},
                      {0, 0},
                      {0.25f, -0.42f},
                      {0.5f, -0.58f},
                      {0.95f, -0.62f}});
            break;
    }
}

}  // namespace squash::ui
