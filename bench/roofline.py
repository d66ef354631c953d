#!/usr/bin/env python3
"""Draws docs/pictures/roofline.svg from build/bench/bench.json, which scripts/bench.sh --rivals writes.

    python3 bench/roofline.py [BENCH.json [OUT.svg]]

One thread, a batch of 256. Across: arithmetic intensity, the operations of the layer's definition (padded taps counted)
for each byte of what it must at least move: its input, output and weights once each as float32, and going backward also
their gradients. Up: the speed that `squash bench` measured, of that many operations. The roof is the multiply-add peak
of the same run, the slope a large copy's bandwidth. A point above the roof means that the arithmetic was saved.
"""
import html
import json
import math
import pathlib
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCH = 256
# Name: multiply-adds, inputs, outputs (an image), weights, whether the input's gradient is needed.
LAYERS = {
    "conv2d": (460800, 3072, 6144, 456, False),
    "conv2d_1": (614400, 1536, 4096, 2416, True),
    "conv2d_2": (3072000, 1024, 7680, 48120, True),
    "dense": (645120, 7680, 84, 645204, True),
    "dense_1": (840, 84, 10, 850, True),
}
WIDTH, HEIGHT = 960, 600
LEFT, RIGHT, TOP, BOTTOM = 84, 40, 104, 96
INK, FAINT, PAPER, GRID = "#1f2733", "#5d6b7e", "#fbfbf9", "#e3e5e8"
COLOURS = {"forward": "#1a6fb5", "backward": "#c4541c"}
HALO = f'stroke="{PAPER}" stroke-width="4" paint-order="stroke"'  # keeps words readable over lines
FONT = "Inter, 'Helvetica Neue', Arial, sans-serif"


def layer_points(layers):
    """(name, direction, flop a byte, GFLOP/s) of each layer that multiplies."""
    points = []
    for layer in layers:
        if layer["name"] not in LAYERS:
            continue
        adds, inputs, outputs, weights, inner = LAYERS[layer["name"]]
        shared = weights / BATCH
        moved = {"forward": inputs + outputs + shared, "backward": inputs * (2 if inner else 1) + outputs + shared * (2 if inner else 1)}
        flop = {"forward": 2 * adds, "backward": 2 * adds * (2 if inner else 1)}
        for direction in COLOURS:
            milliseconds = layer[direction + "Ms"]
            if milliseconds > 0:
                points.append((layer["name"], direction, flop[direction] / (4 * moved[direction]), flop[direction] * BATCH / milliseconds * 1e-6))
    return points


def median_layers(rounds):
    """The median of each layer's times over the rounds."""
    names = [layer["name"] for layer in rounds[0]["layers"]]
    return [{"name": name, **{part: statistics.median(one["layers"][at][part] for one in rounds) for part in ("forwardMs", "backwardMs")}}
            for at, name in enumerate(names)]


class Axes:
    """Logarithmic both ways."""

    def __init__(self, points, peak):
        low = min([point[3] for point in points] + [peak / 20])
        high = max([point[3] for point in points] + [peak])
        self.x = (2, 1000)
        self.y = (low / 2, high * 1.7)

    def across(self, value):
        share = math.log(value / self.x[0]) / math.log(self.x[1] / self.x[0])
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def up(self, value):
        share = math.log(value / self.y[0]) / math.log(self.y[1] / self.y[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def text(x, y, words, size=13, anchor="start", colour=INK, extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}" {extra}>{html.escape(words)}</text>'


def line(x1, y1, x2, y2, colour, width=1, extra=""):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}" {extra}/>'


def ticks(low, high):
    power = 10 ** math.floor(math.log10(low))
    while power <= high:
        for digit in (1, 2, 5):
            if low * 0.999 <= power * digit <= high:
                yield power * digit
        power *= 10


def grid(axes):
    parts = []
    for value in ticks(*axes.x):
        parts.append(line(axes.across(value), TOP, axes.across(value), HEIGHT - BOTTOM, GRID))
        parts.append(text(axes.across(value), HEIGHT - BOTTOM + 20, f"{value:g}", 12, "middle", FAINT))
    for value in ticks(*axes.y):
        parts.append(line(LEFT, axes.up(value), WIDTH - RIGHT, axes.up(value), GRID))
        parts.append(text(LEFT - 10, axes.up(value) + 4, f"{value:g}", 12, "end", FAINT))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 44, "operations a byte (by the layer's definition)", 13, "middle", FAINT))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(text(26, middle, "GFLOP/s", 13, "middle", FAINT, f'transform="rotate(-90 26 {middle:.1f})"'))
    return parts


