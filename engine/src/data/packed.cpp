// Undoes web/pack-cifar10.mjs; the format is described there.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "data/cifar10_records.hpp"
#include "data/inflate.hpp"
#include "squash/core/error.hpp"
#include "squash/data/cifar10.hpp"

namespace squash {

namespace {

constexpr std::size_t kHeader = 16, kPlane = kImageSide * kImageSide;
constexpr std::size_t kMaxImages = 60000;  // all of CIFAR-10
constexpr std::size_t kMaxRatio = 1032;    // of deflate: 258 bytes from 2 bits

struct PackedPart {
    std::size_t train = 0, validation = 0;
    std::span<const std::uint8_t> labels, stream;
    std::size_t images() const { return train + validation; }
};

[[noreturn]] void fail(const std::string& name, std::size_t byte, const std::string& expected) {
    throw Error("cannot read the packed images", fmt::format("{}, byte {}", name, byte), expected);
}

std::size_t numberAt(std::span<const std::uint8_t> part, std::size_t at) {
    return part[at] | std::size_t{part[at + 1]} << 8 | std::size_t{part[at + 2]} << 16 |
           std::size_t{part[at + 3]} << 24;
}

PackedPart readHeader(std::span<const std::uint8_t> part, const std::string& name) {
    if (part.size() < kHeader || std::memcmp(part.data(), "SQUASHP1", 8) != 0)
        fail(name, 0, "a header that begins with SQUASHP1");
    PackedPart result{numberAt(part, 8), numberAt(part, 12), {}, {}};
    if (result.train > kMaxImages || result.validation > kMaxImages || result.images() == 0 ||
        result.images() > kMaxImages)
        fail(name, 8,
             fmt::format("1 to {} images, found {} and {}", kMaxImages, result.train,
                         result.validation));
    if (part.size() - kHeader < result.images())
        fail(name, part.size(), fmt::format("{} labels", result.images()));
    result.labels = part.subspan(kHeader, result.images());
    result.stream = part.subspan(kHeader + result.images());
    for (std::size_t i = 0; i < result.labels.size(); ++i)
        if (result.labels[i] >= kClasses)
            fail(name, kHeader + i, fmt::format("a label from 0 to 9, found {}", result.labels[i]));
    if (result.images() * kImageBytes / kMaxRatio > result.stream.size())
        fail(name, part.size(),
             fmt::format("the pixels of {} images; the part is too short for them",
                         result.images()));
    return result;
}

std::vector<std::uint8_t> inflateAll(const PackedPart& part, const std::string& name) {
    const std::size_t wanted = part.images() * kImageBytes;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(wanted);
    Inflater inflater(
        Wrapping::Zlib, name + " (its packed pixels)", [&](std::span<const std::uint8_t> piece) {
            if (piece.size() > wanted - bytes.size())
                fail(name, 8, fmt::format("pixels of {} images, found more", part.images()));
            bytes.insert(bytes.end(), piece.begin(), piece.end());
        });
    inflater.push(part.stream);
    inflater.finish();
    if (bytes.size() != wanted)
        fail(name, 8, fmt::format("{} bytes of pixels, found {}", wanted, bytes.size()));
    return bytes;
}

// The median of left, above and left + above - corner (LOCO-I's predictor, Weinberger et al. 2000).
int predicted(const std::uint8_t* plane, std::size_t row, std::size_t column) {
    const std::uint8_t* here = plane + row * kImageSide + column;
    if (row == 0) return column == 0 ? 128 : here[-1];
    const int above = here[-static_cast<std::ptrdiff_t>(kImageSide)];
    if (column == 0) return above;
    const int left = here[-1], corner = here[-static_cast<std::ptrdiff_t>(kImageSide) - 1];
    const int low = std::min(left, above), high = std::max(left, above);
    return corner >= high ? low : corner <= low ? high : left + above - corner;
}

void undoPrediction(std::uint8_t* plane) {
    for (std::size_t row = 0; row < kImageSide; ++row)
        for (std::size_t column = 0; column < kImageSide; ++column)
            plane[row * kImageSide + column] = static_cast<std::uint8_t>(
                plane[row * kImageSide + column] + predicted(plane, row, column));
}

// Stored: green, red - green + 128, blue - green + 128.
void undoColours(const std::uint8_t* green, const std::uint8_t* red, const std::uint8_t* blue,
                 std::uint8_t* image) {
    for (std::size_t i = 0; i < kPlane; ++i) {
        image[i] = static_cast<std::uint8_t>(red[i] + green[i] - 128);
        image[kPlane + i] = green[i];
        image[2 * kPlane + i] = static_cast<std::uint8_t>(blue[i] + green[i] - 128);
    }
}

}  // namespace

void appendPackedPart(std::span<const std::uint8_t> bytes, const std::string& name, Dataset& into) {
    const auto part = readHeader(bytes, name);
    auto planes = inflateAll(part, name);
    const std::size_t images = part.images();
    for (std::size_t i = 0; i < 3 * images; ++i) undoPrediction(planes.data() + i * kPlane);
    std::vector<std::uint8_t> image(kImageBytes);
    for (std::size_t i = 0; i < images; ++i) {
        const auto plane = [&](std::size_t index) {
            return planes.data() + (index * images + i) * kPlane;
        };
        undoColours(plane(0), plane(1), plane(2), image.data());
        auto& set = i < part.train ? into.train : into.validation;
        set.pixels.insert(set.pixels.end(), image.begin(), image.end());
        set.labels.push_back(part.labels[i]);
    }
}

}  // namespace squash
