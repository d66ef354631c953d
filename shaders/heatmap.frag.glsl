// Values as colours. Sequential: from the low to the high colour. Diverging: zero is the middle
// colour, and both sides reach as far as the larger of them, so that sign and size can be read.
in vec2 vCell;

// Second column: (lowest, highest, 1 for diverging, 0).
uniform mat4 frame;
uniform mat4 colors;  // columns: low, middle, high, missing
uniform sampler2D source;

out vec4 color;

vec3 sequential(float value) {
    float span = max(frame[1].y - frame[1].x, 1e-30);
    return mix(colors[0].rgb, colors[2].rgb, clamp((value - frame[1].x) / span, 0.0, 1.0));
}

vec3 diverging(float value) {
    float reach = max(max(abs(frame[1].x), abs(frame[1].y)), 1e-30);
    float share = clamp(value / reach, -1.0, 1.0);
    return share < 0.0 ? mix(colors[1].rgb, colors[0].rgb, -share) : mix(colors[1].rgb, colors[2].rgb, share);
}

void main() {
    ivec2 last = textureSize(source, 0) - 1;
    float value = texelFetch(source, clamp(ivec2(floor(vCell)), ivec2(0), last), 0).r;
    bool missing = isnan(value) || isinf(value);
    color = vec4(missing ? colors[3].rgb : frame[1].z > 0.5 ? diverging(value) : sequential(value), 1.0);
}
