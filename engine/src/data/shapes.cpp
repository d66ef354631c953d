// Each image has its own generator, so the first N images are the same whatever is generated after
// them. Colours are drawn without regard to the class; a figure is told apart by its form alone.
#include "squash/data/shapes.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

#include "data/drawing.hpp"
#include "squash/core/random.hpp"

namespace squash {

namespace {

constexpr int kSide = static_cast<int>(kImageSide);
constexpr int kSub = 3;    // samples a pixel and direction, for smooth edges
constexpr int kFine = 16;  // places are given in 1/16 pixel
constexpr std::uint64_t kValidationStream =
    kClasses * (std::uint64_t{1} << 40);  // keeps the two parts' images apart
constexpr int kMinContrast = 44;          // of luminance between figure and ground

using Colour = std::array<int, 3>;

struct Scene {
    Figure figure = Figure::Circle;
    Texture texture;
    Point centre;    // 1/16 pixel
    int radius = 0;  // 1/16 pixel
    int unitsPerFine =
        0;  // 65536 / radius: a product and a shift in place of two divisions a sample
    int sine = 0, cosine = kUnit;
    Colour ink{}, inkFar{}, ground{}, groundFar{};
    Point slope;                   // of the ground's gradient, 1/256 a pixel
    int noise = 0;                 // largest deviation
    std::array<Point, 2> clutter;  // small discs over or beside the figure
    std::array<int, 2> clutterRadius{};
    Colour clutterInk{};
};

int between(Generator& generator, int low, int high) {
    return low +
           static_cast<int>(uniformBelow(generator, static_cast<std::uint32_t>(high - low + 1)));
}

Colour randomColour(Generator& generator) {
    Colour colour{};
    for (int& channel : colour) channel = between(generator, 24, 231);
    return colour;
}

int luminance(const Colour& colour) {
    return (77 * colour[0] + 150 * colour[1] + 29 * colour[2]) / 256;
}

Colour shifted(Colour colour, Generator& generator, int most) {
    const int by = between(generator, -most, most);
    for (int& channel : colour)
        channel = std::clamp(channel + by + between(generator, -8, 8), 0, 255);
    return colour;
}

// The figure is mostly the lighter one, as things before a ground often are; in every sixth image
// it is the darker one, which a model without hidden layers cannot follow.
void chooseColours(Scene& scene, Generator& generator) {
    const bool lighter = uniformBelow(generator, 6) != 0;
    do {
        scene.ink = randomColour(generator);
        scene.ground = randomColour(generator);
    } while (std::abs(luminance(scene.ink) - luminance(scene.ground)) < kMinContrast);
    if ((luminance(scene.ink) > luminance(scene.ground)) != lighter)
        std::swap(scene.ink, scene.ground);
    scene.inkFar = shifted(scene.ink, generator, 24);
    scene.groundFar = shifted(scene.ground, generator, 36);
    scene.clutterInk = shifted(scene.ground, generator, 70);
    const int direction = between(generator, 0, kTurn - 1);
    scene.slope = {sine(direction), sine(direction + kTurn / 4)};
}

void choosePlace(Scene& scene, Generator& generator) {
    scene.radius = between(generator, 8 * kFine, 13 * kFine);
    scene.unitsPerFine = 65536 / scene.radius;
    const int room = 14 * kFine - scene.radius;  // all of the figure stays in the picture
    const int middle = 16 * kFine;
    scene.centre = {middle + between(generator, -room, room),
                    middle + between(generator, -room, room)};
    const int turn = between(generator, -3, 3);  // steps of 5.6 degrees
    scene.sine = sine(turn);
    scene.cosine = sine(turn + kTurn / 4);
}

void chooseTexture(Scene& scene, Generator& generator) {
    const int periodFine = between(generator, 4 * kFine, 7 * kFine);  // 4 to 7 pixels
    scene.texture.period = std::max(8, periodFine * kUnit / scene.radius);
    scene.texture.phase = {between(generator, 0, scene.texture.period - 1),
                           between(generator, 0, scene.texture.period - 1)};
    scene.texture.round = uniformBelow(generator, 2) == 0;
}

Scene chooseScene(std::size_t label, Generator& generator) {
    Scene scene;
    scene.figure = static_cast<Figure>(label);
    choosePlace(scene, generator);
    chooseTexture(scene, generator);
    chooseColours(scene, generator);
    scene.noise = between(generator, 6, 30);
    for (std::size_t i = 0; i < scene.clutter.size(); ++i) {
        scene.clutter[i] = {between(generator, 0, kSide * kFine),
                            between(generator, 0, kSide * kFine)};
        scene.clutterRadius[i] = between(generator, 0, 4 * kFine);
    }
    return scene;
}

Point inFigure(const Scene& scene, Point fine) {
    const int dx = fine.x - scene.centre.x, dy = fine.y - scene.centre.y;
    return {((dx * scene.cosine + dy * scene.sine) * scene.unitsPerFine) >> 16,
            ((dy * scene.cosine - dx * scene.sine) * scene.unitsPerFine) >> 16};
}

struct Cover {
    int figure = 0, clutter = 0;  // samples of kSub * kSub
};

bool inDisc(Point at, Point centre, int radius) {
    const int dx = at.x - centre.x, dy = at.y - centre.y;
    return dx * dx + dy * dy < radius * radius;
}

// A pixel's samples lie less than half a pixel's diagonal from its middle; the rest of a whole pixel
// is for what rounding adds to a figure's size.
Cover coverOf(const Scene& scene, int row, int column) {
    const Point middle{column * kFine + kFine / 2, row * kFine + kFine / 2};
    const int reach = scene.radius * reachOf(scene.figure) / kUnit + kFine;
    const bool figure = inDisc(middle, scene.centre, reach);
    const bool first = inDisc(middle, scene.clutter[0], scene.clutterRadius[0] + kFine);
    const bool second = inDisc(middle, scene.clutter[1], scene.clutterRadius[1] + kFine);
    Cover cover;
    if (!figure && !first && !second) return cover;
    for (int i = 0; i < kSub * kSub; ++i) {
        const Point fine{column * kFine + (2 * (i % kSub) + 1) * kFine / (2 * kSub),
                         row * kFine + (2 * (i / kSub) + 1) * kFine / (2 * kSub)};
        cover.figure += figure && covers(scene.figure, scene.texture, inFigure(scene, fine));
        cover.clutter += (first && inDisc(fine, scene.clutter[0], scene.clutterRadius[0])) ||
                         (second && inDisc(fine, scene.clutter[1], scene.clutterRadius[1]));
    }
    return cover;
}

int mixed(int from, int to, int share, int whole) {
    return (from * (whole - share) + to * share) / whole;
}

// Cheap noise with a peak in the middle: the sum of two numbers of a linear congruence.
class Noise {
public:
    Noise(Generator& generator, int most) : state_(static_cast<std::uint32_t>(generator()) | 1u) {
        for (int sum = 0; sum < kSums; ++sum)
            of_[static_cast<std::size_t>(sum)] = (sum - kSums / 2) * most / (kSums / 2);
    }
    int next() {
        state_ = state_ * 1664525u + 1013904223u;
        return of_[(state_ >> 24) + ((state_ >> 16) & 255u)];
    }

private:
    static constexpr int kSums = 511;  // 0 to 2 * 255
    std::uint32_t state_;
    std::array<int, kSums> of_{};
};

// One channel of a pixel, `along` 0 to 1024 through the two gradients. Most pixels show nothing but
// the ground, and drawing is what a start without CIFAR-10 waits for.
int colourOf(const Scene& scene, std::size_t channel, const Cover& cover, int along) {
    constexpr int kSamples = kSub * kSub;
    int drawn = mixed(scene.ground[channel], scene.groundFar[channel], along, 1024);
    if (cover.figure > 0) {
        const int ink = mixed(scene.ink[channel], scene.inkFar[channel], 1024 - along, 1024);
        drawn = mixed(drawn, ink, cover.figure, kSamples);
    }
    if (cover.clutter > 0) drawn = mixed(drawn, scene.clutterInk[channel], cover.clutter, kSamples);
    return drawn;
}

void draw(const Scene& scene, Noise& noise, std::span<std::uint8_t> image) {
    constexpr int kPlane = kSide * kSide;
    for (int pixel = 0; pixel < kPlane; ++pixel) {
        const int row = pixel / kSide, column = pixel % kSide;
        const auto cover = coverOf(scene, row, column);
        const int along = std::clamp(
            512 + ((2 * column - 31) * scene.slope.x + (2 * row - 31) * scene.slope.y) / 22, 0,
            1024);
        for (std::size_t channel = 0; channel < kImageChannels; ++channel)
            image[channel * kPlane + static_cast<std::size_t>(pixel)] = static_cast<std::uint8_t>(
                std::clamp(colourOf(scene, channel, cover, along) + noise.next(), 0, 255));
    }
}

// Classes take turns in an order drawn anew for every ten images, so any first N are balanced.
std::size_t labelOf(std::uint64_t seed, std::uint64_t index) {
    std::array<std::uint32_t, kClasses> order{};
    std::iota(order.begin(), order.end(), 0u);
    auto generator =
        makeGenerator(Stream::GeneratedImages, seed, (index / kClasses) | std::uint64_t{1} << 48);
    shuffle(order, generator);
    return order[index % kClasses];
}

ImageSet generate(std::size_t count, std::uint64_t seed, std::uint64_t first) {
    ImageSet set{std::vector<std::uint8_t>(count * kImageBytes), std::vector<std::uint8_t>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        const auto label = labelOf(seed, first + i);
        auto generator = makeGenerator(Stream::GeneratedImages, seed, first + i);
        const auto scene = chooseScene(label, generator);
        Noise noise(generator, scene.noise);
        draw(scene, noise, std::span(set.pixels).subspan(i * kImageBytes, kImageBytes));
        set.labels[i] = static_cast<std::uint8_t>(label);
    }
    return set;
}

}  // namespace

Dataset generateShapes(const ShapesOptions& options) {
    return {"generated shapes",
            true,
            {"circle", "square", "triangle", "cross", "ring", "star", "rows", "columns", "checkers",
             "dots"},
            generate(options.train, options.seed, 0),
            generate(options.validation, options.seed, kValidationStream)};
}

}  // namespace squash
