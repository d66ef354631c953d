// Corners of the images of a grid, in ImGui's coordinates.
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texel;   // in the atlas, where this corner looks
layout(location = 2) in vec2 tile;    // first texel of the image
layout(location = 3) in vec3 local;   // from the image's centre, and the corner's radius
layout(location = 4) in vec2 halfSize;

// Columns: (scale, offset) to clip space; (pixel ratio, texels a side, 0, 0).
uniform mat4 frame;

out vec2 vTexel;
flat out vec2 vTile;
out vec3 vLocal;
flat out vec2 vHalfSize;

void main() {
    vTexel = texel;
    vTile = tile;
    vLocal = local;
    vHalfSize = halfSize;
    gl_Position = vec4(position * frame[0].xy + frame[0].zw, 0.0, 1.0);
}
