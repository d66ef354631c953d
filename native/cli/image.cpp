#include "image.hpp"

#include <algorithm>
#include <cmath>

namespace squash::cli {
namespace {

struct Tap {
    std::size_t source;
    double weight;
};
using Taps = std::vector<Tap>;  // of one pixel of the result; weights add up to 1

// The part of each source pixel that lies below the result's pixel `index`.
Taps areaTaps(std::size_t size, std::size_t index) {
    const double step = static_cast<double>(size) / kImageSide;
    const double begin = static_cast<double>(index) * step, end = begin + step;
    Taps taps;
    for (auto source = static_cast<std::size_t>(begin); source < size; ++source) {
        const auto left = static_cast<double>(source);
        const double covered = std::min(end, left + 1) - std::max(begin, left);
        if (covered <= 0) break;
        taps.push_back({source, covered / step});
    }
    return taps;
}

Taps bilinearTaps(std::size_t size, std::size_t index) {
    const double scale = static_cast<double>(size) / kImageSide;
    const double last = static_cast<double>(size - 1);
    const double at = std::clamp((static_cast<double>(index) + 0.5) * scale - 0.5, 0.0, last);
    const auto low = static_cast<std::size_t>(at);
    const double share = at - static_cast<double>(low);
    return {{low, 1 - share}, {std::min(low + 1, size - 1), share}};
}

std::array<Taps, kImageSide> axisTaps(std::size_t size) {
    std::array<Taps, kImageSide> taps;
    for (std::size_t i = 0; i < kImageSide; ++i)
        taps[i] = size >= kImageSide ? areaTaps(size, i) : bilinearTaps(size, i);
    return taps;
}

double weighed(const Picture& picture, const Taps& rows, const Taps& columns, std::size_t channel) {
    double sum = 0;
    for (const Tap& row : rows)
        for (const Tap& column : columns) {
            const std::size_t at = row.source * picture.width + column.source;
            sum += row.weight * column.weight * picture.pixels[at * kImageChannels + channel];
        }
    return sum;
}

}  // namespace

ImageBytes scaleToImage(const Picture& picture) {
    const auto rows = axisTaps(picture.height), columns = axisTaps(picture.width);
    ImageBytes image;
    std::size_t at = 0;
    for (std::size_t channel = 0; channel < kImageChannels; ++channel)
        for (const Taps& row : rows)
            for (const Taps& column : columns) {
                const double value = std::round(weighed(picture, row, column, channel));
                image[at++] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
            }
    return image;
}

}  // namespace squash::cli
