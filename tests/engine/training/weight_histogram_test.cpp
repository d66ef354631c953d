// Histograms of weights against a plain count by the documented edges, and what is kept of them over a run.
#include "squash/training/weight_histogram.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "engine/training/support.hpp"
#include "support/allocations.hpp"

namespace squash::test {
namespace {

using Histogram = MagnitudeHistogram;

// The bin by its edges alone.
std::size_t plainBin(float value) {
    std::size_t side = 0;
    while (side < Histogram::kSide &&
           std::abs(static_cast<double>(value)) >= Histogram::edge(side + 1))
        ++side;
    return std::signbit(value) ? Histogram::kSide - side : Histogram::kSide + side;
}

Histogram plainHistogram(const std::vector<float>& values) {
    Histogram h;
    h.least = h.most = std::numeric_limits<float>::quiet_NaN();
    for (const float value : values) {
        if (!std::isfinite(value)) {
            ++h.nonFinite;
            continue;
        }
        ++h.counts[plainBin(value)];
        h.least = std::isnan(h.least) ? value : std::min(h.least, value);
        h.most = std::isnan(h.most) ? value : std::max(h.most, value);
    }
    return h;
}

void checkSame(const std::vector<float>& values) {
    const Histogram have = histogramOf(values), want = plainHistogram(values);
    CHECK(have.counts == want.counts);
    CHECK(have.nonFinite == want.nonFinite);
    CHECK(have.finite() + have.nonFinite == values.size());
    if (have.finite() > 0) {
        CHECK(have.least == want.least);
        CHECK(have.most == want.most);
    } else {
        CHECK(std::isnan(have.least));
        CHECK(std::isnan(have.most));
    }
}

// Of all magnitudes and both signs.
std::vector<float> anyMagnitudes(std::size_t count, unsigned seed) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> power(-36, 8);
    std::vector<float> values(count);
    for (float& value : values)
        value = static_cast<float>(std::exp2(power(generator)) * ((generator() & 1) != 0 ? 1 : -1));
    return values;
}

}  // namespace

TEST_CASE("a histogram counts what a plain count by the edges counts", "[training][histogram]") {
    for (const std::size_t count : {0u, 1u, 7u, 8u, 255u, 256u, 257u, 5000u})
        checkSame(anyMagnitudes(count, static_cast<unsigned>(count)));
}

TEST_CASE("what lies at an edge belongs to the larger magnitude", "[training][histogram]") {
    std::vector<float> values;
    for (std::size_t side = 1; side <= Histogram::kSide; ++side) {
        const auto edge = static_cast<float>(Histogram::edge(side));
        for (const float value : {std::nextafter(edge, 0.0f), edge, std::nextafter(edge, 1e9f)})
            values.insert(values.end(), {value, -value});
    }
    checkSame(values);
    CHECK(Histogram::edge(0) == 0);
    CHECK(Histogram::edge(1) == 0x1p-30);
    CHECK(Histogram::edge(1) < 1e-9);
    CHECK(Histogram::edge(Histogram::kSide) == 16);
}

TEST_CASE("what is no number is counted apart, zeros in the middle", "[training][histogram]") {
    const float infinity = std::numeric_limits<float>::infinity(),
                none = std::numeric_limits<float>::quiet_NaN();
    checkSame({none, infinity, -infinity, -none});
    std::vector<float> values(300, -0.0f);
    values[3] = none;
    values[290] = -infinity;
    values[298] = 1e-42f;
    values[299] = 3e38f;
    checkSame(values);
    const Histogram h = histogramOf(values);
    CHECK(h.ofSide(0) == 297);
    CHECK(h.ofSide(Histogram::kSide) == 1);
    CHECK(h.nonFinite == 2);
    CHECK(h.least == 0);
    CHECK(h.most == 3e38f);
}

TEST_CASE("a value's place along the axis lies in its bin", "[training][histogram]") {
    for (const float value : anyMagnitudes(2000, 5)) {
        INFO(value);
        const double place = Histogram::place(value);
        CHECK(static_cast<std::size_t>(std::min(place, Histogram::kBins - 0.5)) == plainBin(value));
        CHECK(place + Histogram::place(-value) == static_cast<double>(Histogram::kBins));
    }
    CHECK(Histogram::place(0) == Histogram::kSide + 0.5);
    // Equal factors are equal distances.
    CHECK(std::abs((Histogram::place(1) - Histogram::place(0.1)) -
                   (Histogram::place(0.01) - Histogram::place(0.001))) < 1e-9);
}

TEST_CASE("600,000 weights are counted without an allocation", "[training][histogram]") {
    std::mt19937 generator(1);
    std::normal_distribution<float> normal(0, 0.05f);
    std::vector<float> values(600'000);
    for (float& value : values) value = normal(generator);
    const auto before = allocations();
    const std::uint64_t counted = histogramOf(values).finite();
    CHECK(allocations() == before);
    CHECK(counted == values.size());
}

TEST_CASE("histograms are of the kernel of the wanted layer", "[training][histogram]") {
    const Network network = makeNetwork({}, std::vector<Activation>(4, makeActivation("relu")));
    FloatArray parameters = glorotUniform(network, 1), gradients(network.flatSize(), 0);
    std::size_t index = 0;
    for (const Layer& layer : network.layers()) {
        if (layer.kernel < 0) continue;
        INFO(layer.name);
        const auto& info = network.parameters()[static_cast<std::size_t>(layer.kernel)];
        gradients[info.offset + info.size - 1] = -0.25f;
        const WeightHistograms both = histogramsOf(network, index++, parameters, gradients);
        const auto own = std::span<const float>(parameters).subspan(info.offset, info.size);
        CHECK(both.weights.counts == histogramOf(own).counts);
        CHECK(both.weights.finite() == info.size);
        CHECK(both.gradients.ofSide(0) == info.size - 1);
        CHECK(both.gradients.least == -0.25f);
        gradients[info.offset + info.size - 1] = 0;
    }
    CHECK(index == 5);
    CHECK(histogramsOf(network, 5, parameters, gradients).weights.finite() == 0);
}

TEST_CASE("moments of a long run are few, evenly over its steps, with the newest",
          "[training][histogram]") {
    HistogramHistory history(3);
    CHECK(history.layer() == 3);
    CHECK(history.empty());
    for (std::uint64_t step = 1; step <= 5000; ++step) {
        history.append({step, {}, {}});
        CHECK(history.newest().step == step);
        REQUIRE(history.moments().size() <= HistogramHistory::kMost);
    }
    const auto& moments = history.moments();
    CHECK(moments.front().step == 1);
    REQUIRE(moments.size() > HistogramHistory::kMost / 3);
    std::uint64_t widest = 0;
    for (std::size_t i = 1; i < moments.size(); ++i) {
        REQUIRE(moments[i].step > moments[i - 1].step);
        widest = std::max(widest, moments[i].step - moments[i - 1].step);
    }
    CHECK(widest <= 2 * 5000 / (HistogramHistory::kMost / 2));
}

TEST_CASE("a moment of the same step takes the place of the one before", "[training][histogram]") {
    HistogramHistory history(0);
    for (const float least : {1.0f, 2.0f}) {
        WeightHistograms moment;
        moment.step = 7;
        moment.weights.least = least;
        history.append(moment);
    }
    REQUIRE(history.moments().size() == 1);
    CHECK(history.newest().weights.least == 2);
}

}  // namespace squash::test
