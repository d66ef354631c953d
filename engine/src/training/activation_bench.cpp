#include "training/activation_bench.hpp"

#include <algorithm>
#include <random>

#include "core/clock.hpp"
#include "training/usual_time.hpp"

namespace squash {
namespace {

// About a convolution's output for one block of images; long enough for a browser's clock.
constexpr std::size_t kElements = 131072;

double nsOfElement(const std::vector<double>& samples) {
    return usualMs(samples) * 1e6 / static_cast<double>(kElements);
}

}  // namespace

ActivationBench::ActivationBench(const kernels::KernelTable& table)
    : table_(table), source_(kElements), z_(kElements), y_(kElements), gradient_(kElements) {
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
    table_.activate(activation_.call(), kElements, z_.data(), y_.data());
    const double middle = steadyNowMs();
    table_.multiply(kElements, gradient_.data(), z_.data(), y_.data());
    const double end = steadyNowMs();
    forwardMs_.push_back(middle - start);
    backwardMs_.push_back(end - middle);
}

double ActivationBench::forwardNs() const { return nsOfElement(forwardMs_); }
double ActivationBench::backwardNs() const { return nsOfElement(backwardMs_); }

}  // namespace squash
