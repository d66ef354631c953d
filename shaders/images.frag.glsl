// An image of few texels, enlarged: texels stay squares whose edges are smoothed over one pixel of
// the screen ("sharp bilinear"), and the image's corners are round.
in vec2 vTexel;
flat in vec2 vTile;
in vec3 vLocal;
flat in vec2 vHalfSize;

uniform mat4 frame;
uniform sampler2D source;

out vec4 color;

vec4 fetch(vec2 texel) {
    vec2 inside = clamp(texel, vTile, vTile + vec2(frame[1].y - 1.0));
    return texelFetch(source, ivec2(inside), 0);
}

vec4 sharpBilinear(vec2 at, vec2 pixelsPerTexel) {
    vec2 base = floor(at - 0.5);
    vec2 share = clamp((at - 0.5 - base - 0.5) * pixelsPerTexel + 0.5, 0.0, 1.0);
    vec4 top = mix(fetch(base), fetch(base + vec2(1.0, 0.0)), share.x);
    vec4 bottom = mix(fetch(base + vec2(0.0, 1.0)), fetch(base + vec2(1.0)), share.x);
    return mix(top, bottom, share.y);
}

void main() {
    vec2 pixelsPerTexel = max(vec2(1.0), 2.0 * vHalfSize * frame[1].x / frame[1].y);
    float radius = vLocal.z;
    vec2 beyond = abs(vLocal.xy) - vHalfSize + radius;
    float distance = length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - radius;
    float cover = clamp(0.5 - distance * frame[1].x, 0.0, 1.0);
    color = vec4(sharpBilinear(vTexel, pixelsPerTexel).rgb, cover);
}
