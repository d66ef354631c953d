// The rectangle of a heat map, in ImGui's coordinates.
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 cell;  // column and row of the values

uniform mat4 frame;  // first column: (scale, offset) to clip space

out vec2 vCell;

void main() {
    vCell = cell;
    gl_Position = vec4(position * frame[0].xy + frame[0].zw, 0.0, 1.0);
}