def roof(axes, peak, bandwidth):
    ridge = min(max(peak / bandwidth, axes.x[0]), axes.x[1])
    start = max(axes.x[0], axes.y[0] / bandwidth)
    flat = axes.up(peak)
    slope_end, slope_start = axes.across(ridge), axes.across(start)
    parts = [line(slope_start, axes.up(start * bandwidth), slope_end, flat, INK, 2, 'stroke-linecap="round"'),
             line(slope_end, flat, WIDTH - RIGHT, flat, INK, 2, 'stroke-linecap="round"'),
             text(WIDTH - RIGHT - 6, flat + 18, f"multiply-add peak {peak:.0f} GFLOP/s", 12, "end")]
    if ridge > start * 1.05:
        angle = math.degrees(math.atan2(flat - axes.up(start * bandwidth), slope_end - slope_start))
        x, y = slope_start + 0.5 * (slope_end - slope_start), axes.up(start * bandwidth) + 0.5 * (flat - axes.up(start * bandwidth))
        parts.append(text(x, y - 9, f"memory {bandwidth:.0f} GB/s", 12, "middle", INK, f'transform="rotate({angle:.1f} {x:.1f} {y:.1f})"'))
    return parts


def touches(one, other):
    """Whether two boxes (left, top, right, bottom) overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def place(x, y, words, taken):
    """The first place for a label beside its mark that covers nothing: (left, base line)."""
    width = 6.6 * len(words)
    places = [(x + 12, y + 4), (x - 12 - width, y + 4), (x - width / 2, y - 12), (x - width / 2, y + 21),
              (x + 8, y - 10), (x + 8, y + 18), (x - 8 - width, y - 10), (x - 8 - width, y + 18),
              (x - width / 2, y - 26), (x - width / 2, y + 36)]
    boxes = [(left - 3, base - 11, left + width + 3, base + 3) for left, base in places]
    at = next((at for at, box in enumerate(boxes) if not any(touches(box, other) for other in taken)), 0)
    taken.append(boxes[at])
    return places[at]


def marks(axes, points, peak):
    points = sorted(points, key=lambda point: point[2])  # from the left, so that labels find room to the right
    spots = [(axes.across(intensity), axes.up(speed)) for _, _, intensity, speed in points]
    taken = [(x - 9, y - 9, x + 9, y + 9) for x, y in spots] + [(LEFT, axes.up(peak) - 2, WIDTH, axes.up(peak) + 2)]
    parts = []
    for (name, direction, _, speed), (x, y) in zip(points, spots):
        colour = COLOURS[direction]
        fill = colour if direction == "forward" else PAPER
        words = f"{name} {speed:.0f}" if speed >= 10 else f"{name} {speed:.1f}"
        parts.append(text(*place(x, y, words, taken), words, 12, "start", colour, HALO))
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{fill}" stroke="{colour}" stroke-width="2.5"/>')
    return sorted(parts, key=lambda part: part.startswith("<circle"))  # marks over the labels' paper


def heading(result, machine):
    threads = f"{result['threads']} thread" + ("" if result["threads"] == 1 else "s")
    parts = [text(LEFT, 40, "Squash's layers under this machine's roof", 20, extra='font-weight="600"'),
             text(LEFT, 64, f"{machine}, {result['isa']}, {threads}; relu, batch {BATCH}", 13, colour=FAINT)]
    for at, (direction, colour) in enumerate(COLOURS.items()):
        x = WIDTH - RIGHT - 190 + at * 100
        fill = colour if direction == "forward" else PAPER
        parts.append(f'<circle cx="{x}" cy="59.5" r="6" fill="{fill}" stroke="{colour}" stroke-width="2.5"/>')
        parts.append(text(x + 13, 64, direction, 13, colour=colour))
    parts.append(text(LEFT, HEIGHT - 20, "Bytes: input, output and weights once each as float32, backward also their gradients. "
                      "Operations with the padded taps. Slope: a large copy.", 12, colour=FAINT))
    return parts


def draw(document):
    program = next(one for one in document["programs"] if one["key"] == "squash 1")
    rounds = [one["detail"] for one in program["rounds"]]
    if not rounds:
        sys.exit("squash: bench.json: no round of `squash bench` in it: " + str(program["missing"]))
    peak = max(one["fmaPeakGflops"] for one in rounds)
    points = layer_points(median_layers(rounds))
    axes = Axes(points, peak)
    parts = [*grid(axes), *roof(axes, peak, document["machine"]["copyGBs"]), *marks(axes, points, peak),
             *heading(rounds[0], document["machine"]["processor"])]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="{FONT}" role="img">\n'
            f'<title>Roofline of each layer, forward and backward</title>\n<rect width="{WIDTH}" height="{HEIGHT}" rx="10" fill="{PAPER}"/>\n'
            + "\n".join(parts) + "\n</svg>\n")


def main():
    words = sys.argv[1:] + [None, None]
    source = pathlib.Path(words[0] or ROOT / "build/bench/bench.json")
    target = pathlib.Path(words[1] or ROOT / "docs/pictures/roofline.svg")
    if not source.exists():
        sys.exit(f"squash: {source.name}: missing: run scripts/bench.sh --rivals first")
    target.write_text(draw(json.loads(source.read_text())))


main()
