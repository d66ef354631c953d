// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010);
// He et al., arXiv:1502.01852; LeCun et al., "Efficient BackProp" (1998). Draws that a few lines of
// NumPy can repeat (see initializer.hpp).
#include "squash/network/initializer.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "network/learned_places.hpp"
#include "squash/core/random.hpp"

namespace squash {
namespace {

constexpr double kTruncation = 2;
constexpr double kTruncatedDeviation = 0.87962566103423978;  // of a normal number cut at 2

struct Fans {
    double in, out;
};

// Keras's: input and output channels, times the receptive field of a convolution.
Fans fansOf(const std::vector<std::size_t>& shape) {
    const std::size_t rank = shape.size();
    double receptive = 1;
    for (std::size_t axis = 0; axis + 2 < rank; ++axis)
        receptive *= static_cast<double>(shape[axis]);
    return {receptive * static_cast<double>(shape[rank - 2]),
            receptive * static_cast<double>(shape[rank - 1])};
}

// scale / fan
struct Variance {
    double scale, fan;
    double value() const { return scale / fan; }
};

Variance varianceOf(InitializerKind kind, const Fans& fans) {
    switch (kind) {
        case InitializerKind::GlorotUniform:
        case InitializerKind::GlorotNormal:
            return {2, fans.in + fans.out};
        case InitializerKind::HeUniform:
        case InitializerKind::HeNormal:
            return {2, fans.in};
        default:
            return {1, fans.in};
    }
}

bool isUniform(InitializerKind kind) {
    return kind == InitializerKind::GlorotUniform || kind == InitializerKind::HeUniform ||
           kind == InitializerKind::LecunUniform;
}

class Normals {
public:
    explicit Normals(Generator& generator) : generator_(generator) {}

    double next() {
        if (hasSecond_) {
            hasSecond_ = false;
            return second_;
        }
        const double u = uniform01(generator_), v = uniform01(generator_);
        const double radius = std::sqrt(-2 * std::log(1 - u)), angle = 2 * std::numbers::pi * v;
        second_ = radius * std::sin(angle);
        hasSecond_ = true;
        return radius * std::cos(angle);
    }
    double nextTruncated() {
        double value = next();
        while (std::abs(value) > kTruncation) value = next();
        return value;
    }

private:
    Generator& generator_;
    double second_ = 0;
    bool hasSecond_ = false;
};

void draw(const Initializer& initializer, const Fans& fans, Generator& generator,
          std::span<float> kernel) {
    if (initializer.kind == InitializerKind::Zeros) return;
    if (isUniform(initializer.kind)) {
        const Variance variance = varianceOf(initializer.kind, fans);
        const auto limit = static_cast<float>(std::sqrt(3 * variance.scale / variance.fan));
        for (float& weight : kernel) {
            const float u = uniform01(generator);
            weight = (u + u - 1.0f) * limit;
        }
        return;
    }
    Normals normals(generator);
    if (initializer.kind == InitializerKind::RandomNormal) {
        for (float& weight : kernel)
            weight = static_cast<float>(normals.next() * initializer.stddev);
        return;
    }
    const double deviation =
        std::sqrt(varianceOf(initializer.kind, fans).value()) / kTruncatedDeviation;
    for (float& weight : kernel) weight = static_cast<float>(normals.nextTruncated() * deviation);
}

void setLearned(const Network& network, const Layer& layer, FloatArray& parameters) {
    for (const LearnedPlace& place : learnedPlaces(network, layer))
        std::fill_n(parameters.begin() + static_cast<std::ptrdiff_t>(place.info->offset),
                    place.info->size,
                    static_cast<float>(layer.activation()->parameters[place.parameter]));
}

}  // namespace

double standardDeviation(const Initializer& initializer, double fanIn, double fanOut) {
    if (initializer.kind == InitializerKind::Zeros) return 0;
    if (initializer.kind == InitializerKind::RandomNormal) return initializer.stddev;
    return std::sqrt(varianceOf(initializer.kind, {fanIn, fanOut}).value());
}

FloatArray initialParameters(const Network& network, std::span<const Initializer> initializers,
                             std::uint64_t seed) {
    FloatArray parameters(network.flatSize(), 0.0f);
    std::size_t weightLayer = 0;
    for (const Layer& layer : network.layers()) {
        setLearned(network, layer, parameters);
        if (layer.kernel < 0) continue;
        const ParameterInfo& kernel = network.parameters()[static_cast<std::size_t>(layer.kernel)];
        Generator generator(static_cast<std::uint32_t>(1000 * seed + weightLayer));
        assert(weightLayer < initializers.size());
        draw(initializers[weightLayer++], fansOf(kernel.shape), generator,
             {parameters.data() + kernel.offset, kernel.size});
    }
    return parameters;
}

FloatArray glorotUniform(const Network& network, std::uint64_t seed) {
    return initialParameters(network, std::vector<Initializer>(network.layers().size()), seed);
}

}  // namespace squash
