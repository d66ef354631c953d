// What the tests of kernels share. Inputs are small whole numbers wherever a kernel only adds and
// multiplies: then every order of summation, fused or not, gives the same float32, so results are
// compared exactly and no tolerance can hide a missing tap.
#pragma once
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "kernels/kernel_table.hpp"
#include "squash/core/aligned.hpp"
#include "squash/kernels/kernel_sets.hpp"

namespace squash::test {

// Calls check(table) for every set of kernels that this processor runs.
template <class Check>
void forEachKernelSet(const Check& check) {
    std::size_t tried = 0;
    for (const KernelSet& set : kernelSets()) {
        if (!set.available) {
            continue;
        }
        CAPTURE(std::string(set.name));
        check(*set.table);
        ++tried;
    }
    REQUIRE(tried > 0);
}

// Whole numbers from -range to range.
inline FloatArray wholeNumbers(std::size_t count, unsigned seed, int range = 4) {
    std::mt19937 generator(seed);
    FloatArray values(count);
    for (float& value : values) {
        value = static_cast<float>(static_cast<int>(generator() % (2u * range + 1u)) - range);
    }
    return values;
}

inline FloatArray uniformNumbers(std::size_t count, unsigned seed, float low, float high) {
    std::mt19937 generator(seed);
    FloatArray values(count);
    for (float& value : values) {
        value = low + (high - low) * static_cast<float>(generator() >> 8) * 0x1p-24f;
    }
    return values;
}

// An array for a kernel to fill: begins with nonsense, and ends with values that must survive.
class Output {
public:
    explicit Output(std::size_t count) : count_(count), values_(count + kGuard, kNonsense) {}
    float* data() { return values_.data(); }
    const float* data() const { return values_.data(); }
    std::size_t size() const { return count_; }
    float operator[](std::size_t i) const { return values_[i]; }
    bool guardIntact() const {
        for (std::size_t i = count_; i < values_.size(); ++i) {
            if (values_[i] != kNonsense) {
                return false;
            }
        }
        return true;
    }

private:
    static constexpr std::size_t kGuard = 64;
    static constexpr float kNonsense = -98765.0f;
    std::size_t count_;
    FloatArray values_;
};

// "" when got equals want within tolerance * max(1, |want|), else the first difference as text.
inline std::string difference(const std::vector<double>& want, const float* got,
                              double tolerance = 0) {
    for (std::size_t i = 0; i < want.size(); ++i) {
        const double allowed = tolerance * std::max(1.0, std::abs(want[i]));
        if (std::abs(static_cast<double>(got[i]) - want[i]) <= allowed) {
            continue;
        }
        std::ostringstream text;
        text << "element " << i << ": wanted " << want[i] << ", got " << got[i];
        return text.str();
    }
    return "";
}

inline std::string difference(const std::vector<double>& want, const Output& got,
                              double tolerance = 0) {
    if (want.size() != got.size()) {
        return "sizes differ";
    }
    if (!got.guardIntact()) {
        return "wrote behind the end";
    }
    return difference(want, got.data(), tolerance);
}

}  // namespace squash::test
