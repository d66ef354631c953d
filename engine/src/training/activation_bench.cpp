#include "training/activation_bench.hpp"

#include <algorithm>
#include <random>

#include "core/clock.hpp"
#include "training/usual_time.hpp"

namespace squash {
namespace {

// About a convolution's output for one block of images; long enough for a browser's clock.
constexpr std::size_t kElements = 131072;
constexpr kernels::ChannelGeometry kChannels{1, 32, kElements / 32 / kernels::kLanes};

double nsOfElement(const std::vector<double>& samples) {
    return usualMs(samples) * 1e6 / static_cast<double>(kElements);
}

kernels::ChannelGeometry outputs(const Activation& activation) {
    return {1, kChannels.channels / piecesOf(activation), kChannels.inner};
}

}  // namespace

ActivationBench::ActivationBench(const kernels::KernelTable& table)
    : table_(table),
      source_(kElements),
      z_(kElements),
      y_(kElements),
      gradient_(kElements),
      slopes_(kChannels.channels, 0.25f),
      slopeGradients_(kChannels.channels),
      places_(kElements) {
    std::mt19937 generator(1);
    std::normal_distribution<float> values(0, 1.5f);
    for (float& value : source_) value = values(generator);
    for (float& value : gradient_) value = values(generator);
}

void ActivationBench::start(const Activation& activation) {
    activation_ = BoundActivation(activation);
    forwardMs_.clear();
    backwardMs_.clear();
}

void ActivationBench::sample() {
    std::copy(source_.begin(), source_.end(), z_.begin());  // activate() leaves f'(z) there
    const double start = steadyNowMs();
    forward();
    const double middle = steadyNowMs();
    backward();
    const double end = steadyNowMs();
    forwardMs_.push_back(middle - start);
    backwardMs_.push_back(end - middle);
}

// Maxout's elements are its inputs.
void ActivationBench::forward() {
    const Activation& activation = activation_.activation();
    float *z = z_.data(), *y = y_.data();
    switch (activation.entry->kind) {
        case ActivationKind::Pointwise:
            return table_.activate(activation_.call(), kElements, z, y);
        case ActivationKind::ChannelSlopes:
            return table_.preluForward(kChannels, z, slopes_.data(), y);
        case ActivationKind::RandomSlopes:
            return table_.activateRandomly({static_cast<float>(activation.parameters[0]),
                                            static_cast<float>(activation.parameters[1]), 1},
                                           kElements, z, y);
        case ActivationKind::Pieces:
            return table_.maxoutForward(outputs(activation), piecesOf(activation), z, y,
                                        places_.data());
    }
}

void ActivationBench::backward() {
    const Activation& activation = activation_.activation();
    const float* dy = gradient_.data();
    switch (activation.entry->kind) {
        case ActivationKind::Pointwise:
        case ActivationKind::RandomSlopes:
            return table_.multiply(kElements, dy, z_.data(), y_.data());
        case ActivationKind::ChannelSlopes:
            return table_.preluBackward(kChannels, {dy, z_.data(), slopes_.data(), y_.data(),
                                                    slopeGradients_.data(), false});
        case ActivationKind::Pieces:
            return table_.maxoutBackward(outputs(activation), piecesOf(activation), dy,
                                         places_.data(), y_.data());
    }
}

double ActivationBench::forwardNs() const { return nsOfElement(forwardMs_); }
double ActivationBench::backwardNs() const { return nsOfElement(backwardMs_); }

}  // namespace squash
