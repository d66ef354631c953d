// The generated data set: ten classes of 32x32 colour images (shapes and textures drawn with
// varying place, size, colour and noise) for when there is no CIFAR-10. The same on every machine
// from its seed: integer arithmetic only.
#pragma once
#include <cstddef>
#include <cstdint>

#include "squash/data/dataset.hpp"

namespace squash {

struct ShapesOptions {
    std::size_t train = 10000, validation = 2000;
    std::uint64_t seed = 1;
};
Dataset generateShapes(const ShapesOptions& options);

}  // namespace squash
